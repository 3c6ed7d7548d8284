/** A clock that can be set and moved on, and runs on from there. */
export interface Clock {
    /** Milliseconds since 1970 by this clock. */
    now(): number;
    advance(seconds: number): void;
    /** Sets it to an instant in ISO 8601. Throws RangeError for anything else. */
    set(iso: string): void;
    /** Back to where it was when it was made. */
    reset(): void;
}
/** A clock that starts at an instant in ISO 8601, or else at the real time. */
export declare function createClock(start?: string): Clock;
