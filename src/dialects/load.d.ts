import type { Contract } from '../contract/contract.ts';
import type { Dialect } from './dialect.ts';
/** Throws ContractError when the protocol has a contract but no dialect. */
export declare function loadDialect(contract: Contract): Promise<Dialect>;
