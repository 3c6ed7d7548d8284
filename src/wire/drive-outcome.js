import { decoded } from './drive-decode.js';
/** Taken immediately before the write. */
export function depart(ticks) {
    return { began: ticks.next(), sentAt: new Date().toISOString(), leftAt: performance.now() };
}
/** The outcome of a request that never left. */
export function unsent(ticks, trouble) {
    return { trouble, began: ticks.next(), sentAt: new Date().toISOString(), elapsedMs: 0 };
}
export async function outcomeOf({ departure, heard, reader, maxBytes }) {
    const { began, sentAt, leftAt } = departure;
    const elapsedMs = Math.max(0, heard.at - leftAt);
    const head = reader.head;
    if (heard.step !== 'whole' || !head) {
        return { trouble: troubled(heard.step, reader), began, sentAt, elapsedMs };
    }
    const coding = head.values.get('content-encoding');
    const body = coding === undefined ? reader.body() : await decoded(reader.body(), coding, maxBytes);
    if ('says' in body)
        return { trouble: troubled(body, reader), began, sentAt, elapsedMs };
    const response = { status: head.status, headers: head.headers, body };
    return { response, began, ended: heard.ended, sentAt, elapsedMs };
}
/** Why there is no whole answer within the deadline, told by what there is. */
export function noAnswerInTime(reader, timeoutMs) {
    const came = reader.partial();
    if (!came)
        return `No answer within ${timeoutMs} ms.`;
    if (came.status === undefined)
        return `Only ${came.bytes} bytes of an answer within ${timeoutMs} ms.`;
    return `Only the head and ${came.bytes} bytes of the body within ${timeoutMs} ms.`;
}
function troubled(step, reader) {
    const flaw = step === 'whole' ? { kind: 'not-http', says: 'The answer has no head.' } : step;
    const partial = reader.partial();
    return partial ? { ...flaw, partial } : { ...flaw };
}
