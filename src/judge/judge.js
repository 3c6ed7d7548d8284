import { exchangesOf } from './trace.js';
export function evidenceOf(contract, trace, around = []) {
    return { contract, profile: trace.profile, trace, exchanges: exchangesOf(trace), around };
}
/** Judges a trace by each rule that is about its role and that its contract promises. */
export function judge(rules, evidence) {
    const { contract, profile, trace } = evidence;
    return rules
        .filter((rule) => rule.about.includes(trace.role) && (rule.given?.(contract, profile) ?? true))
        .map((rule) => judgeBy(rule, evidence));
}
function judgeBy(rule, evidence) {
    const judgement = { rule, cases: new Map(), witnesses: new Map(), breaches: [] };
    for (const subject of rule.over(evidence)) {
        const place = subject.place ?? '';
        const count = (judgement.cases.get(place) ?? 0) + 1;
        judgement.cases.set(place, count);
        if (count === 1)
            judgement.witnesses.set(place, subject.exchanges.map(({ id }) => id));
        for (const problem of rule.holds(subject, evidence))
            judgement.breaches.push(breach(rule, subject, problem));
    }
    return judgement;
}
function breach(rule, subject, problem) {
    return {
        rule: rule.id,
        place: problem.place ?? subject.place ?? '',
        level: problem.level ?? rule.level,
        inconclusive: problem.inconclusive ?? false,
        expected: problem.expected,
        received: problem.received,
        exchanges: problem.exchanges ?? subject.exchanges,
    };
}
