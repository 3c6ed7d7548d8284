/** What an answer repeats of its request. */
import { isNested, met, type Echo } from '../../src/contract/contract.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { faultOf, textOfFirst } from '../../src/wire/reading.ts'
import { answered, asked, isMisshapen, isOrderly, mixedUpWith, overlapping, sayingOf } from './premises.ts'

interface EchoCase extends Case {
  exchange: Exchange
  place: string
  level: Echo['level']
}

/** Answers to orderly requests, with each field that they repeat. */
function echoCases(evidence: Evidence): EchoCase[] {
  return evidence.exchanges
    .filter(
      (exchange) =>
        exchange.from === 'client' &&
        sayingOf(evidence, exchange) !== 'unclear' &&
        exchange.response &&
        isOrderly(evidence, exchange),
    )
    .flatMap((exchange) =>
      (evidence.contract.operations[exchange.operation!]?.echo ?? [])
        .filter(
          ({ field, unless, on }) =>
            !met(unless, evidence.profile) &&
            (on === undefined || sayingOf(evidence, exchange) === on) &&
            !(isNested(evidence.contract) && isMisshapen(evidence, exchange, field)) &&
            answered(exchange, field).trim() !== '' &&
            asked(exchange, field).trim() !== '',
        )
        .map(({ field, level }) => ({ exchange, place: field, level, exchanges: [exchange] })),
    )
}

/** Currencies and what is chosen from a list: there are so few that another one need not be somebody else's. */
const common = premise(({ contract: { places, messages, formats } }: Evidence) => {
  const rows = Object.values(messages).flatMap(({ fields }) => fields)
  const listed = rows.filter(({ format }) => formats[format]?.values !== undefined)
  return new Set([places['currency'], places['refundCurrency'], ...listed.map(({ name }) => name)])
})

const kept = rule<EchoCase>({
  id: 'echoes.kept',
  says: 'An answer repeats the identifiers of its request exactly.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    echoCases(evidence).filter(
      ({ exchange, place }) => common(evidence).has(place) || !mixedUpWith(evidence, exchange, place),
    ),
  holds: ({ exchange, place, level }) => {
    const [wanted, got] = [asked(exchange, place), answered(exchange, place)]
    return wanted.trim() === got.trim()
      ? []
      : [{ expected: `${place} ${wanted}`, received: `${place} ${got}`, level }]
  },
})

const parallel = rule<EchoCase>({
  id: 'echoes.parallel',
  says: 'Requests in flight together each get their own answer.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over: (evidence) =>
    echoCases(evidence).filter(({ exchange, place, level }) => {
      const others = overlapping(evidence).get(exchange) ?? []
      return (
        level === 'must' &&
        !common(evidence).has(place) &&
        others.some((other) => asked(other, place) !== '' && asked(other, place) !== asked(exchange, place))
      )
    }),
  holds: ({ exchange, place }, evidence) => {
    const other = mixedUpWith(evidence, exchange, place)
    if (!other) return []
    return [
      {
        expected: `${place} ${asked(exchange, place)}, its own`,
        received: `${answered(exchange, place)}, another request's`,
        exchanges: [other, exchange],
      },
    ]
  },
})

const spelling = /^0|[a-z]/

const asText = rule<EchoCase>({
  id: 'echoes.text',
  says: 'Identifiers are text: leading zeros and the case of letters survive.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    echoCases(evidence).filter(
      ({ exchange, place }) =>
        spelling.test(asked(exchange, place)) &&
        /^[A-Za-z0-9]+$/.test(asked(exchange, place)) &&
        !mixedUpWith(evidence, exchange, place),
    ),
  holds: ({ exchange, place, level }) => {
    const [wanted, got] = [asked(exchange, place).trim(), answered(exchange, place).trim()]
    const plain = (value: string) => value.toLowerCase().replace(/^0+/, '')
    return wanted !== got && plain(wanted) === plain(got) ? [{ expected: wanted, received: got, level }] : []
  },
})

const fresh = rule<Case & { exchange: Exchange; twin?: Exchange }>({
  id: 'echoes.fresh',
  says: 'Every answer has a message id of its own.',
  level: 'must',
  about: ['server'],
  span: 'run',
  given: (_contract, profile) => profile['messageId'] === 'fresh',
  over: (evidence) => {
    const seen = new Map<string, Exchange>()
    const { message } = evidence.contract.places
    return evidence.exchanges
      .filter(
        (exchange) =>
          sayingOf(evidence, exchange) !== 'unclear' &&
          !(exchange.response?.read.ok && faultOf(exchange.response.read)),
      )
      .map((exchange) => {
        const id = answered(exchange, message!)
        const first = seen.get(id)
        const twin = first && keyOf(evidence, first) !== keyOf(evidence, exchange) ? first : undefined
        seen.set(id, exchange)
        return { exchange, exchanges: twin ? [twin, exchange] : [exchange], ...(twin ? { twin } : {}) }
      })
  },
  holds: ({ exchange, twin }, { contract }) => {
    const id = answered(exchange, contract.places['message']!)
    if (id.trim() === '') return [{ expected: 'a message id', received: 'none' }]
    return twin ? [{ expected: 'a message id that no other answer has', received: id }] : []
  },
})

/** A repeat may get the very answer of the first time, message id and all. */
function keyOf({ contract }: Evidence, exchange: Exchange): string {
  return [
    exchange.operation,
    ...contract.key.map((field) => textOfFirst(exchange.request.read, field) ?? ''),
  ].join(' ')
}

/** For contracts whose messages have no id of their own. */
export const identifiers: Rule[] = [kept, parallel, asText]

export const echoes: Rule[] = [...identifiers, fresh]
