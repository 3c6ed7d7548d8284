import { ChunkReader, Sink, oversize } from './drive-body.js';
import { flawOfUnfinishedHead, framingOf, headEnd, keepMsOf, parseHead, } from './drive-head.js';
/** A reader of one answer, interim 1xx answers read over. */
export class AnswerReader {
    head;
    /** Idle milliseconds for which the connection can be used again once the answer is whole. */
    keepMs = 0;
    #method;
    #body;
    #chunks = new ChunkReader();
    #framing = { by: 'nothing' };
    #held = Buffer.alloc(0);
    constructor(method, maxBytes) {
        this.#method = method;
        this.#body = new Sink(maxBytes);
    }
    push(chunk) {
        if (this.head)
            return this.#takeBody(chunk);
        return this.#takeHead(this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]));
    }
    /** A body that ends with the connection is whole only if the connection ended in order. */
    end(cleanly) {
        if (!this.head)
            return { kind: 'reset', says: closedEarly(this.#held.length) };
        if (this.#framing.by !== 'close')
            return { kind: 'truncated', says: this.#missing() };
        if (cleanly)
            return 'whole';
        return { kind: 'reset', says: `The connection was reset after ${this.#body.size} bytes of the body.` };
    }
    body() {
        return this.#body.bytes();
    }
    /** What arrived: bytes of the body once the head is there, raw bytes before. */
    partial() {
        if (!this.head)
            return this.#held.length === 0 ? undefined : { bytes: this.#held.length };
        return { status: this.head.status, headers: this.head.headers, bytes: this.#body.size };
    }
    #takeHead(bytes) {
        let rest = bytes;
        for (;;) {
            this.#held = rest;
            const end = headEnd(rest);
            const flaw = flawOfUnfinishedHead(end < 0 ? rest : rest.subarray(0, end));
            if (flaw)
                return flaw;
            if (end < 0)
                return 'more';
            const head = parseHead(rest.toString('latin1', 0, end));
            if ('says' in head)
                return head;
            rest = rest.subarray(end);
            if (head.status >= 200 || head.status === 101)
                return this.#begin(head, rest);
        }
    }
    #begin(head, rest) {
        const framing = framingOf(head, this.#method);
        this.head = head;
        if ('says' in framing)
            return framing;
        this.#framing = framing;
        this.keepMs = keepMsOf(head, framing);
        if (framing.by === 'length' && framing.length > this.#body.limit)
            return oversize(this.#body.limit);
        return this.#takeBody(rest);
    }
    #takeBody(bytes) {
        if (this.#framing.by === 'close')
            return this.#body.append(bytes) ?? 'more';
        if (this.#framing.by === 'chunks') {
            const step = this.#chunks.push(bytes, this.#body);
            if (this.#chunks.surplus)
                this.keepMs = 0;
            return step;
        }
        const left = this.#framing.by === 'length' ? this.#framing.length - this.#body.size : 0;
        if (bytes.length > left)
            this.keepMs = 0;
        const flaw = this.#body.append(bytes.length > left ? bytes.subarray(0, left) : bytes);
        return flaw ?? (bytes.length >= left ? 'whole' : 'more');
    }
    #missing() {
        const came = this.#body.size;
        if (this.#framing.by !== 'length')
            return `The connection closed after ${came} bytes, before the last chunk.`;
        return `The connection closed after ${came} of the ${this.#framing.length} bytes of Content-Length.`;
    }
}
const closedEarly = (bytes) => bytes === 0
    ? 'The connection closed without an answer.'
    : `The connection closed after ${bytes} bytes, in the head of the answer.`;
