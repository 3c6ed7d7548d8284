/** A call as the bytes that go on the wire, case and order of its headers kept. */
import type { Call } from './drive.ts';
import type { Flaw, Target } from './drive-flaw.ts';
/** A call ready to be written. */
export interface Ready {
    target: Target;
    bytes: Buffer;
    method: string;
    /** The request itself asks for the connection to be closed. */
    closes: boolean;
}
/** The bytes of a call, `Host` and `Content-Length` added where they are missing. */
export declare function readyOf(call: Call): Ready | Flaw;
