/** JUnit XML as CI servers read it: a test case for each rule. */
import type { Entry } from '../judge/trace.ts'
import type { ClauseResult, Report, RuleReport } from './events.ts'
import { headline } from './headline.ts'
import { plain } from './paint.ts'
import { tellFinding, type Telling } from './tell.ts'
import { head, visible } from './text.ts'
import { reasonWords } from './words.ts'

interface Case {
  family: string
  name: string
  result: 'passed' | 'failure' | 'error' | 'skipped'
  message: string
  text: string
}

/** Renders a report as JUnit XML. A run without an honest end has a case more, in error, so that it is never green. */
export function junit(report: Report, entries: Entry[]): string {
  const telling = tellingOf(report, entries)
  const cases = [...report.rules.map((rule) => caseOf(rule, telling)), ...troubles(report)]
  const number = (result: Case['result']): number => cases.filter((one) => one.result === result).length
  const counts = `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}"`
  const time = `time="${(report.elapsedMs / 1000).toFixed(3)}"`
  const name = attribute(`batu-uji ${report.contract.id} ${report.role}`)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="batu-uji" ${counts} ${time}>`,
    `  <testsuite name="${name}" ${counts} ${time} timestamp="${attribute(report.startedAt.slice(0, 19))}">`,
    ...properties(report),
    ...cases.flatMap((one) => rendered(one, `batu-uji.${report.contract.id}`)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function tellingOf(report: Report, entries: Entry[]): Telling {
  const exchanges = new Map(
    entries.flatMap((entry) => (entry.kind === 'exchange' ? [[entry.id, entry] as const] : [])),
  )
  const clauses = new Map<string, ClauseResult>(report.clauses.map((clause) => [clause.id, clause]))
  return { paint: plain, width: 110, exchanges, clauses }
}

const results = {
  pass: 'passed',
  warn: 'passed',
  waived: 'skipped',
  fail: 'failure',
  error: 'error',
  inconclusive: 'error',
  'not-exercised': 'skipped',
  'not-applicable': 'skipped',
} as const satisfies { [verdict in RuleReport['verdict']]: Case['result'] }

function caseOf(rule: RuleReport, telling: Telling): Case {
  const text = rule.findings.flatMap((finding) => tellFinding(finding, telling)).join('\n')
  const family = rule.id.split('.')[0]!
  return {
    family,
    name: `${rule.id}: ${rule.says}`,
    result: results[rule.verdict],
    message: messageOf(rule),
    text,
  }
}

function messageOf({ verdict, reason, findings }: RuleReport): string {
  const [first] = findings
  const met = first ? `: expected ${first.expected}, received ${first.received}` : ''
  const why = reason ? `: ${reasonWords[reason].says}. ${reasonWords[reason].todo}` : ''
  return head(`${verdict}${met || why}`, 500)
}

function troubles(report: Report): Case[] {
  const stale = report.waivers.flatMap(({ complaint }) => complaint ?? [])
  const { title, says } = headline(report)
  const trouble = (name: string, result: Case['result'], lines: string[]): Case[] =>
    lines.length > 0
      ? [{ family: 'run', name, result, message: head(lines[0]!, 500), text: lines.join('\n') }]
      : []
  const broken = report.verdict === 'unfinished' || report.verdict === 'error'
  return [
    ...trouble('Every waiver still holds.', 'failure', stale),
    ...trouble('Every mandatory clause is examined.', 'error', report.verdict === 'incomplete' ? [`${title}. ${says}`] : []),
    ...trouble('The run comes to an end.', 'error', [
      ...(broken ? [`${title}. ${says}`] : []),
      ...report.errors,
    ]),
  ]
}

function properties({ tool, contract, target, role, seed, verdict }: Report): string[] {
  const all = {
    verdict,
    seed,
    target,
    role,
    contract: `${contract.id} ${contract.version}`,
    'contract.hash': contract.hash,
    'tool.version': tool.version,
  }
  const lines = Object.entries(all).map(
    ([name, value]) => `      <property name="${name}" value="${attribute(String(value))}"/>`,
  )
  return ['    <properties>', ...lines, '    </properties>']
}

function rendered({ family, name, result, message, text }: Case, group: string): string[] {
  const open = `    <testcase classname="${attribute(`${group}.${family}`)}" name="${attribute(name)}"`
  if (result === 'skipped')
    return [
      `${open}>`,
      `      <skipped message="${attribute(message)}"/>`,
      ...output(text),
      '    </testcase>',
    ]
  if (result === 'passed')
    return text === '' ? [`${open}/>`] : [`${open}>`, ...output(text), '    </testcase>']
  return [
    `${open}>`,
    `      <${result} message="${attribute(message)}">${content(text)}</${result}>`,
    '    </testcase>',
  ]
}

function output(text: string): string[] {
  return text === '' ? [] : [`      <system-out>${content(text)}</system-out>`]
}

function attribute(text: string): string {
  return content(visible(text)).replaceAll('"', '&quot;')
}

/** Nothing that XML 1.0 forbids is left, for control characters, lone surrogates and non-characters are spelt out. */
function content(text: string): string {
  const legal = visible(text, '\n\t')
  return legal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
