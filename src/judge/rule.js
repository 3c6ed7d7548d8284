/** Types a rule by its cases and hands it on as one of many. */
export function rule(value) {
    return value;
}
const memos = new WeakMap();
/** Computes a premise once for each evidence, however many rules share it. */
export function premise(compute) {
    return (evidence) => {
        const memo = memos.get(evidence) ?? new Map();
        memos.set(evidence, memo);
        if (!memo.has(compute))
            memo.set(compute, compute(evidence));
        return memo.get(compute);
    };
}
