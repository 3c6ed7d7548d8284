/** Reads one HTTP/1 answer from whatever pieces it arrives in. */
import type { Trouble } from './exchange.ts';
import { type Step } from './drive-body.ts';
import type { Flaw } from './drive-flaw.ts';
import { type Head } from './drive-head.ts';
/** Takes the bytes of an answer as they come; `end` tells how it stands when no more come. */
export interface Listener {
    push(chunk: Buffer): Step;
    end(cleanly: boolean): 'whole' | Flaw;
}
/** A reader of one answer, interim 1xx answers read over. */
export declare class AnswerReader implements Listener {
    #private;
    head: Head | undefined;
    /** Idle milliseconds for which the connection can be used again once the answer is whole. */
    keepMs: number;
    constructor(method: string, maxBytes: number);
    push(chunk: Buffer): Step;
    /** A body that ends with the connection is whole only if the connection ended in order. */
    end(cleanly: boolean): 'whole' | Flaw;
    body(): Buffer;
    /** What arrived: bytes of the body once the head is there, raw bytes before. */
    partial(): Trouble['partial'];
}
