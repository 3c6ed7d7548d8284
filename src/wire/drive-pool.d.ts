/**
 * Kept-alive connections to one origin, each request written to exactly one of them exactly once.
 *
 * A server may close an idle connection just as a request leaves, and nobody can tell then whether it was
 * read. So a connection is used again only if it stood idle long enough to show that the server keeps it and
 * short enough that the server still does; what the server does instead is learned.
 */
import type { Line } from './drive-line.ts';
import { type Flaw, type Target } from './drive-flaw.ts';
import type { Opener } from './drive-open.ts';
export interface PoolOptions {
    target: Target;
    opener: Opener;
    connections: number;
}
export declare class Pool {
    #private;
    constructor(options: PoolOptions);
    /** A connection to write one request to. */
    take(timeoutMs: number): Promise<Line | Flaw>;
    /** Takes a connection back after a whole answer that lets it be used for `keepMs` more. */
    give(line: Line, keepMs: number): void;
    /** Notes that a connection used again died under the request before any byte of an answer. */
    distrust(line: Line): void;
}
