/** Every way to spoil one field of a message so that exactly one promise of its spec is broken. */
import type { Contract, MessageSpec, Profile } from './contract.ts';
export interface FieldFlaw {
    /** `missing`, `empty`, `blank`, `too-long`, `too-short`, `format-1`... */
    id: string;
    field: string;
    /** The spoilt value; null leaves the field out. */
    value: string | null;
}
/** The flaws of a request's fields, in the order of the table. */
export declare function flawsOf(contract: Contract, spec: MessageSpec, profile: Profile): FieldFlaw[];
