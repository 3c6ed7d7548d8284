/** Traces as NDJSON: a first line about the trace, then an entry a line. */
import type { Dialect, Keys } from '../dialects/dialect.ts';
import type { Trace } from './trace.ts';
/** First line of a transcript. */
export interface TranscriptHead extends Omit<Trace, 'entries'> {
    kind: 'transcript';
    format: 1;
}
/** Text that is no transcript, told with the line where it stops being one. */
export declare class TranscriptError extends Error {
    name: string;
}
/** How a reader decodes the bytes of a transcript. */
export interface TranscriptReader {
    dialect: Dialect;
    /** With a signer, signatures are verified anew; without one, the recorder's verdict stands, for it had the key. */
    keys?: Keys;
}
/** The text of a trace. */
export declare function writeTranscript({ entries, ...about }: Trace): string;
/**
 * The trace of a text. Requests and answers are decoded from their bytes; what the text says that they decode to is
 * for other readers and is never believed.
 */
export declare function readTranscript(text: string, reader: TranscriptReader): Trace;
