import { verdicts } from './verdict.js';
/** Every finding of a report: failures before warnings, then in the order in which they were found. */
export function findingsOf(report) {
    const order = (finding) => Number(finding.id.replace(/\D+/g, '')) || 0;
    const all = report.rules.flatMap((rule) => rule.findings);
    return all.toSorted((a, b) => verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict) || order(a) - order(b));
}
/** The story without what a report tells anyway: its numbered exchanges, what was expected and what was received. */
export function sentencesOf({ story }) {
    return story.filter((line) => !/^(\d+\. |Expected: |Received: )/.test(line)).slice(0, 10);
}
