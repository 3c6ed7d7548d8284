import { fieldClauses } from './field-clauses.js';
import { verdictOf, worst } from './verdict.js';
/** A tally of the rules that judge this role under this contract. */
export function createTally(contract, role, rules, waived) {
    const sums = new Map(rules.map((rule) => [rule.id, { rule, places: new Map(), findings: [] }]));
    const clausesByRule = (id, place) => [...contract.clauses, ...fieldClauses(contract)].filter((clause) => clause.rules?.[role]?.some((ref) => covers(ref, id, place)));
    return {
        add(judgements) {
            for (const judgement of judgements)
                addOne(sums.get(judgement.rule.id), judgement);
        },
        find(finding) {
            const sum = sums.get(finding.rule);
            finding.clauses = clausesByRule(finding.rule, finding.place).map(({ id }) => id);
            if (waived(finding))
                finding.verdict = 'waived';
            sum.findings.push(finding);
        },
        excuse(ids, reason, because) {
            for (const id of ids) {
                const sum = sums.get(id);
                if (sum)
                    sum.excuse ??= { reason, because };
            }
        },
        rules: () => [...sums.values()].map(ruleResult),
        clauses: () => [...contract.clauses, ...fieldClauses(contract)].map((clause) => clauseResult(clause, role, sums)),
    };
}
/** Exchanges that a verdict is shown by, at most. */
const shown = 10;
function addOne(sum, { cases, witnesses, breaches }) {
    for (const [place, count] of cases) {
        const known = countAt(sum, place);
        known.cases += count;
        if (known.witnesses.length < 3)
            known.witnesses.push(...(witnesses.get(place) ?? []));
    }
    for (const { place, level, inconclusive } of breaches)
        countAt(sum, place).verdicts.add(inconclusive ? 'inconclusive' : verdictOf(level));
}
function countAt({ places }, place) {
    const known = places.get(place);
    if (known)
        return known;
    const made = { cases: 0, verdicts: new Set(), witnesses: [] };
    places.set(place, made);
    return made;
}
/** A reference is `rule`, `rule@Field`, or `rule@Message/Field`. */
export function covers(reference, rule, place) {
    const [id, at] = reference.split('@').map((part) => part.trim());
    if (id !== rule)
        return false;
    return at === undefined || at === place || place.endsWith(`/${at}`);
}
function verdictAt({ findings }, place, { cases, verdicts }) {
    const own = findings.filter((finding) => finding.place === place);
    if (own.length > 0 && own.every(({ verdict }) => verdict === 'waived'))
        return 'waived';
    return worst([...verdicts, ...(cases > 0 && verdicts.size === 0 ? ['pass'] : [])]);
}
function ruleResult(sum) {
    const { rule, places, findings, excuse } = sum;
    const verdict = worst([...places].flatMap(([place, count]) => verdictAt(sum, place, count) ?? []));
    const cases = [...places.values()].reduce((total, count) => total + count.cases, 0);
    const exchanges = [...new Set([...places.values()].flatMap(({ witnesses }) => witnesses))].slice(0, shown);
    const base = { id: rule.id, says: rule.says, level: rule.level, cases, findings: findings.map(({ id }) => id), exchanges };
    return verdict ? { ...base, verdict } : { ...base, verdict: 'not-exercised', reason: excuse?.reason ?? 'not-reached' };
}
function clauseResult(clause, role, sums) {
    const { id, section, says, source, level } = clause;
    const base = { id, section, says, source, level, cases: 0, rules: clause.rules?.[role] ?? [], findings: [] };
    if (!clause.judges.includes(role))
        return { ...base, verdict: 'not-applicable', because: `It binds the ${clause.judges.join(' and the ')}, and the ${role} is on trial.` };
    const unjudged = clause.unjudged?.[role];
    if (unjudged)
        return { ...base, verdict: 'not-exercised', reason: unjudged.reason, because: unjudged.says };
    return judgedClause(base, sums);
}
function judgedClause(base, sums) {
    const involved = base.rules.flatMap((ref) => {
        const sum = sums.get(ref.split('@')[0].trim());
        return sum ? [{ ref, sum }] : [];
    });
    if (involved.length === 0)
        return { ...base, verdict: 'not-applicable', because: 'The declared profile does not promise it.' };
    const spoken = involved.flatMap(({ ref, sum }) => [...sum.places].filter(([place]) => covers(ref, sum.rule.id, place)).map(([place, count]) => ({ sum, place, count })));
    const verdict = worst(spoken.flatMap(({ sum, place, count }) => verdictAt(sum, place, count) ?? []));
    const findings = involved.flatMap(({ ref, sum }) => sum.findings.filter(({ place }) => covers(ref, sum.rule.id, place)).map(({ id }) => id));
    const cases = spoken.reduce((total, { count }) => total + count.cases, 0);
    const exchanges = [...new Set(spoken.flatMap(({ count }) => count.witnesses))].slice(0, shown);
    if (verdict)
        return { ...base, verdict, cases, findings, exchanges };
    const excuse = involved.find(({ sum }) => sum.excuse)?.sum.excuse;
    return { ...base, verdict: 'not-exercised', reason: excuse?.reason ?? 'not-reached', because: excuse?.because ?? 'No exchange of this run spoke about it.' };
}
/** Levels in the order of their weight. */
export const weight = { must: 2, should: 1, may: 0 };
