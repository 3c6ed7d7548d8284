/** What can go wrong between two sockets, in sentences that name host and port and say what to do. */
import type { Trouble } from './exchange.ts';
/** A trouble before what did arrive is added to it. */
export type Flaw = Pick<Trouble, 'kind' | 'says'>;
/** Where a connection leads. */
export interface Target {
    /** `https://host:port`, the key of its pool. */
    origin: string;
    secure: boolean;
    host: string;
    port: number;
}
/** How far a connection had come when it failed. */
export type Stage = 'connecting' | 'handshake' | 'talking';
export declare function isFlaw(value: object): value is Flaw;
export declare const place: ({ host, port }: Target) => string;
/** The flaw that a socket's error amounts to. */
export declare function flawOfError(error: unknown, stage: Stage, target: Target): Flaw;
export declare function noConnectionInTime(target: Target, stage: Stage, timeoutMs: number): Flaw;
/** Told apart because nobody can know whether the target read the request; it is not sent again. */
export declare const keptAliveReset: Flaw;
/** The driver's owner closed it. */
export declare const driverClosed: Flaw;
