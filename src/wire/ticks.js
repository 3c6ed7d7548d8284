/** A clock that has not ticked yet. */
export function createTicks() {
    let now = 0;
    return { next: () => ++now };
}
