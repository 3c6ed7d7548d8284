/** Undoes Content-Encoding without ever holding more than the bound. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { oversize } from './drive-body.js';
import { notHttp } from './drive-head.js';
/** The body as its sender meant it; a coding the suite does not know is left as it is. */
export async function decoded(bytes, encoding, limit) {
    let body = bytes;
    for (const coding of codingsOf(encoding).reverse()) {
        const undo = undoers[coding];
        if (!undo || body.length === 0)
            return body;
        try {
            body = await undo(body, { maxOutputLength: limit });
        }
        catch (error) {
            return isTooLarge(error) ? oversize(limit) : miscoded(coding);
        }
    }
    return body;
}
const unzip = promisify(gunzip);
const inflated = promisify(inflate);
const inflatedRaw = promisify(inflateRaw);
const unbrotli = promisify(brotliDecompress);
const undoers = {
    gzip: unzip,
    'x-gzip': unzip,
    // Half the world sends the bare stream, half the one with a zlib header; the low nibble tells them apart.
    deflate: (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflated : inflatedRaw)(bytes, options),
    br: unbrotli,
};
/** More codings than anyone needs are a bomb of their own, so only the first few count. */
const codingsOf = (encoding) => encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
    .slice(0, 4);
const isTooLarge = (error) => error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
const miscoded = (coding) => notHttp(`The answer's Content-Encoding is ${coding} but its bytes do not decode.`);
