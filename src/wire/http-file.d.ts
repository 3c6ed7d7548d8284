/** Reads raw HTTP messages out of `.http` files: captured bytes, or requests written by hand. */
import type { Headers } from './exchange.ts';
export interface HttpFileRequest {
    method: string;
    path: string;
    version: string;
    headers: Headers;
    body: Buffer;
}
export interface HttpFileResponse {
    status: number;
    reason: string;
    version: string;
    headers: Headers;
    body: Buffer;
}
/** Reads one raw request: request line, headers, blank line, body. */
export declare function parseHttpFile(bytes: Buffer): HttpFileRequest;
/** Reads one raw answer: status line, headers, blank line, body. */
export declare function parseHttpAnswer(bytes: Buffer): HttpFileResponse;
/** Reads all messages of a file in which lines beginning with `###` stand between them. */
export declare function parseHttpFiles(bytes: Buffer): (HttpFileRequest | HttpFileResponse)[];
