/** Sends the whole answer with its length; resolves when the bytes are handed over, or the peer is gone. */
export function send(reply, { response }) {
    const headers = [...reply.headers, ['Content-Length', String(reply.body.length)]];
    response.writeHead(reply.status, headers.flat());
    response.end(reply.body);
    return over(response);
}
/** Resolves when the answer was handed over or the connection is closed. */
export function over(response) {
    if (response.writableFinished || response.destroyed)
        return Promise.resolve();
    return new Promise((resolve) => {
        response.once('finish', resolve);
        response.once('close', resolve);
    });
}
/** An answer in plain text, for people. */
export const sentence = (status, says, headers = []) => ({
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers],
    body: Buffer.from(`${says}\n`),
});
/** An answer in JSON. */
export const json = (status, value) => ({
    status,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: Buffer.from(`${JSON.stringify(value)}\n`),
});
