import { driverClosed, flawOfError } from './drive-flaw.js';
/**
 * An open connection.
 *
 * It never throws: whatever the peer does ends the exchange under way with a flaw.
 */
export class Line {
    socket;
    target;
    /** Called once, when the socket is gone. */
    onGone;
    /** Exchanges begun on this connection. */
    used = 0;
    #listener;
    #settle;
    #ticks;
    #timer;
    #peerLeft = false;
    constructor(socket, target) {
        this.socket = socket;
        this.target = target;
        socket.on('data', (chunk) => this.#take(chunk));
        socket.on('end', () => this.#ended(true));
        socket.on('error', (error) => this.#failed(error));
        socket.on('close', () => this.#closed());
    }
    /** Whether a request can still be written. */
    get alive() {
        return this.socket.writable && !this.#peerLeft;
    }
    /** Gives what arrives to the listener until its answer is whole or never will be. */
    hear(listener, ticks) {
        this.used++;
        this.#listener = listener;
        this.#ticks = ticks;
        return new Promise((resolve) => {
            this.#settle = resolve;
            if (!this.alive)
                this.#ended(false);
        });
    }
    /** From now on the exchange has this long; a second call replaces the first. */
    within(timeoutMs, says) {
        clearTimeout(this.#timer);
        if (!this.#settle)
            return;
        this.#timer = setTimeout(() => this.drop({ kind: 'timeout', says: says() }), timeoutMs);
    }
    /** Ends the exchange with this flaw and the connection with it. */
    drop(flaw) {
        this.#finish(flaw);
        this.socket.destroy();
    }
    #take(chunk) {
        // Bytes nobody asked for: whatever follows on this connection answers nothing.
        if (!this.#listener)
            return this.#gone();
        const step = this.#listener.push(chunk);
        if (step === 'whole')
            this.#finish(step);
        else if (step !== 'more')
            this.drop(step);
    }
    #gone() {
        this.#peerLeft = true;
        this.socket.destroy();
    }
    #ended(cleanly) {
        this.#peerLeft = true;
        if (this.#listener)
            this.#finish(this.#listener.end(cleanly));
        this.socket.destroy();
    }
    #failed(error) {
        this.#peerLeft = true;
        if (!this.#listener)
            return;
        const step = this.#listener.end(false);
        const flaw = flawOfError(error, 'talking', this.target);
        const early = step === 'whole' || step.kind === 'reset';
        this.#finish(early ? flaw : step);
    }
    #closed() {
        this.#finish(driverClosed);
        const gone = this.onGone;
        this.onGone = undefined;
        gone?.(this.#peerLeft);
    }
    #finish(step) {
        const settle = this.#settle;
        if (!settle)
            return;
        clearTimeout(this.#timer);
        const ended = step === 'whole' ? this.#ticks?.next() : undefined;
        this.#settle = undefined;
        this.#listener = undefined;
        settle({ step, ended, at: performance.now() });
    }
}
