/** Makes a finding of a breach: the story in sentences, and a command that sends the last request again. */
import { isPseudoHeader } from '../contract/tree.ts'
import type { Breach } from '../judge/judge.ts'
import { verdictOf } from '../judge/verdict.ts'
import type { Finding } from '../judge/events.ts'
import { bytesOf, textOf, type Exchange } from '../wire/exchange.ts'
import { printfOf } from '../wire/printf.ts'
import { faultOf, type Reading } from '../wire/reading.ts'
import type { Run } from './certify.ts'

const counts = new WeakMap<Run, number>()

export function tell(run: Run, breach: Breach, origin?: Finding['origin']): Finding {
  const number = (counts.get(run) ?? 0) + 1
  counts.set(run, number)
  const rule = run.options.suite.rules.find(({ id }) => id === breach.rule)!
  const last = breach.exchanges.at(-1)
  const curl = last && curlOf(last)
  return {
    id: `f${number}`,
    rule: rule.id,
    says: rule.says,
    place: breach.place,
    level: breach.level,
    verdict: breach.inconclusive ? 'inconclusive' : verdictOf(breach.level),
    clauses: [],
    expected: breach.expected,
    received: breach.received,
    times: 1,
    exchanges: breach.exchanges.map(({ id }) => id),
    story: storyOf(run, breach),
    ...(curl === undefined ? {} : { curl }),
    ...(origin ? { origin } : {}),
  }
}

/** At most ten lines: the exchanges in order, then what was expected and what came. */
function storyOf(run: Run, { exchanges, expected, received }: Breach): string[] {
  const shown = exchanges.slice(-8)
  return [
    ...shown.map((exchange, index) => `${index + 1}. ${lineOf(run, exchange)}`),
    `Expected: ${stopped(expected)}`,
    `Received: ${stopped(received)}`,
  ]
}

const stopped = (text: string) => (text.endsWith('.') ? text : `${text}.`)

function lineOf(run: Run, exchange: Exchange): string {
  const { contract } = run.options
  const { outcome, places } = contract
  const asked = gist(exchange.request.read, [
    places['code'],
    places['amount'],
    places['reference'],
    places['message'],
  ])
  const name = exchange.request.read.ok
    ? exchange.request.read.name
    : `${exchange.request.method} that cannot be read`
  const answer = exchange.response
    ? `${exchange.response.status} ${gist(exchange.response.read, [outcome.at, outcome.text, places['receipt'], places['amount']])}`.trimEnd()
    : (exchange.trouble?.says ?? 'no answer')
  return `${name} ${asked} → ${answer}`.slice(0, 300)
}

function gist(read: Reading, fields: (string | undefined)[]): string {
  if (!read.ok) return read.fault.what === 'empty' ? '(empty)' : `(${read.fault.says})`
  const fault = faultOf(read)
  if (fault) return `Fault ${fault.code}: ${fault.says}`
  // One member may be in two places of the contract, and the status is told already.
  return [...new Set(fields)]
    .flatMap((name) =>
      name !== undefined && !isPseudoHeader(name) && name in read.fields
        ? [`${name} ${String(read.fields[name])}`]
        : [],
    )
    .join(', ')
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** Bytes of a body that a command line may show; what is longer is sent again by `replay`. */
const showable = 4000

/**
 * The request as a command line; bytes that are no text go through printf. None for letters of more than one byte each,
 * in which nobody would find a secret to hide it.
 */
export function curlOf({ request }: Exchange): string | undefined {
  const bytes = bytesOf(request.body)
  if (bytes.length > showable || bytes.includes(0)) return undefined
  const headers = request.headers
    .filter(([name]) => !/^(host|content-length)$/i.test(name))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const curl = ['curl -i -X', request.method, quoted(request.url), ...headers].join(' ')
  if (bytes.length === 0) return curl
  // What begins with @ is the name of a file to curl.
  return 'utf8' in request.body && !request.body.utf8.startsWith('@')
    ? `${curl} --data-binary ${quoted(textOf(request.body))}`
    : `printf -- ${quoted(printfOf(bytes))} | ${curl} --data-binary @-`
}
