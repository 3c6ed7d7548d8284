/** An answer before it is sent, and the honest way to send it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Headers } from '../wire/exchange.ts';
export interface Reply {
    status: number;
    headers: Headers;
    body: Buffer;
}
/** The two ends of one HTTP exchange, as node has them. */
export interface Line {
    request: IncomingMessage;
    response: ServerResponse;
}
/** Sends the whole answer with its length; resolves when the bytes are handed over, or the peer is gone. */
export declare function send(reply: Reply, { response }: Line): Promise<void>;
/** Resolves when the answer was handed over or the connection is closed. */
export declare function over(response: ServerResponse): Promise<void>;
/** An answer in plain text, for people. */
export declare const sentence: (status: number, says: string, headers?: Headers) => Reply;
/** An answer in JSON. */
export declare const json: (status: number, value: unknown) => Reply;
