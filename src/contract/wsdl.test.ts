import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClientAsync, type Client, type SoapMethodAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from './load.ts'
import { complaintsOf, payload, samples } from './xsd.fixture.ts'
import { wsdlOf } from './wsdl.ts'
import { xsdOf } from './xsd.ts'

const contract = loadContract('indomaret')
const namespace = contract.namespace!
const wsdl = wsdlOf(contract, 'http://localhost:8080/indomaret')
const fixture = (fileName: string) => ({
  fileName,
  contents: readFileSync(new URL(fileName, import.meta.url), 'utf8'),
})
const check = (document: string) =>
  complaintsOf(fixture('wsdl.fixture.xsd').contents, [document], [fixture('wsdl-soap.fixture.xsd')]).then(
    ([complaints]) => complaints,
  )

test('schemas/indomaret/indomaret.wsdl is up to date (vitest -u writes it)', async () => {
  await expect(wsdl).toMatchFileSnapshot('../../schemas/indomaret/indomaret.wsdl')
})

test('it is valid WSDL 1.1', async () => {
  expect(await check(wsdl)).toEqual([])
})

test.each([
  ['a binding of an unknown operation', /name="Payment">\s*<soap:/, 'name="Pay"><soap:'],
  ['two messages of one name', /message name="ResPayment"/, 'message name="ReqPayment"'],
  ['an encoded body', /use="literal"/, 'use="encoded"'],
])('%s is not', async (_, good, bad) => {
  expect(await check(wsdl.replace(good, bad))).not.toEqual([])
})

test('the schema inside is the schema alone', () => {
  const lines = (text: string) =>
    /<xs:schema[^]*<\/xs:schema>/
      .exec(text)![0]
      .split('\n')
      .map((line) => line.trim())
  expect(lines(wsdl)).toEqual(lines(xsdOf(contract)))
})

test('every reference meets a definition', () => {
  const defined = new Set([...wsdl.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name))
  const missing = [...wsdl.matchAll(/="tns:([^"]+)"/g)].filter(([, name]) => !defined.has(name))
  expect(missing).toEqual([])
})

test('an endpoint is escaped', async () => {
  const written = wsdlOf(contract, 'http://localhost/?a=1&b="2"')
  expect(written).toContain('location="http://localhost/?a=1&amp;b=&quot;2&quot;"')
  expect(await check(written.replace('&quot;2&quot;', '2'))).toEqual([])
})

test('a contract without a service has no WSDL', () => {
  expect(() => wsdlOf({ ...contract, service: undefined }, 'http://localhost')).toThrow('has no service name')
})

interface Heard {
  action: string | undefined
  type: string | undefined
  body: string
}

describe('a client of another library', () => {
  const heard: Heard[] = []
  let server: Server
  let client: Client

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'GET') return void response.end(wsdlOf(contract, here(server)))
      const answer = async () => {
        const body = await textOf(request)
        heard.push({
          action: request.headers['soapaction'] as string | undefined,
          type: request.headers['content-type'],
          body,
        })
        response.setHeader('Content-Type', 'text/xml; charset=utf-8').end(answerTo(body))
      }
      void answer()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    client = await createClientAsync(`${here(server)}?wsdl`, { disableCache: true })
  })

  afterAll(() => new Promise((closed) => server.close(closed)))

  test('sees the three operations', () => {
    const { PaymentPoint } = client.describe() as { PaymentPoint: { PaymentPointPort: object } }
    expect(Object.keys(PaymentPoint.PaymentPointPort)).toEqual(['Inquiry', 'Payment', 'Reversal'])
  })

  test.each([
    ['Inquiry', 'ReqInquiry', 'ResInquiry'],
    ['Payment', 'ReqPayment', 'ResPayment'],
    ['Reversal', 'ReqReversal', 'ResReversal'],
  ])('calls %s and reads its answer', async (operation, request, response) => {
    const call = client[`${operation}Async`] as SoapMethodAsync
    const [result] = await call(ordered(request))
    expect(result).toEqual(read(response))
    const sent = heard.at(-1)!
    expect(sent).toMatchObject({ action: '""', type: expect.stringMatching(/^text\/xml/) as string })
    expect(await complaintsOf(xsdOf(contract), [bodyOf(sent.body)])).toEqual([[]])
  })
})

const here = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function answerTo(body: string): string {
  const operation = /<(?:\w+:)?Req(\w+)/.exec(body)![1]!
  const answer = payload(contract.messages[`Res${operation}`]!, samples[`Res${operation}`]!, namespace)
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${answer}</s:Body></s:Envelope>`
}

/** The library writes fields in the order in which it is given them. */
const ordered = (message: string) =>
  Object.fromEntries(contract.messages[message]!.fields.map(({ name }) => [name, samples[message]![name]]))

/** What the library makes of an empty element. */
const read = (message: string) =>
  Object.fromEntries(
    Object.entries(samples[message]!).map(([name, value]) => [name, value === '' ? null : value]),
  )

/** The payload alone, with the namespaces that the envelope declares. */
function bodyOf(envelope: string): string {
  const declared = [.../<\w+:Envelope([^>]*)>/.exec(envelope)![1]!.matchAll(/xmlns:\w+="[^"]*"/g)].join(' ')
  return /<\w+:Body[^>]*>([^]*)<\/\w+:Body>/
    .exec(envelope)![1]!
    .replace(/^<[\w:]+/, (start) => `${start} ${declared.replace(/xmlns:tns="[^"]*"/, '')}`)
}
