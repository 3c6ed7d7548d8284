/** Generated messages: valid ones without a complaint, others with exactly one, the same for the same seed. */
import { describe, expect, test } from 'vitest'
import { messageOf } from '../src/contract/contract.ts'
import { instantOf } from '../src/contract/datetime.ts'
import { loadContract } from '../src/contract/load.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { drawMessages, type DrawOptions, type Labelled } from '../src/fixtures/draw.ts'
import { generate } from '../src/fixtures/generate.ts'
import { formats } from '../src/fixtures/render.ts'
import { kitOf, loadWorkshop } from '../src/fixtures/workshop.ts'
import { parseHttpFiles } from '../src/wire/http-file.ts'

const contract = loadContract('indomaret')
const workshop = await loadWorkshop('indomaret')
const kit = await kitOf(contract, workshop)
const usual: DrawOptions = { count: 3000, seed: 7, valid: true, invalid: false }
const draw = (options: Partial<DrawOptions> = {}) => [
  ...drawMessages(kit, workshop, { ...usual, ...options }),
]
const complaints = ({ operation, side, fields }: Labelled) =>
  shapeOf(contract, messageOf(contract, operation, side), kit.profile).check(fields)

async function text(options: Partial<Parameters<typeof generate>[0]> = {}): Promise<string> {
  let whole = ''
  for await (const piece of generate({
    protocol: 'indomaret',
    format: 'ndjson',
    ...usual,
    count: 50,
    ...options,
  }))
    whole += piece
  return whole
}

describe('drawn messages', () => {
  test('valid ones have no complaint at all, not even a lesser one', () => {
    expect(draw().flatMap(complaints)).toEqual([])
  })

  test('invalid ones have exactly one, a must, about the field of their label', () => {
    const drawn = draw({ valid: false, invalid: true })
    for (const one of drawn) {
      const found = complaints(one)
      expect(
        found.map(({ level, field }) => [level, field.name]),
        JSON.stringify(one),
      ).toEqual([['must', one.flaw?.field]])
    }
    expect(
      new Set(drawn.map(({ message, flaw }) => `${message} ${flaw!.field} ${flaw!.id}`)).size,
    ).toBeGreaterThan(150)
  })

  test('both kinds come when both are wanted', () => {
    const flawed = draw({ count: 400, invalid: true }).filter(({ flaw }) => flaw).length
    expect(flawed).toBeGreaterThan(120)
    expect(flawed).toBeLessThan(280)
  })

  test.each(Object.keys(contract.messages))('%s can be asked for alone', (message) => {
    const drawn = draw({ count: 40, message })
    expect(drawn).toHaveLength(40)
    expect(new Set(drawn.map((one) => one.message))).toEqual(new Set([message]))
  })

  test('an answer repeats its request', () => {
    const drawn = draw()
    for (let i = 0; i + 1 < drawn.length; i += 2)
      for (const { field } of contract.operations[drawn[i]!.operation]!.echo!)
        if (drawn[i + 1]!.fields[field] !== undefined)
          expect(drawn[i + 1]!.fields[field]).toBe(drawn[i]!.fields[field])
  })

  test('a minimum is not above its amount, and an expiry lies ahead', () => {
    const offers = draw({ message: 'ResInquiry' })
    const instant = (value: unknown) => instantOf(String(value), 'Asia/Jakarta')!
    for (const { fields } of offers) {
      expect(Number(fields['MinAmount'])).toBeLessThanOrEqual(Number(fields['Amount']))
      if (fields['ExpiredDateTime'])
        expect(instant(fields['ExpiredDateTime'])).toBeGreaterThan(instant(fields['TimeStamp']))
    }
    expect(offers.some(({ fields }) => fields['ResponseCode'] !== '00')).toBe(true)
  })

  test('a request is signed with the key of the sandbox', () => {
    for (const { side, fields, operation } of draw({ count: 60 }))
      if (side === 'request') expect(fields['Signature']).toBe(kit.keys.sign!(fields, operation))
  })

  test('no identity comes twice', () => {
    const asked = draw().filter(({ side }) => side === 'request')
    expect(new Set(asked.map(({ fields }) => fields['MessageID'])).size).toBe(asked.length)
  })
})

describe('generated text', () => {
  test.each(formats)('the same seed gives the same %s, another seed another', async (format) => {
    expect(await text({ format })).toBe(await text({ format }))
    expect(await text({ format, seed: 8 })).not.toBe(await text({ format }))
  })

  test('a longer stream begins as a shorter one does', async () => {
    expect((await text({ count: 90 })).startsWith(await text({ count: 50 }))).toBe(true)
  })

  test('ndjson has a message a line, json is one list', async () => {
    const lines = (await text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      JSON.parse(await text({ format: 'json' })),
    )
    expect(JSON.parse(await text({ format: 'json', count: 0 }))).toEqual([])
  })

  test('xml has a document a line, readable as it stands', async () => {
    const lines = (await text({ format: 'xml', invalid: true })).trimEnd().split('\n')
    expect(lines).toHaveLength(50)
    for (const line of lines) {
      const read = kit.dialect.open(
        { headers: [['Content-Type', 'text/xml; charset=utf-8']], body: Buffer.from(line) },
        'request',
      )
      expect(read.ok, line).toBe(true)
    }
  })

  test('http can be read back, message by message', async () => {
    expect(parseHttpFiles(Buffer.from(await text({ format: 'http', invalid: true })))).toHaveLength(50)
  })

  test('an unknown message is told with those that exist', async () => {
    await expect(text({ message: 'ReqTopup' })).rejects.toThrow(
      'indomaret has no message «ReqTopup». Choose one of: ReqInquiry,',
    )
  })
})
