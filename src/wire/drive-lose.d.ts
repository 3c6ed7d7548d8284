import type { Cut } from './drive.ts';
import type { Listener } from './drive-answer.ts';
import type { Line } from './drive-line.ts';
/**
 * Waits until a TLS 1.3 server has sent its session tickets.
 *
 * Closing a connection with bytes unread resets it, and a reset throws the request away at the server's side.
 */
export declare function untilQuiet({ socket }: Line): Promise<void>;
/** Writes as much of the request as the cut lets through, and cuts as soon as that is flushed. */
export declare function writeUpTo(cut: Cut, line: Line, bytes: Buffer): void;
/** Listens as far as the cut lets it: for `in-answer` to the first bytes only. */
export declare function listenUpTo(cut: Cut, listener: Listener): Listener;
