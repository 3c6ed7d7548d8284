import { notHttp } from './drive-head.js';
/**
 * Bytes in one growing buffer.
 *
 * A list of the slices would cost a hundred times the bytes when a peer sends one byte at a time.
 */
export class Sink {
    size = 0;
    limit;
    #held = Buffer.alloc(0);
    constructor(limit) {
        this.limit = limit;
    }
    /** The flaw if the limit is passed; nothing is kept then. */
    append(bytes) {
        const size = this.size + bytes.length;
        if (size > this.limit)
            return oversize(this.limit);
        if (size > this.#held.length)
            this.#grow(size);
        bytes.copy(this.#held, this.size);
        this.size = size;
        return undefined;
    }
    bytes() {
        return this.#held.subarray(0, this.size);
    }
    #grow(size) {
        const larger = Buffer.allocUnsafe(this.size === 0 ? size : Math.max(size, this.#held.length * 2));
        this.#held.copy(larger, 0, 0, this.size);
        this.#held = larger;
    }
}
export const oversize = (limit) => ({
    kind: 'oversize',
    says: `The body of the answer is over ${limit} bytes; reading stopped there.`,
});
/** A size line or trailer longer than this is no honest one. */
const MAX_LINE = 16 * 1024;
/** Reads the chunked coding; extensions and trailers are read over. */
export class ChunkReader {
    /** Bytes followed the last chunk. */
    surplus = false;
    #state = 'size';
    #left = 0;
    #line = '';
    #trailed = 0;
    push(bytes, body) {
        let at = 0;
        while (at < bytes.length && this.#state !== 'whole') {
            const start = at;
            at = this.#left > 0 ? Math.min(bytes.length, at + this.#left) : lineEnd(bytes, at);
            const part = bytes.subarray(start, at);
            const flaw = this.#left > 0 ? this.#takeData(part, body) : this.#takeLine(part, body);
            if (flaw)
                return flaw;
        }
        this.surplus = at < bytes.length;
        return this.#state === 'whole' ? 'whole' : 'more';
    }
    #takeData(part, body) {
        this.#left -= part.length;
        return body.append(part);
    }
    #takeLine(part, body) {
        this.#line += part.toString('latin1');
        if (this.#line.length > MAX_LINE)
            return notHttp('A chunk of the answer has an endless size line.');
        if (!this.#line.endsWith('\n'))
            return undefined;
        const line = this.#line.replace(/\r?\n$/, '');
        this.#line = '';
        if (this.#state === 'size')
            return this.#takeSize(line, body);
        if (this.#state === 'trailer')
            return this.#takeTrailer(line);
        this.#state = 'size';
        return line === '' ? undefined : notHttp('A chunk of the answer is longer than its size says.');
    }
    #takeSize(line, body) {
        const digits = /^0*([0-9a-f]{1,12})[ \t]*(;.*)?$/i.exec(line)?.[1];
        if (digits === undefined)
            return notHttp('A chunk of the answer has no size.');
        this.#left = Number.parseInt(digits, 16);
        this.#state = this.#left === 0 ? 'trailer' : 'gap';
        return this.#left > body.limit ? oversize(body.limit) : undefined;
    }
    #takeTrailer(line) {
        if (line === '')
            this.#state = 'whole';
        this.#trailed += line.length;
        return this.#trailed > MAX_LINE ? notHttp('The trailers of the answer do not end.') : undefined;
    }
}
function lineEnd(bytes, from) {
    const lf = bytes.indexOf(10, from);
    return lf < 0 ? bytes.length : lf + 1;
}
