/** The switches of a protocol: the contract's defaults, overridden by what a target declares. */
import type { Contract, Profile } from './contract.ts';
/** The whole profile of a target. Throws ContractError for a key or a value that the contract does not know. */
export declare function profileOf(contract: Contract, declared?: Profile): Profile;
