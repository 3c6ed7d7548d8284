import type { Contract } from './contract.ts';
/** Bad data in a contract: fatal at start-up, never a silently ignored line. */
export declare class ContractError extends Error {
    name: string;
}
/** Ids of the protocols that exist: the folders of `schemas`. */
export declare function protocols(): string[];
/** The contract of a protocol. Throws ContractError for an unknown protocol and for data that breaks its meta-schema. */
export declare function loadContract(protocol: string): Contract;
