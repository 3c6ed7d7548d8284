import type { Fields } from '../wire/reading.ts';
import type { Contract, FieldSpec, Format, MessageSpec, Profile } from './contract.ts';
import { type Strictness } from './schema.ts';
/** What is wrong with one field of a message. */
export interface Complaint {
    /** `ResInquiry/TimeStamp` */
    place: string;
    field: FieldSpec;
    format: Format;
    constraint: 'required' | 'length' | 'format' | 'unexpected';
    level: Strictness;
    expected: string;
    /** Absent when the field is. */
    received?: string;
}
export interface Shape {
    spec: MessageSpec;
    /** Every breach of the spec, musts first, one a field and level at most. */
    check(fields: Fields): Complaint[];
    /** Presence of a field under the target's profile. */
    presence(field: string, outcome?: 'success' | 'refusal'): string | undefined;
}
/** The shape of a message under a profile; compiled once for each, since compiling costs more than a thousand checks. */
export declare function shapeOf(contract: Contract, spec: MessageSpec, profile: Profile): Shape;
/** `1..20` as «1 to 20 characters». */
export declare function lengthInWords(length: string): string;
