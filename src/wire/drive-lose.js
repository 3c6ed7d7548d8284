/** Cuts a connection on purpose: before the request is whole, right after, or in the middle of the answer. */
import { TLSSocket } from 'node:tls';
/**
 * Waits until a TLS 1.3 server has sent its session tickets.
 *
 * Closing a connection with bytes unread resets it, and a reset throws the request away at the server's side.
 */
export async function untilQuiet({ socket }) {
    if (!(socket instanceof TLSSocket) || socket.getProtocol() !== 'TLSv1.3')
        return;
    await new Promise((resolve) => {
        const timer = setTimeout(resolve, TICKETS_MS);
        const done = () => {
            clearTimeout(timer);
            // Not at once: this event comes from inside the TLS read, and a write from in there is never flushed.
            setImmediate(() => setImmediate(resolve));
        };
        socket.once('session', done).once('close', done);
    });
}
/** A server need not send tickets, so the wait for them ends. */
const TICKETS_MS = 100;
/** Writes as much of the request as the cut lets through, and cuts as soon as that is flushed. */
export function writeUpTo(cut, line, bytes) {
    if (cut === 'in-answer') {
        line.socket.write(bytes);
        return;
    }
    const part = cut === 'after-request' ? bytes : bytes.subarray(0, -1);
    // An orderly close: a reset would throw away what the server has not read yet.
    line.socket.write(part, () => line.drop(flaws[cut]));
}
/** Listens as far as the cut lets it: for `in-answer` to the first bytes only. */
export function listenUpTo(cut, listener) {
    if (cut !== 'in-answer')
        return listener;
    return {
        push(chunk) {
            const step = listener.push(chunk);
            return typeof step === 'object' ? step : flaws[cut];
        },
        end: (cleanly) => listener.end(cleanly),
    };
}
const flaws = {
    'before-last-byte': { kind: 'cut', says: 'Cut on purpose before the last byte of the request.' },
    'after-request': { kind: 'cut', says: 'Cut on purpose right after the request.' },
    'in-answer': { kind: 'cut', says: 'Cut on purpose after the first bytes of the answer.' },
};
