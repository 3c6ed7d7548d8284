import type { Contract, Profile } from '../contract/contract.ts';
import type { Json } from '../wire/reading.ts';
import type { Raw } from '../dialects/dialect.ts';
import type { Clock } from './clock.ts';
import type { Line, Reply } from './reply.ts';
/** A refusal of the control API, told in a sentence; `status` is the HTTP status that goes with it. */
export declare class ControlError extends Error {
    name: string;
    readonly status: number;
    constructor(says: string, status?: number);
}
export interface DeskOptions {
    contract: Contract;
    profile: Profile;
    clock: Clock;
    /** Key of the requests' signatures; null leaves them unchecked. */
    key: string | null;
    freedom?: string;
}
/** A defect or a freedom as a catalogue lists it. */
export interface Oddity {
    id: string;
    says: string;
    catalogue?: string;
    breaks?: string[];
    clock?: string;
    because?: string;
    profile?: Profile;
}
/** Arguments of the control API, as they came. */
export type Wish = {
    [key: string]: unknown;
};
export interface Desk {
    protocol: string;
    defects: readonly Oddity[];
    freedoms: readonly Oddity[];
    /** Answers one request of the protocol; gives what was sent, undefined when no whole answer was. */
    serve(raw: Raw, line: Line): Promise<Reply | undefined>;
    /** A page for GET, such as the WSDL; undefined when there is none under that query. */
    page(query: string, address: string): Reply | undefined;
    /** Makes test data; the answer describes it. */
    provision(wish: Wish): Promise<Json>;
    /** What is booked for a code. */
    ledger(code: string): Promise<Json>;
    /** Plays a defect from now on; null plays none. */
    switchDefect(id: string | null): void;
    reset(): Promise<void>;
}
/** What the module of a desk exports. */
export interface DeskModule {
    createDesk(options: DeskOptions): Desk;
    defects: readonly Oddity[];
    freedoms: readonly Oddity[];
}
/** The desk module of a protocol. Throws ControlError when the gateway has none. */
export declare function deskModule(protocol: string): Promise<DeskModule>;
