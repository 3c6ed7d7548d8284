import type { Call, Race } from './drive.ts';
import type { Opener } from './drive-open.ts';
import type { Ticks } from './ticks.ts';
export interface RaceOptions {
    opener: Opener;
    ticks: Ticks;
    timeoutMs: number;
    maxBytes: number;
}
/** Opens, holds, releases; a call that cannot be held in time has its trouble and the others race without it. */
export declare function runRace(calls: Call[], options: RaceOptions): Promise<Race>;
