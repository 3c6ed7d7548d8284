import { bytesOf } from '../wire/exchange.js';
/** Text that is no transcript, told with the line where it stops being one. */
export class TranscriptError extends Error {
    name = 'TranscriptError';
}
/** The text of a trace. */
export function writeTranscript({ entries, ...about }) {
    const head = { kind: 'transcript', format: 1, ...about };
    return [head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}
/**
 * The trace of a text. Requests and answers are decoded from their bytes; what the text says that they decode to is
 * for other readers and is never believed.
 */
export function readTranscript(text, reader) {
    const lines = text.split('\n').map((line, index) => ({ line: line.trim(), at: index + 1 }));
    const [first, ...rest] = lines.filter(({ line }) => line !== '');
    if (!first)
        throw new TranscriptError('The transcript is empty.');
    const { kind, format, ...about } = parsed(first);
    if (kind !== 'transcript' || format !== 1)
        throw new TranscriptError(`Line ${first.at} is no head of a transcript: it begins {"kind":"transcript","format":1.`);
    return { ...about, entries: rest.map((each) => entryOf(each, reader)) };
}
function parsed({ line, at }) {
    try {
        const value = JSON.parse(line);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
    }
    catch {
        // Told below, as all other lines that are no object.
    }
    throw new TranscriptError(`Line ${at} is no JSON object.`);
}
const kinds = ['exchange', 'provided', 'clock', 'ledger', 'race'];
function entryOf(line, reader) {
    const entry = parsed(line);
    if (!kinds.includes(entry.kind))
        throw new TranscriptError(`Line ${line.at} is no entry of a trace: its kind is one of ${kinds.join(', ')}.`);
    if (entry.kind !== 'exchange')
        return entry;
    if (!entry.request?.body)
        throw new TranscriptError(`Line ${line.at} is an exchange without a request.`);
    return decoded(entry, reader);
}
/** An exchange with everything that its bytes say, said anew. */
function decoded({ operation: _told, ...exchange }, { dialect, keys }) {
    const read = dialect.open(rawOf(exchange.request), 'request');
    const operation = dialect.operationOf(read);
    const { response } = exchange;
    return {
        ...exchange,
        ...(operation === undefined ? {} : { operation }),
        request: { ...exchange.request, read },
        ...(response ? { response: { ...response, read: dialect.open(rawOf(response), 'response') } } : {}),
        ...(operation !== undefined && keys?.sign ? { signature: dialect.verify(read, operation, keys) } : {}),
    };
}
const rawOf = ({ headers, body }) => ({ headers, body: bytesOf(body) });
