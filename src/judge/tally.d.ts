/** Adds up what rules found, case by case, and says at the end what stands for each rule and each clause. */
import type { Contract, Level, Role } from '../contract/contract.ts';
import type { ClauseResult, Finding, RuleResult } from './events.ts';
import type { Judgement } from './judge.ts';
import type { Rule } from './rule.ts';
import { type Reason } from './verdict.ts';
export interface Tally {
    add(judgements: Judgement[]): void;
    /** Notes a finding about a place of a rule; its breaches were counted by `add`. */
    find(finding: Finding): void;
    /** Why a rule could not be exercised, should it find no case. */
    excuse(rules: string[], reason: Reason, because: string): void;
    rules(): RuleResult[];
    clauses(): ClauseResult[];
}
/** A tally of the rules that judge this role under this contract. */
export declare function createTally(contract: Contract, role: Role, rules: Rule[], waived: (finding: Finding) => boolean): Tally;
/** A reference is `rule`, `rule@Field`, or `rule@Message/Field`. */
export declare function covers(reference: string, rule: string, place: string): boolean;
/** Levels in the order of their weight. */
export declare const weight: {
    [level in Level]: number;
};
