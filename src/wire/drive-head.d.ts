/** The head of an answer: status line, headers, how the body ends, how long the connection is kept. */
import type { Headers } from './exchange.ts';
import type { Flaw } from './drive-flaw.ts';
export interface Head {
    status: number;
    headers: Headers;
    /** Values by lower-case name, repeated headers joined with a comma. */
    values: Map<string, string>;
    http10: boolean;
}
/** What marks the end of a body. */
export type Framing = {
    by: 'nothing';
} | {
    by: 'length';
    length: number;
} | {
    by: 'chunks';
} | {
    by: 'close';
};
/** A head larger than this is not read. */
export declare const MAX_HEAD: number;
/** Offset of the first byte after the head, -1 while the head is not whole. */
export declare function headEnd(bytes: Buffer): number;
/** Undefined while the bytes may still become a head. */
export declare function flawOfUnfinishedHead(bytes: Buffer): Flaw | undefined;
/** Reads the text of a whole head. */
export declare function parseHead(text: string): Head | Flaw;
/** How the body of an answer to this method ends. */
export declare function framingOf({ status, values }: Head, method: string): Framing | Flaw;
/** For how many idle milliseconds this answer's connection can be used again; 0 for not at all. */
export declare function keepMsOf({ values, http10, status }: Head, framing: Framing): number;
export declare const notHttp: (says: string) => Flaw;
