/** The parts that a run is made of, each against what it cannot be quicker than. */
import { SaxesParser } from 'saxes'
import { loadContract } from '../src/contract/load.ts'
import { loadDialect } from '../src/dialects/load.ts'
import type { Raw, Side } from '../src/dialects/dialect.ts'
import { evidenceOf, judge } from '../src/judge/judge.ts'
import { exchangesOf, type Trace } from '../src/judge/trace.ts'
import { loadSuite } from '../src/stimulate/suite.ts'
import { bytesOf, type Exchange } from '../src/wire/exchange.ts'
import { fixtureRow } from './fixtures.ts'
import { worked } from './measure.ts'
import { rowOf, type Row } from './row.ts'
import { shapeRow } from './shape.ts'

/** A row for each part, measured on the messages of a recorded run. */
export async function partRows(trace: Trace): Promise<Row[]> {
  return [
    await readingRow(trace),
    await judgeRow(trace),
    await shapeRow(trace),
    await fixtureRow(trace.protocol),
  ]
}

/** Messages that can be read, with their text. */
function messagesOf(trace: Trace): { raw: Raw; side: Side; text: string }[] {
  return exchangesOf(trace)
    .flatMap(({ request, response }) => [
      { ...request, side: 'request' as const },
      ...(response ? [{ ...response, side: 'response' as const }] : []),
    ])
    .filter(({ read }) => read.ok)
    .map(({ headers, body, side }) => ({
      raw: { headers, body: bytesOf(body) },
      side,
      text: 'utf8' in body ? body.utf8 : '',
    }))
    .filter(({ text }) => /^\uFEFF?\s*</.test(text))
}

async function readingRow(trace: Trace): Promise<Row> {
  const messages = messagesOf(trace)
  const dialect = await loadDialect(loadContract(trace.protocol))
  const compared = await worked(
    15,
    () => messages.forEach(({ raw, side }) => dialect.open(raw, side)),
    () => messages.forEach(({ text }) => parseOnly(text)),
  )
  return rowOf(
    { what: `${trace.protocol}, read ${messages.length} messages strictly`, limit: 'saxes without handlers' },
    compared,
  )
}

function parseOnly(text: string): void {
  new SaxesParser({ xmlns: true, position: false }).write(text.replace(/^\uFEFF/, '')).close()
}

/** All rules over the whole run, as `batu-uji judge` does with a transcript. */
async function judgeRow(trace: Trace): Promise<Row> {
  const contract = loadContract(trace.protocol)
  const dialect = await loadDialect(contract)
  const { rules } = await loadSuite(trace.protocol)
  const exchanges = exchangesOf(trace)
  const compared = await worked(
    15,
    () => judge(rules, evidenceOf(contract, trace)),
    () => exchanges.forEach((exchange) => readBoth(exchange, dialect.open)),
  )
  return rowOf(
    {
      what: `${trace.protocol}, judge ${exchanges.length} exchanges by ${rules.length} rules`,
      limit: 'reading them',
    },
    compared,
  )
}

function readBoth(
  { request, response }: Exchange,
  open: (raw: Raw, side: 'request' | 'response') => unknown,
): void {
  open({ headers: request.headers, body: bytesOf(request.body) }, 'request')
  if (response) open({ headers: response.headers, body: bytesOf(response.body) }, 'response')
}
