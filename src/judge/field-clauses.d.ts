/** Each row of a field table is a clause too: `IDM-PAY-RES-RECEIPTCODE`. Derived from the specs, so none is forgotten. */
import type { Clause, Contract } from '../contract/contract.ts';
export declare function fieldClauses(contract: Contract): Clause[];
