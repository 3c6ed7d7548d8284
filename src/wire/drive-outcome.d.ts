/** An outcome put together from when the request left and how the exchange ended. */
import type { Outcome } from './drive.ts';
import type { AnswerReader } from './drive-answer.ts';
import type { Flaw } from './drive-flaw.ts';
import type { Heard } from './drive-line.ts';
import type { Ticks } from './ticks.ts';
/** When the last byte of a request left. */
export interface Departure {
    began: number;
    sentAt: string;
    leftAt: number;
}
/** Taken immediately before the write. */
export declare function depart(ticks: Ticks): Departure;
/** The outcome of a request that never left. */
export declare function unsent(ticks: Ticks, trouble: Flaw): Outcome;
export interface Ending {
    departure: Departure;
    heard: Heard;
    reader: AnswerReader;
    maxBytes: number;
}
export declare function outcomeOf({ departure, heard, reader, maxBytes }: Ending): Promise<Outcome>;
/** Why there is no whole answer within the deadline, told by what there is. */
export declare function noAnswerInTime(reader: AnswerReader, timeoutMs: number): string;
