/** Fields that a party may write as it does, because another was wrong before it. */
import { codeNamed } from '../../src/contract/codes.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Read } from '../../src/wire/reading.ts'
import { oddityOf } from './oddities.ts'
import { answered, asked, requests, type Message } from './premises.ts'

/** An answer may repeat what was illegal in the request: that is the asker's fault. So may a callback. */
export function excusedEchoes(evidence: Evidence, { exchange, spec, read }: Message): Set<string> {
  if (exchange.from === 'gateway') return illegalIn(evidence, read)
  if (spec.side === 'request') return new Set()
  const request = requests(evidence).get(exchange)
  const echoed = [
    ...(evidence.contract.operations[spec.operation]?.echo ?? []).map(({ field }) => field),
    ...repeatedTime(evidence, exchange),
    ...(request?.complaints ?? [])
      .map(({ field }) => field.name)
      .filter((name) => asked(exchange, name) !== '' && answered(exchange, name) === asked(exchange, name)),
  ]
  // What is written in an odd way may not have been read at all, which whatever protects the oddity judges.
  const isPlain = request && request.read.flaws.length === 0 && oddityOf(evidence, exchange) === undefined
  if (!isPlain) return new Set(echoed)
  const broken = request.complaints.filter(({ level }) => level === 'must')
  const unread = broken.length > 0 && isUnread(evidence, exchange)
  return new Set(
    echoed.filter(
      (name) =>
        broken.some(({ field }) => field.name === name) || (unread && (text(read, name) ?? '').trim() === ''),
    ),
  )
}

/** An answer may have the time of its request for its own. */
function repeatedTime({ contract }: Evidence, exchange: Exchange): string[] {
  const { time } = contract.places
  return time !== undefined &&
    asked(exchange, time) !== '' &&
    answered(exchange, time) === asked(exchange, time)
    ? [time]
    : []
}

/** The code says that the request could not be read: then nothing of it has to be known. */
function isUnread({ contract }: Evidence, exchange: Exchange): boolean {
  const code = answered(exchange, contract.outcome.at)
  return codeNamed(contract, code)?.cause === 'malformed'
}

/** Fields that hold what a client was wrong to send under the same name. */
function illegalIn(evidence: Evidence, read: Read): Set<string> {
  const names = Object.keys(read.fields)
  return new Set(names.filter((name) => illegal(evidence).has(`${name} ${text(read, name) ?? ''}`)))
}

const illegal = premise(
  (evidence: Evidence): Set<string> =>
    new Set(
      [...requests(evidence).values()]
        .filter(({ exchange }) => exchange.from === 'client')
        .flatMap(({ complaints, read }) =>
          complaints
            .filter(({ level }) => level === 'must')
            .map(({ field }) => `${field.name} ${text(read, field.name) ?? ''}`),
        ),
    ),
)
