import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../src/judge/trace.ts'
import type { RunEvent } from '../src/report/events.ts'
import { fold } from '../src/report/fold.ts'
import { formats } from '../src/report/index.ts'
import { paintFor } from '../src/report/paint.ts'
import { createTerminal, type TerminalOptions } from '../src/report/terminal.ts'
import { clip, head, visible, wrap } from '../src/report/text.ts'
import { allPass, empty, ended, hostile, nasty, run } from './report-specimens.ts'

const entriesOf = (events: RunEvent[]): Entry[] =>
  events.flatMap((event) => (event.event === 'recorded' ? [event.entry] : []))

function watch(
  events: RunEvent[],
  options: Partial<TerminalOptions> & { tty?: boolean; columns?: number } = {},
): string {
  let text = ''
  const out = {
    write: (more: string) => (text += more),
    isTTY: options.tty ?? false,
    columns: options.columns ?? 100,
  }
  const terminal = createTerminal({ env: {}, reportFile: 'out/report.json', ...options, out })
  for (const event of events) terminal.take(event)
  terminal.close(fold(events), entriesOf(events))
  return text
}

describe('text of strangers', () => {
  test('shows what cannot be seen', () => {
    expect(visible('a\u001b[31m\u0000\u007f\u009b\u202e\u200b\ud800\r\n')).toBe(
      'a\\x1b[31m\\x00\\x7f\\x9b\\u{202e}\\u{200b}\\u{d800}\\x0d\\x0a',
    )
    expect(visible('a\nb', '\n')).toBe('a\nb')
    expect(visible('Rp 150.000 – é 😀')).toBe('Rp 150.000 – é 😀')
  })

  test('is cut between characters', () => {
    expect(clip('abcdef', 4)).toBe('abc…')
    expect(head('a😀b', 2)).toBe('a')
    expect(clip('a😀b', 3)).toBe('a…')
  })

  test('is wrapped at spaces', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrap('averylongword x', 5)).toEqual(['averylongword', 'x'])
  })
})

describe('the terminal', () => {
  const text = watch(run)

  test('says who is on trial', () => {
    expect(text).toMatch(/^Indomaret Payment Point 1\.0\.14/)
    expect(text).toContain('https://pay.partner.example/soap/payment-point')
    expect(text).toContain('20260412')
  })

  test('tells a finding as a story', () => {
    const story = text.slice(text.lastIndexOf('idempotency.pays-once f1'))
    for (const part of [
      'A payment sent twice is booked once.',
      'IDM-PAY-ONCE · Catatan, item 3',
      'expected  the receipt code of the first answer, R-000917',
      'received  a new receipt code, R-000918',
      '3. POST /soap/payment-point payment (12 ms, x3)',
      '← 200 ReceiptCode=R-000918 ResponseCode=00',
      'curl -sS',
      'batu-uji replay out/report.json f1',
    ])
      expect(story).toContain(part)
  })

  test('says what was not exercised, and what to do', () => {
    expect(text).toContain('2 clauses: time would have to pass (needs-clock)')
    expect(text).toContain('Declare a clock hook')
  })

  test('ends with the verdict and what the exit code means', () => {
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Does not conform · exit code 1: a mandatory clause is broken, or a waiver stale',
    )
    expect(watch(allPass).trimEnd().split('\n').at(-1)).toMatch(/^Conforms · exit code 0/)
    expect(watch(empty).trimEnd().split('\n').at(-1)).toMatch(/^Incomplete · exit code 4/)
    expect(watch(run.slice(0, -1)).trimEnd().split('\n').at(-1)).toMatch(/^Unfinished · exit code 5/)
    expect(watch(empty, { exitCode: 0 })).toMatch(/exit code 0: nothing mandatory is broken\n$/)
  })

  test('counts only gaps that something could be done about as open', () => {
    expect(watch([...run.slice(0, -1), { ...ended, verdict: 'incomplete' }])).toContain(
      '3 mandatory clauses were not examined',
    )
  })

  test('repeats nothing of a story that the report tells anyway', () => {
    const story = ['1. ReqPayment → 200', 'Odd.', 'Expected: a.', 'Received: b.']
    const events = run.map((event) =>
      event.event === 'found' ? { ...event, finding: { ...event.finding, story } } : event,
    )
    expect(watch(events)).toContain('  Odd.\n')
    expect(watch(events)).not.toContain('Received: b.')
  })

  test('shows progress on a terminal only', () => {
    expect(watch(run, { tty: true })).toContain('\r\u001b[2K')
    expect(watch(run, { tty: true })).toContain('3/40  90 requests  repeat-payment')
    expect(text).not.toContain('\r')
    expect(text).not.toContain('3/40')
  })

  test('sends nothing of an answer raw', () => {
    const raw = watch(hostile())
    expect(raw).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(raw).toContain('\\x1b[31mred')
    expect(raw.length).toBeLessThan(50_000)
  })

  test('is painted where that is welcome', () => {
    const out = (isTTY: boolean) => ({ write: () => true, isTTY })
    expect(paintFor(out(true), {}).isColorSupported).toBe(true)
    expect(paintFor(out(false), {}).isColorSupported).toBe(false)
    expect(paintFor(out(true), { NO_COLOR: '1', FORCE_COLOR: '1' }).isColorSupported).toBe(false)
    expect(paintFor(out(false), { FORCE_COLOR: '1' }).isColorSupported).toBe(true)
    expect(paintFor(out(true), { FORCE_COLOR: '0' }).isColorSupported).toBe(false)
    expect(paintFor(out(true), { TERM: 'dumb' }).isColorSupported).toBe(false)
  })

  test('keeps to the width of the terminal, within limits', () => {
    for (const [columns, most] of [
      [60, 80],
      [100, 100],
      [300, 120],
    ] as const) {
      const long = watch(run, { columns })
        .split('\n')
        .filter((line) => line.length > most && !line.includes('curl'))
      expect(long).toEqual([])
    }
  })
})

describe('JUnit XML', () => {
  function parse(events: RunEvent[]): SaxesTagPlain[] {
    const tags: SaxesTagPlain[] = []
    const parser = new SaxesParser({ fragment: false })
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', (tag) => tags.push(tag as SaxesTagPlain))
    parser.write(formats.junit.render(fold(events), entriesOf(events))).close()
    return tags
  }
  const named = (tags: SaxesTagPlain[], name: string): SaxesTagPlain[] =>
    tags.filter((tag) => tag.name === name)

  test.each([
    ['a whole run', run],
    ['a run without a finding', allPass],
    ['an empty run', empty],
    ['a hostile run', hostile()],
    ['a run that broke off', run.slice(0, -1)],
  ])('of %s is well-formed and counts right', (_, events) => {
    const tags = parse(events)
    for (const suite of [...named(tags, 'testsuites'), ...named(tags, 'testsuite')]) {
      const { tests, failures, errors, skipped } = suite.attributes
      expect([tests, failures, errors, skipped].map(Number)).toEqual(
        ['testcase', 'failure', 'error', 'skipped'].map((name) => named(tags, name).length),
      )
    }
  })

  test('has a case for each rule, with the verdict that CI servers know', () => {
    const tags = parse(run)
    const cases = named(tags, 'testcase')
    expect(cases).toHaveLength(9)
    expect(cases[0]!.attributes).toMatchObject({ classname: 'batu-uji.indomaret.idempotency' })
    expect(named(tags, 'failure')).toHaveLength(3)
    expect(named(tags, 'error')).toHaveLength(1)
    expect(named(tags, 'skipped').map(({ attributes }) => attributes['message'])).toEqual([
      expect.stringContaining('not-exercised: time would have to pass'),
      'not-applicable',
    ])
    expect(named(tags, 'property').map(({ attributes }) => attributes['name'])).toContain('contract.hash')
  })

  test('is never green when the run broke off', () => {
    const tags = parse(run.slice(0, 1))
    expect(named(tags, 'error')).toHaveLength(1)
  })

  test('holds no character that XML 1.0 forbids', () => {
    const xml = formats.junit.render(fold(hostile()), entriesOf(hostile()))
    expect(xml).not.toMatch(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/,
    )
    expect(xml).not.toContain(nasty.slice(0, 9))
  })
})
