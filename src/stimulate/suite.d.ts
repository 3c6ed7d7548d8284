import type { Rule } from '../judge/rule.ts';
import type { Scenario } from './scenario.ts';
export interface Suite {
    rules: Rule[];
    scenarios: Scenario[];
}
/** Rules and scenarios of a protocol. Throws ContractError when the protocol has no suite. */
export declare function loadSuite(protocol: string): Promise<Suite>;
