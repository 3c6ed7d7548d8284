import { describe, expect, it } from 'vitest'
import { instantOf, written } from './datetime.ts'

describe('instantOf', () => {
  it('reads a moment in its zone', () => {
    expect(instantOf('2026-11-30 07:00:00', 'Asia/Jakarta')).toBe(Date.UTC(2026, 10, 30))
    expect(written(Date.UTC(2026, 10, 30), 'Asia/Jakarta')).toBe('2026-11-30 07:00:00')
  })

  it.each(['9999-12-31 23:59:59', '9999-12-31 24:00:00', '0999-01-01 00:00:00', '0001-01-01 00:00:00'])(
    'reads %s, which elsewhere is another year',
    (text) => {
      for (const zone of ['UTC', 'Asia/Jakarta', 'America/New_York'])
        expect(instantOf(text, zone)).toBeTypeOf('number')
    },
  )

  it('reads no moment that the calendar does not have', () => {
    expect(instantOf('2026-02-30 00:00:00', 'UTC')).toBeUndefined()
    expect(instantOf('0000-00-00 00:00:00', 'UTC')).toBeUndefined()
  })
})
