/** A logical clock shared by everything that writes one trace: 1, 2, 3 and so on, never the same twice. */
export interface Ticks {
    next(): number;
}
/** A clock that has not ticked yet. */
export declare function createTicks(): Ticks;
