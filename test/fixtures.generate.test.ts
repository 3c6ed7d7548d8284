/** Generated messages: valid ones without a complaint, others with exactly one, the same for the same seed. */
import { describe, expect, test } from 'vitest'
import { instantOf } from '../src/contract/datetime.ts'
import { loadContract, protocols } from '../src/contract/load.ts'
import { drawMessages, type DrawOptions, type Labelled } from '../src/fixtures/draw.ts'
import { generate } from '../src/fixtures/generate.ts'
import { formats } from '../src/fixtures/render.ts'
import { fileOfDrawn } from '../src/fixtures/sheet.ts'
import { traceOfSingle } from '../src/fixtures/single.ts'
import { complaintsOf } from '../src/fixtures/spoil.ts'
import { breaksOf } from '../src/fixtures/verdict.ts'
import { hasWorkshop, kitOf, loadWorkshop } from '../src/fixtures/workshop.ts'
import { loadSuite } from '../src/stimulate/suite.ts'
import { parseHttpFiles } from '../src/wire/http-file.ts'

/** Protocols whose workshops can make up messages. */
const workshops = await Promise.all(
  protocols()
    .filter(hasWorkshop)
    .map(async (protocol) => ({ protocol, ...(await loadWorkshop(protocol)) })),
)
const conversing = workshops.filter(({ converse }) => converse).map(({ protocol }) => protocol)
const inXml = conversing.filter((protocol) => /^(soap|xmlrpc)$/.test(loadContract(protocol).codec))

const usual: DrawOptions = { count: 2000, seed: 7, valid: true, invalid: false }

/** What is needed to draw messages of a protocol, and to look at them. */
async function drawing(protocol: string) {
  const contract = loadContract(protocol)
  const workshop = await loadWorkshop(protocol)
  const kit = await kitOf(contract, workshop)
  const draw = (options: Partial<DrawOptions> = {}) => [
    ...drawMessages(kit, workshop, { ...usual, ...options }),
  ]
  const complaints = (one: Labelled) => complaintsOf(kit, one)!
  return { contract, kit, draw, complaints }
}

/** Generated text, whole. */
async function written(
  protocol: string,
  options: Partial<Parameters<typeof generate>[0]> = {},
): Promise<string> {
  let whole = ''
  for await (const piece of generate({ protocol, format: 'ndjson', ...usual, count: 50, ...options }))
    whole += piece
  return whole
}

/** Answers with the request that each answers. */
function answersIn(drawn: Labelled[]): [answer: Labelled, request: Labelled][] {
  return drawn.flatMap((one, index): [Labelled, Labelled][] =>
    one.side === 'response' ? [[one, drawn[index - 1]!]] : [],
  )
}

describe.each(conversing)('drawn messages of %s', async (protocol) => {
  const { contract, kit, draw, complaints } = await drawing(protocol)

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
    const kinds = new Set(drawn.map(({ message, flaw }) => `${message} ${flaw!.field} ${flaw!.id}`))
    const fields = Object.values(contract.messages).flatMap((spec) => spec.fields)
    expect(kinds.size).toBeGreaterThan(2 * fields.length)
    expect(new Set(drawn.map(({ message }) => message))).toEqual(new Set(Object.keys(contract.messages)))
  })

  test('valid ones break no rule', async () => {
    const { rules } = await loadSuite(protocol)
    const drawn = draw({ count: 200 })
    const requests = new Map(answersIn(drawn))
    for (const one of drawn) {
      const [operation, bytes] = [one.operation, fileOfDrawn(kit, one)]
      const request = requests.get(one)
      const single = request
        ? { operation, request: fileOfDrawn(kit, request), response: bytes }
        : { operation, request: bytes }
      expect(breaksOf(kit, rules, traceOfSingle(kit, single)), bytes.toString()).toEqual([])
    }
  })

  test('invalid ones break one', async () => {
    const { rules } = await loadSuite(protocol)
    const drawn = draw({ count: 200, valid: false, invalid: true }).filter(({ side }) => side === 'request')
    for (const one of drawn) {
      const request = fileOfDrawn(kit, one)
      const trace = traceOfSingle(kit, { operation: one.operation, request })
      expect(
        breaksOf(kit, rules, trace).map(({ level }) => level),
        request.toString(),
      ).toContain('must')
    }
  })

  test('both kinds come when both are wanted', () => {
    const flawed = draw({ count: 400, invalid: true }).filter(({ flaw }) => flaw).length
    expect(flawed).toBeGreaterThan(120)
    expect(flawed).toBeLessThan(280)
  })

  test.each(Object.keys(contract.messages))('%s can be asked for alone', (message) => {
    for (const invalid of [false, true]) {
      const drawn = draw({ count: 40, message, invalid, valid: !invalid })
      expect(drawn).toHaveLength(40)
      expect(new Set(drawn.map((one) => one.message))).toEqual(new Set([message]))
    }
  })

  test('an answer repeats its request, and both outcomes come', () => {
    const answers = answersIn(draw())
    for (const [answer, request] of answers) {
      expect(answer.operation).toBe(request.operation)
      for (const { field } of contract.operations[answer.operation]!.echo ?? [])
        if (answer.fields[field] !== undefined && request.fields[field] !== undefined)
          expect(answer.fields[field]).toBe(request.fields[field])
    }
    const { at, success } = contract.outcome
    const good = answers.filter(([{ fields }]) => success.includes(String(fields[at])))
    expect(good.length).toBeGreaterThan(answers.length / 2)
    expect(good.length).toBeLessThan(answers.length)
  })

  test('every operation comes', () => {
    expect(new Set(draw().map(({ operation }) => operation))).toEqual(
      new Set(Object.keys(contract.operations)),
    )
  })

  test('no identity comes twice', () => {
    const { fresh, places, operations } = contract
    const [anew = places['reference']] = fresh.filter((field) => field !== places['time'])
    // Where nothing is fresh in every request, it is so in those of the first operation.
    const [first] = Object.keys(operations)
    const asked = draw().filter(
      ({ side, operation, fields }) =>
        side === 'request' &&
        fields[anew!] !== undefined &&
        (fresh.length > 0 ? operations[operation]!.from === 'client' : operation === first),
    )
    expect(new Set(asked.map(({ fields }) => fields[anew!])).size).toBe(asked.length)
  })
})

describe('drawn messages of bills', async () => {
  const { kit, draw } = await drawing('indomaret')

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
})

describe('drawn messages of top-ups', async () => {
  const { draw } = await drawing('xgateway')

  test('a callback is about a purchase that was pending', () => {
    const drawn = draw()
    for (const [index, one] of drawn.entries())
      if (one.message === 'Callback') {
        const [request, answer] = drawn.slice(index - 2, index)
        expect(answer!.fields['RESPONSECODE']).toBe('68')
        for (const { fields } of [request!, answer!])
          expect(fields['REQUESTID']).toBe(one.fields['REQUESTID'])
        expect(answer!.fields['TRANSACTIONID']).toBe(one.fields['TRANSACTIONID'])
      }
  })

  test('no transaction and no serial number comes twice', () => {
    const told = draw().filter(({ fields }) => fields['RESPONSECODE'] === '00')
    for (const member of ['TRANSACTIONID', 'SN']) {
      const values = told.map(({ fields }) => fields[member]).filter((value) => value !== '')
      expect(new Set(values).size).toBe(values.length)
    }
  })
})

describe.each(conversing)('generated text of %s', async (protocol) => {
  const { kit } = await drawing(protocol)
  const text = (options: Parameters<typeof written>[1] = {}) => written(protocol, options)

  const readable = formats.filter((format) => format !== 'xml' || inXml.includes(protocol))

  test.each(readable)('the same seed gives the same %s, another seed another', async (format) => {
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

  test('http can be read back, message by message', async () => {
    expect(parseHttpFiles(Buffer.from(await text({ format: 'http', invalid: true })))).toHaveLength(50)
  })

  test('an unknown message is told with those that exist', async () => {
    await expect(text({ message: 'ReqTopup' })).rejects.toThrow(
      `${protocol} has no message «ReqTopup». Choose one of: ${Object.keys(kit.contract.messages)[0]},`,
    )
  })
})

describe.each(inXml)('generated XML of %s', async (protocol) => {
  const { kit } = await drawing(protocol)

  test('xml has a document a line, readable as it stands', async () => {
    const lines = (await written(protocol, { format: 'xml', invalid: true })).trimEnd().split('\n')
    expect(lines).toHaveLength(50)
    for (const line of lines) {
      const read = kit.dialect.open(
        { headers: [['Content-Type', 'text/xml; charset=utf-8']], body: Buffer.from(line) },
        'request',
      )
      expect(read.ok, line).toBe(true)
    }
  })
})
