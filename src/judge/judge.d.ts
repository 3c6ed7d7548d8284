/** Applies rules to a trace. Pure: the same trace gets the same judgement, whoever recorded it. */
import type { Contract, Level } from '../contract/contract.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Evidence, Rule } from './rule.ts';
import { type Trace } from './trace.ts';
/** A case of a rule that does not hold. */
export interface Breach {
    rule: string;
    place: string;
    level: Level;
    inconclusive: boolean;
    expected: string;
    received: string;
    exchanges: Exchange[];
}
/** What a rule found in a trace: how many cases at each place, and what is wrong. */
export interface Judgement {
    rule: Rule;
    /** Place (`''` where a rule has none) to the number of cases. */
    cases: Map<string, number>;
    /** Some of the exchanges that a place's cases rest on. */
    witnesses: Map<string, string[]>;
    breaches: Breach[];
}
export declare function evidenceOf(contract: Contract, trace: Trace, around?: Exchange[]): Evidence;
/** Judges a trace by each rule that is about its role and that its contract promises. */
export declare function judge(rules: Rule[], evidence: Evidence): Judgement[];
