import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { verdicts } from '../src/judge/verdict.ts'
import { findingsOf, type RunEvent } from '../src/report/events.ts'
import { createFold, fold } from '../src/report/fold.ts'
import { formats } from '../src/report/index.ts'
import { allPass, clauses, doubleCharge, empty, hostile, run, started } from './report-specimens.ts'

const schema = JSON.parse(
  readFileSync(new URL('../schemas/report.schema.json', import.meta.url), 'utf8'),
) as {
  $id: string
  $defs: { verdict: { enum: string[] } }
}
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)

const register = clauses.map(({ id, section, says, source, level, rules }) => ({
  id,
  section,
  says,
  source,
  level,
  rules,
}))
const registered: RunEvent[] = [{ ...started, register }, ...run.slice(1)]

describe('the fold', () => {
  test.each([
    ['a whole run', run],
    ['a run without a finding', allPass],
    ['an empty run', empty],
    ['a hostile run', hostile()],
    ['a run that broke off', run.slice(0, -1)],
    ['a registered run that broke off', registered.slice(0, -1)],
    ['a run that broke off at once', run.slice(0, 1)],
  ])('of %s is a report as its schema describes it', (_, events) => {
    const written = JSON.parse(formats.json.render(fold(events))) as unknown
    expect(validate(written), JSON.stringify(validate.errors)).toBe(true)
  })

  test('keeps its verdicts and its schema in step', () => {
    expect(schema.$id).toBe('batu-uji:report')
    expect(schema.$defs.verdict.enum).toEqual([...verdicts])
  })

  test('refuses what no report may hold', () => {
    expect(validate({ ...fold(run), extra: 1 })).toBe(false)
  })

  test('tells findings whole under their rule and by id under their clause', () => {
    const report = fold(run)
    const rule = report.rules.find(({ id }) => id === doubleCharge.rule)!
    expect(rule.findings).toEqual([doubleCharge])
    expect(report.clauses.find(({ id }) => id === 'IDM-PAY-ONCE')!.findings).toEqual(['f1', 'f2'])
    expect(findingsOf(report).map(({ id }) => id)).toEqual(['f1', 'f2', 'f3'])
  })

  test('lets the later of two events with the same finding stand', () => {
    const again = { ...doubleCharge, times: 99 }
    const report = fold([
      started,
      { event: 'found', finding: doubleCharge },
      { event: 'found', finding: again },
    ])
    expect(findingsOf(report)).toEqual([again])
  })

  test('loses no finding of a rule that has no result', () => {
    const ended = run.at(-1) as Extract<RunEvent, { event: 'ended' }>
    const report = fold([...run.slice(0, -1), { ...ended, rules: [] }])
    expect(findingsOf(report)).toHaveLength(3)
  })

  test('can be had at any time', () => {
    const folding = createFold()
    const states = run.map((event) => {
      folding.take(event)
      return folding.report().verdict
    })
    expect(new Set(states.slice(0, -1))).toEqual(new Set(['unfinished']))
    expect(states.at(-1)).toBe('does-not-conform')
  })

  test('refuses a stream without a beginning', () => {
    expect(() => fold([])).toThrow(/no `started` event/)
  })
})

describe('a run that broke off', () => {
  test('is unfinished and keeps what was found', () => {
    const report = fold(run.slice(0, -1))
    expect(report.verdict).toBe('unfinished')
    expect(report.endedAt).toBeUndefined()
    expect(findingsOf(report)).toHaveLength(3)
    expect(report.requests).toBe(90)
    expect(report.elapsedMs).toBeGreaterThan(0)
  })

  test('accounts for every clause of the register', () => {
    const report = fold(registered.slice(0, -1))
    expect(report.clauses.map(({ id }) => id)).toEqual(clauses.map(({ id }) => id))
    expect(report.clauses.find(({ id }) => id === 'IDM-PAY-ONCE')).toMatchObject({
      verdict: 'fail',
      findings: ['f1', 'f2'],
    })
    expect(report.clauses.find(({ id }) => id === 'IDM-HTTP-POST')).toMatchObject({
      verdict: 'not-exercised',
      reason: 'not-reached',
    })
    expect(report.summary).toMatchObject({ fail: 2, warn: 1, pass: 0, 'not-exercised': 8 })
  })
})
