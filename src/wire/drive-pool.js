import { isFlaw } from './drive-flaw.js';
export class Pool {
    #options;
    #waiting = [];
    #places = new Map();
    #idle = [];
    #opening = 0;
    #resting = 0;
    /** The server was seen to keep a connection after an answer. */
    #proven = false;
    /** Half of the shortest idle time after which the server closed a connection. */
    #learnedMs = Infinity;
    constructor(options) {
        this.#options = options;
    }
    /** A connection to write one request to. */
    take(timeoutMs) {
        return new Promise((serve) => {
            this.#waiting.push({ timeoutMs, serve });
            this.#serve();
        });
    }
    /** Takes a connection back after a whole answer that lets it be used for `keepMs` more. */
    give(line, keepMs) {
        const place = this.#places.get(line);
        const trustedMs = Math.min(keepMs, this.#learnedMs);
        if (!place || trustedMs < PROOF_MS || !line.alive || line.socket.writableLength > 0) {
            line.socket.destroy();
            return;
        }
        this.#resting++;
        Object.assign(place, { state: 'resting', since: performance.now(), trustedMs });
        this.#rest(place);
    }
    /** Notes that a connection used again died under the request before any byte of an answer. */
    distrust(line) {
        this.#proven = false;
        this.#learnedMs = Math.min(this.#learnedMs, (this.#places.get(line)?.idleMs ?? 0) / 2);
    }
    #rest(place) {
        // Two turns of the event loop hold one poll for sure, and a poll shows an end that came with the answer.
        if (this.#proven)
            afterTurns(2, () => this.#rested(place));
        else
            place.proof = setTimeout(() => this.#wake(place), PROOF_MS);
    }
    /** A process that stalled finds timers due before it has polled, so more turns show what it missed. */
    #wake(place) {
        place.line.socket.ref();
        afterTurns(4, () => this.#rested(place));
    }
    #rested(place) {
        if (!place.line.alive)
            return;
        this.#proven = true;
        this.#resting--;
        this.#settle(place);
        this.#serve();
    }
    /** Gives a connection known to be alive to who waits longest, or lets it stand idle. */
    #settle(place) {
        const waiter = this.#waiting.shift();
        place.state = waiter ? 'busy' : 'idle';
        place.idleMs = performance.now() - place.since;
        if (waiter)
            return waiter.serve(place.line);
        this.#idle.push(place);
        // An idle connection alone keeps no process alive.
        place.line.socket.unref();
    }
    /** Sees to it that something is on its way to everyone who waits, as far as connections allow. */
    #serve() {
        while (this.#waiting.length > this.#resting + this.#opening) {
            const place = this.#popIdle();
            if (place)
                this.#wake(place);
            else if (this.#places.size + this.#opening < this.#options.connections)
                void this.#open();
            else
                return;
        }
    }
    #popIdle() {
        for (let place = this.#idle.pop(); place; place = this.#idle.pop()) {
            place.state = 'busy';
            if (place.line.alive && performance.now() - place.since <= place.trustedMs) {
                place.state = 'resting';
                this.#resting++;
                return place;
            }
            place.line.socket.destroy();
        }
        return undefined;
    }
    async #open() {
        this.#opening++;
        const { opener, target } = this.#options;
        const line = await opener.open(target, this.#waiting[0]?.timeoutMs ?? 0);
        this.#opening--;
        if (isFlaw(line))
            this.#waiting.shift()?.serve(line);
        else
            this.#add(line);
        this.#serve();
    }
    #add(line) {
        // Open and never used is as good as idle, for as long as a server that says nothing keeps it.
        const since = performance.now();
        const place = { line, state: 'idle', since, trustedMs: 1000, idleMs: 0, proof: undefined };
        line.onGone = (byPeer) => this.#gone(place, byPeer);
        this.#places.set(line, place);
        this.#settle(place);
    }
    #gone(place, byPeer) {
        this.#places.delete(place.line);
        clearTimeout(place.proof);
        if (place.state === 'resting')
            this.#resting--;
        if (place.state === 'idle')
            this.#idle.splice(this.#idle.indexOf(place), 1);
        if (place.state !== 'busy' && byPeer && place.line.used > 0) {
            this.#learnedMs = Math.min(this.#learnedMs, (performance.now() - place.since) / 2);
        }
        this.#serve();
    }
}
/** Rest after an origin's first answer, in which a server that closes without saying so is found out. */
const PROOF_MS = 30;
function afterTurns(turns, then) {
    setImmediate(turns > 1 ? () => afterTurns(turns - 1, then) : then);
}
