import { header } from './exchange.js';
const LF = 10;
const REQUEST_LINE = /^([A-Z]+) +(\S+)(?: +(HTTP\/\d\.\d))?$/;
const STATUS_LINE = /^(HTTP\/\d\.\d) +(\d{3})(?: +(.*))?$/;
/** Reads one raw request: request line, headers, blank line, body. */
export function parseHttpFile(bytes) {
    const { first, headers, rest } = headOf(bytes);
    const line = REQUEST_LINE.exec(first);
    if (!line)
        throw new Error(`Line 1 is no request line: write "POST /path HTTP/1.1" instead of "${first}".`);
    const [, method = '', path = '', version = 'HTTP/1.1'] = line;
    return { method, path, version, headers, body: bodyIn(headers, rest) };
}
/** Reads one raw answer: status line, headers, blank line, body. */
export function parseHttpAnswer(bytes) {
    const { first, headers, rest } = headOf(bytes);
    const line = STATUS_LINE.exec(first);
    if (!line)
        throw new Error(`Line 1 is no status line: write "HTTP/1.1 200 OK" instead of "${first}".`);
    const [, version = '', status = '', reason = ''] = line;
    return { status: Number(status), reason, version, headers, body: bodyIn(headers, rest) };
}
/** Reads all messages of a file in which lines beginning with `###` stand between them. */
export function parseHttpFiles(bytes) {
    return sections(bytes).map((section) => section.toString('latin1', 0, 5) === 'HTTP/' ? parseHttpAnswer(section) : parseHttpFile(section));
}
function sections(bytes) {
    const found = [];
    let from = 0;
    for (let at = 0; at < bytes.length;) {
        const next = lineEnd(bytes, at);
        if (bytes.toString('latin1', at, at + 3) === '###') {
            found.push(bytes.subarray(from, at));
            from = next;
        }
        at = next;
    }
    found.push(bytes.subarray(from));
    // The line end before a separator belongs to the separator, as do blank lines behind it.
    return found
        .map((section, i) => trimmed(section, i < found.length - 1))
        .filter((section) => section.length > 0);
}
function trimmed(section, before) {
    let from = 0;
    while (section[from] === LF || section[from] === 13)
        from += 1;
    let to = section.length;
    if (before && to > from && section[to - 1] === LF)
        to -= section[to - 2] === 13 ? 2 : 1;
    return section.subarray(from, Math.max(from, to));
}
function lineEnd(bytes, from) {
    const end = bytes.indexOf(LF, from);
    return end < 0 ? bytes.length : end + 1;
}
function headOf(bytes) {
    const lines = [];
    let at = 0;
    while (at < bytes.length) {
        const next = lineEnd(bytes, at);
        const line = bytes.toString('latin1', at, next).replace(/\r?\n$/, '');
        at = next;
        if (line === '')
            break;
        lines.push(line);
    }
    const [first, ...rest] = lines;
    if (first === undefined)
        throw new Error('The file is empty: write a request line, headers and a body into it.');
    return { first, headers: rest.map(headerOf), rest: bytes.subarray(at) };
}
function headerOf(line, index) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon > 0 && !/\s/.test(name))
        return [name, line.slice(colon + 1).trim()];
    throw new Error(`Line ${index + 2} is no header: write "Name: value", and a blank line before the body.`);
}
function bodyIn(headers, rest) {
    if (/\bchunked\s*$/i.test(header(headers, 'transfer-encoding') ?? ''))
        return dechunked(rest);
    const length = header(headers, 'content-length');
    return length === undefined ? rest : cut(rest, length);
}
function cut(rest, length) {
    if (!/^\d+$/.test(length))
        throw new Error(`Content-Length is "${length}": write the body's number of bytes.`);
    const size = Number(length);
    const tail = rest.toString('latin1', size);
    if (rest.length >= size && /^(?:\r?\n)*$/.test(tail))
        return rest.subarray(0, size);
    throw new Error(`Content-Length is ${size}, but the body has ${rest.length} bytes: correct one of the two.`);
}
function dechunked(rest) {
    const chunks = [];
    for (let at = 0;;) {
        const next = lineEnd(rest, at);
        const line = rest.toString('latin1', at, next);
        const digits = /^([0-9a-f]+)\s*(?:;.*)?\r?\n?$/i.exec(line)?.[1];
        if (digits === undefined)
            throw new Error(`Byte ${at} of the body begins no chunk: write its size in hexadecimal.`);
        const size = Number.parseInt(digits, 16);
        if (size === 0)
            return Buffer.concat(chunks);
        if (next + size > rest.length)
            throw new Error(`The chunk at byte ${at} of the body is cut off: write ${size} bytes.`);
        chunks.push(rest.subarray(next, next + size));
        at = lineEnd(rest, next + size);
        // Only the line end belongs between two chunks.
        if (at - next - size > 2)
            throw new Error(`The chunk at byte ${next} of the body is longer than ${size} bytes.`);
    }
}
