import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSink, readEvents } from '../src/report/stream.ts'
import { hostile, nasty, run, started } from './report-specimens.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'batu-uji-stream-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('the stream', () => {
  test.each([
    ['a whole run', run],
    ['a hostile run', hostile()],
  ])('reads back %s as it was written, a line for each event', (_, events) => {
    const sink = openSink(join(dir, 'deep', 'er'))
    for (const event of events) sink.emit(event)
    sink.close()
    expect([...readEvents(sink.file)]).toEqual(events)
    expect(readFileSync(sink.file, 'utf8').match(/\n/g)).toHaveLength(events.length)
  })

  test('has a finding on disk at once, with all that came before it', () => {
    const sink = openSink(dir)
    const at = run.findIndex(({ event }) => event === 'found')
    for (const event of run.slice(0, at)) sink.emit(event)
    expect([...readEvents(sink.file)]).toEqual([started])
    sink.emit(run[at]!)
    expect([...readEvents(sink.file)]).toEqual(run.slice(0, at + 1))
    sink.close()
  })

  test('holds back no more than 64 KiB', () => {
    const sink = openSink(dir)
    const recorded = run.find(({ event }) => event === 'recorded')!
    for (let size = 0; size < 80_000; size += JSON.stringify(recorded).length) sink.emit(recorded)
    expect(readFileSync(sink.file).length).toBeGreaterThanOrEqual(64 * 1024)
    sink.close()
  })

  test('starts anew', () => {
    for (let time = 0; time < 2; time++) {
      const sink = openSink(dir)
      sink.emit(started)
      sink.close()
      expect([...readEvents(sink.file)]).toEqual([started])
    }
  })

  test('of a run keeps to itself while another begins in the same folder', () => {
    const first = openSink(dir)
    first.emit(started)
    const second = openSink(dir)
    for (const event of run) second.emit(event)
    first.emit(run.at(-1)!)
    expect([...first.close()]).toEqual([started, run.at(-1)])
    expect([...second.close()]).toEqual(run)
    expect([...readEvents(second.file)]).toEqual(run)
  })

  test('leaves no listener behind', () => {
    const before = process.listenerCount('exit')
    openSink(dir).close()
    expect(process.listenerCount('exit')).toBe(before)
  })
})

describe('a torn stream', () => {
  const file = (): string => join(dir, 'events.ndjson')
  const whole = run.map((event) => `${JSON.stringify(event)}\n`).join('')

  test.each([1, 2, 10, 100, 1000])(
    'that lacks its last %i bytes is read without the last line',
    (lacking) => {
      writeFileSync(file(), whole.slice(0, -lacking))
      const expected = lacking === 1 ? run : run.slice(0, -1)
      expect([...readEvents(file())]).toEqual(expected)
    },
  )

  test('that was torn inside a character or padded with zeros is read', () => {
    writeFileSync(file(), `${JSON.stringify(started)}\n`)
    appendFileSync(
      file(),
      Buffer.concat([Buffer.from('{"event":"found","x":"’').subarray(0, -2), Buffer.alloc(512)]),
    )
    expect([...readEvents(file())]).toEqual([started])
  })

  test('that is damaged in the middle is refused with the place', () => {
    writeFileSync(file(), `${JSON.stringify(started)}\n${nasty}\n${JSON.stringify(run.at(-1))}\n`)
    expect(() => [...readEvents(file())]).toThrow(/line 2/)
  })

  test('that is empty holds nothing', () => {
    writeFileSync(file(), '')
    expect([...readEvents(file())]).toEqual([])
  })
})

test('a process that exits by an exception leaves what was waiting', () => {
  const others = process.listeners('exit')
  const sink = openSink(dir)
  sink.emit(run.find(({ event }) => event === 'recorded')!)
  expect([...readEvents(sink.file)]).toEqual([])
  const own = process.listeners('exit').filter((listener) => !others.includes(listener))
  for (const listener of own) listener(1)
  expect([...readEvents(sink.file)]).toHaveLength(1)
  sink.close()
})
