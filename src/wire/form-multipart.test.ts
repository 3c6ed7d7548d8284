import { expect, it } from 'vitest'
import type { Raw } from '../dialects/dialect.ts'
import { withoutParts } from './form-multipart.ts'
import { readForm } from './form-read.ts'
import { readFormStrict } from './form-strict.ts'

const raw = (body: string, type = 'multipart/form-data; boundary=aB-1'): Raw => ({
  headers: [['content-type', type]],
  body: Buffer.from(body),
})

const part = (name: string, value: string): string =>
  `--aB-1\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${value}\r\n`

const whole = `${part('code', '00')}${part('name', 'Budi & Söhne 1+1=2')}${part('note', 'two\r\nlines')}${part('empty', '')}--aB-1--\r\n`

it('reads a form in parts as either reader reads pairs', () => {
  const fields = { code: '00', name: 'Budi & Söhne 1+1=2', note: 'two\r\nlines', empty: '' }
  for (const read of [readForm, readFormStrict])
    expect(read(withoutParts(raw(whole)))).toMatchObject({ ok: true, fields })
})

it('reads a boundary in quotes, and lines that end in LF', () => {
  const form = withoutParts(
    raw(whole.replaceAll('\r\n', '\n'), 'multipart/form-data; charset=utf-8; boundary="aB-1"'),
  )
  expect(readForm(form)).toMatchObject({
    fields: { code: '00', note: 'two\nlines' },
    form: { charset: 'utf-8' },
  })
})

it.each([
  raw(whole.slice(0, -6)),
  raw('--aB-1\r\n\r\nno name\r\n--aB-1--'),
  raw('a=1', 'application/x-www-form-urlencoded'),
  raw(whole, 'multipart/form-data'),
])('leaves alone what is no whole form in parts', (form) => {
  expect(withoutParts(form)).toBe(form)
})
