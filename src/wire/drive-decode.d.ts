import type { Flaw } from './drive-flaw.ts';
/** The body as its sender meant it; a coding the suite does not know is left as it is. */
export declare function decoded(bytes: Buffer, encoding: string, limit: number): Promise<Buffer | Flaw>;
