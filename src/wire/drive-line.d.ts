/** One open connection to a target, one exchange at a time on it. */
import type { Socket } from 'node:net';
import type { Ticks } from './ticks.ts';
import type { Listener } from './drive-answer.ts';
import { type Flaw, type Target } from './drive-flaw.ts';
/** How an exchange ended, and when. */
export interface Heard {
    step: 'whole' | Flaw;
    /** Tick taken the moment the answer was whole. */
    ended?: number;
    at: number;
}
/**
 * An open connection.
 *
 * It never throws: whatever the peer does ends the exchange under way with a flaw.
 */
export declare class Line {
    #private;
    readonly socket: Socket;
    readonly target: Target;
    /** Called once, when the socket is gone. */
    onGone: ((byPeer: boolean) => void) | undefined;
    /** Exchanges begun on this connection. */
    used: number;
    constructor(socket: Socket, target: Target);
    /** Whether a request can still be written. */
    get alive(): boolean;
    /** Gives what arrives to the listener until its answer is whole or never will be. */
    hear(listener: Listener, ticks: Ticks): Promise<Heard>;
    /** From now on the exchange has this long; a second call replaces the first. */
    within(timeoutMs: number, says: () => string): void;
    /** Ends the exchange with this flaw and the connection with it. */
    drop(flaw: Flaw): void;
}
