/** The closed set of verdicts, their published order, and how they fold. ISO/IEC 9646 words where it has them. */
import type { Level } from '../contract/contract.ts';
/** Best to worst: of several verdicts about one thing, the last in this order stands. */
export declare const verdicts: readonly ['not-applicable', 'pass', 'waived', 'warn', 'not-exercised', 'inconclusive', 'fail', 'error'];
export type Verdict = (typeof verdicts)[number];
/** Why something was not exercised. */
export type Reason = 'needs-test-data' | 'needs-clock' | 'needs-ledger' | 'needs-signer' | 'needs-fault' | 'needs-client-role' | 'needs-store-hook' | 'informative' | 'not-on-the-wire' | 'out-of-scope' | 'not-selected' | 'budget-spent' | 'no-answer' | 'not-reached';
/** Reasons that no declaration could help: they leave no run incomplete. */
export declare const beyondReach: ReadonlySet<Reason | undefined>;
export declare function worst(all: Iterable<Verdict>): Verdict | undefined;
/** What a breach of a level means: a must fails; a should and a may warn. */
export declare function verdictOf(level: Level): Verdict;
export declare const exitCodes: {
    readonly conforms: 0;
    readonly fails: 1;
    readonly usage: 2;
    readonly unreachable: 3;
    readonly incomplete: 4;
    readonly error: 5;
};
