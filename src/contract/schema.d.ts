/** Turns a field spec into JSON Schema: what a message must keep, and, apart, what it should keep. */
import type { Contract, FieldSpec, MessageSpec, Presence, Profile, Tolerance } from './contract.ts';
export type Strictness = 'must' | 'should';
export interface JsonSchema {
    [keyword: string]: unknown;
}
/** Least and most characters of `8`, `1..20`, `1..` or `..100`. */
export declare function lengthOf(length: string): {
    least: number;
    most: number;
};
/** Presence of a field under a profile, on success or on refusal. */
export declare function presenceOf(field: FieldSpec, profile: Profile, outcome?: 'success' | 'refusal'): Presence;
/**
 * JSON Schema 2020-12 of a message. Blank values are to be dropped before validating: in XML an empty
 * element and an absent one both mean "no value".
 */
export declare function jsonSchemaOf(contract: Contract, spec: MessageSpec, profile: Profile, strictness: Strictness): JsonSchema;
/** Other spellings that this strictness lets pass: every tolerated one under must, only welcome ones under should. */
export declare function tolerated(contract: Contract, spec: MessageSpec, field: FieldSpec, profile: Profile, strictness: Strictness): Tolerance[];
