/** Best to worst: of several verdicts about one thing, the last in this order stands. */
export const verdicts = [
    'not-applicable',
    'pass',
    'waived',
    'warn',
    'not-exercised',
    'inconclusive',
    'fail',
    'error',
];
/** Reasons that no declaration could help: they leave no run incomplete. */
export const beyondReach = new Set(['informative', 'not-on-the-wire', 'out-of-scope', 'needs-client-role', 'needs-store-hook']);
export function worst(all) {
    let found;
    for (const one of all)
        if (found === undefined || verdicts.indexOf(one) > verdicts.indexOf(found))
            found = one;
    return found;
}
/** What a breach of a level means: a must fails; a should and a may warn. */
export function verdictOf(level) {
    return level === 'must' ? 'fail' : 'warn';
}
export const exitCodes = { conforms: 0, fails: 1, usage: 2, unreachable: 3, incomplete: 4, error: 5 };
