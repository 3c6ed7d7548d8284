/** A clock that can be set and moved on, and runs on from there. */
/** A clock that starts at an instant in ISO 8601, or else at the real time. */
export function createClock(start) {
    let ahead = 0;
    const set = (iso) => {
        ahead = instantOfIso(iso) - Date.now();
    };
    const reset = () => (start === undefined ? void (ahead = 0) : set(start));
    reset();
    return {
        now: () => Date.now() + ahead,
        advance: (seconds) => void (ahead += seconds * 1000),
        set,
        reset,
    };
}
const isoShape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;
function instantOfIso(iso) {
    const instant = isoShape.test(iso) ? Date.parse(iso) : NaN;
    if (Number.isNaN(instant))
        throw new RangeError(`«${iso}» is no instant. Write it as 2026-11-20T15:00:00+07:00.`);
    return instant;
}
