/** Text of a body; bytes that are not UTF-8 are shown as Latin-1 so that nothing is hidden. */
export function textOf(body) {
    return 'utf8' in body ? body.utf8 : Buffer.from(body.base64, 'base64').toString('latin1');
}
export function bytesOf(body) {
    return 'utf8' in body ? Buffer.from(body.utf8, 'utf8') : Buffer.from(body.base64, 'base64');
}
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
export function bodyOf(bytes) {
    try {
        return { utf8: strictUtf8.decode(bytes) };
    }
    catch {
        return { base64: Buffer.from(bytes).toString('base64') };
    }
}
/** First value of a header, whatever its case. */
export function header(headers, name) {
    const wanted = name.toLowerCase();
    return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}
