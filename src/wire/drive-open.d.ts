import { type Flaw, type Target } from './drive-flaw.ts';
import { Line } from './drive-line.ts';
export interface OpenerOptions {
    ca?: string | Buffer;
    insecure?: boolean;
}
/** Opens connections and remembers them, so that all can be closed. */
export interface Opener {
    open(target: Target, timeoutMs: number): Promise<Line | Flaw>;
    close(): Promise<void>;
}
export declare function createOpener(options: OpenerOptions): Opener;
