/** The body of an answer as it grows, bounded, and the chunked coding that may wrap it. */
import type { Flaw } from './drive-flaw.ts';
/** What a reader knows after some bytes: more to come, all there, or a flaw. */
export type Step = 'more' | 'whole' | Flaw;
/**
 * Bytes in one growing buffer.
 *
 * A list of the slices would cost a hundred times the bytes when a peer sends one byte at a time.
 */
export declare class Sink {
    #private;
    size: number;
    readonly limit: number;
    constructor(limit: number);
    /** The flaw if the limit is passed; nothing is kept then. */
    append(bytes: Buffer): Flaw | undefined;
    bytes(): Buffer;
}
export declare const oversize: (limit: number) => Flaw;
/** Reads the chunked coding; extensions and trailers are read over. */
export declare class ChunkReader {
    #private;
    /** Bytes followed the last chunk. */
    surplus: boolean;
    push(bytes: Buffer, body: Sink): Step;
}
