/** Talks HTTP/1.1 to a target under test and survives whatever it does. */
import type { Headers, Trouble } from './exchange.ts';
import type { Ticks } from './ticks.ts';
/** A request as it goes on the wire, case and order of its headers kept. */
export interface Call {
    method: string;
    url: string;
    /** `Host` and `Content-Length` are added where they are missing. */
    headers: Headers;
    body: Buffer;
}
/** What came of a call: a whole answer or a trouble, never neither. */
export interface Outcome {
    /** Its body is decoded from its Content-Encoding; its headers are as they came. */
    response?: {
        status: number;
        headers: Headers;
        body: Buffer;
    };
    trouble?: Trouble;
    /** Tick taken immediately before the last byte of the request left. */
    began: number;
    /** Tick taken when the whole answer was there; absent when there is trouble. */
    ended?: number;
    /** Wall clock, ISO 8601 in UTC. */
    sentAt: string;
    /** From the last byte of the request to the last of the answer, or to giving up. */
    elapsedMs: number;
}
export interface DriveOptions {
    /** For connecting, and again for the whole answer. */
    timeoutMs?: number;
    /** Largest body that is read, as it comes and as it decodes. */
    maxBytes?: number;
    /** Kept-alive connections per origin. */
    connections?: number;
    ticks: Ticks;
    /** Certificate that is trusted instead of the usual ones. */
    ca?: string | Buffer;
    /** Any certificate will do. */
    insecure?: boolean;
}
/** Where a connection is cut on purpose. */
export type Cut = 'before-last-byte' | 'after-request' | 'in-answer';
export interface Race {
    /** In the order of the calls. */
    outcomes: Outcome[];
    /** Microseconds between the first and the last release write as measured. */
    skewMicros: number;
}
/** No method rejects, none sends a request twice, none follows a redirect. */
export interface Driver {
    /** Sends a call on a kept-alive connection and waits for the whole answer. */
    send(call: Call, options?: {
        timeoutMs?: number;
    }): Promise<Outcome>;
    /** Sends a call on a connection of its own and cuts it. */
    lose(call: Call, cut: Cut): Promise<Outcome>;
    /** Sends calls on connections of their own, the last byte of each released together. */
    race(calls: Call[], options?: {
        timeoutMs?: number;
    }): Promise<Race>;
    /** Ends what is under way and closes every connection. */
    close(): Promise<void>;
}
/** A driver for any number of origins. */
export declare function createDriver(options: DriveOptions): Driver;
