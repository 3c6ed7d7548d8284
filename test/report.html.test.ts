import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../src/judge/trace.ts'
import type { RunEvent } from '../src/report/events.ts'
import { fold } from '../src/report/fold.ts'
import type { PageData } from '../src/report/html-data.ts'
import { script } from '../src/report/html-script.ts'
import { formats } from '../src/report/index.ts'
import {
  allPass,
  answer,
  empty,
  exchange,
  hostile,
  payment,
  recorded,
  run,
  started,
} from './report-specimens.ts'

const entriesOf = (events: RunEvent[]): Entry[] =>
  events.flatMap((event) => (event.event === 'recorded' ? [event.entry] : []))
const pageOf = (events: RunEvent[]): string => formats.html.render(fold(events), entriesOf(events))
const dataIn = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1]!) as PageData

describe('the page', () => {
  test.each([
    ['a whole run', run],
    ['a run without a finding', allPass],
    ['an empty run', empty],
    ['a hostile run', hostile()],
    ['a run that broke off', run.slice(0, -1)],
  ])('of %s holds two scripts, one of them data, whatever was answered', (_, events) => {
    const page = pageOf(events)
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page.match(/<\/script/g)).toHaveLength(2)
    expect(page).not.toContain('<img')
    expect(dataIn(page).report.contract.id).toBe('indomaret')
  })

  test('runs and styles itself by hash alone, and loads nothing', () => {
    const page = pageOf(run)
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const code = /<script>(.*?)<\/script>/s.exec(page)![1]!
    const looks = /<style>(.*?)<\/style>/s.exec(page)![1]!
    for (const source of [code, looks])
      expect(policy).toContain(createHash('sha256').update(source).digest('base64'))
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  test('never makes markup of data', () => {
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc/,
    )
  })

  test('names itself by its verdict', () => {
    expect(pageOf(run)).toContain('<title>Does not conform: Indomaret Payment Point 1.0.14</title>')
    expect(pageOf(run.slice(0, -1))).toContain('<title>Unfinished: ')
  })

  test('cuts a body at 16 KiB and says how long it was', () => {
    const [row] = dataIn(pageOf(hostile())).rows
    expect(row!.response!.body).toMatchObject({ cut: true, latin: false })
    expect(row!.response!.body.bytes).toBeGreaterThan(1024 * 1024)
    expect(row!.response!.body.text.length).toBeLessThan(17 * 1024)
  })

  test('holds no character that hides or steers', () => {
    const page = pageOf(hostile())
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028]/)
    for (const text of textsIn(dataIn(page)))
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\ud800]/)
  })
})

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

describe('a large run', () => {
  const many = Array.from({ length: 12_000 }, (_, at) =>
    exchange(at + 1, 'payment', payment, {
      response: answer('ResPayment', { ...payment, ResponseCode: '00' }),
    }),
  )

  test('of 2,000 exchanges is a page of less than 5 MB that still lists each', () => {
    const page = pageOf([started, ...recorded(many.slice(0, 2000)), ...run.slice(1)])
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
    expect(dataIn(page).rows.filter(({ id }) => id)).toHaveLength(2004)
  })

  test('keeps whole what findings tell, and says how much it left out', () => {
    const page = pageOf([
      started,
      ...recorded(many),
      ...run.slice(1).filter(({ event }) => event !== 'recorded'),
    ])
    const { rows, left } = dataIn(page)
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
    expect(left.entries).toBe(7000)
    expect(left.messages).toBeGreaterThan(0)
    for (const id of ['x1', 'x2', 'x3']) expect(rows.find((row) => row.id === id)!.request).toBeDefined()
  })
})
