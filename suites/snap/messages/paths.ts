/** Clients call the services where they are. */
import { rule, type Case, type Rule } from '../../../src/judge/rule.ts'
import { pathIn, pathOf } from '../../../src/dialects/snap-paths.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'

export const pathRules: Rule[] = [
  rule<Case & { exchange: Exchange }>({
    id: 'http.path',
    says: 'Every request goes to the path of the contract.',
    level: 'must',
    about: ['client'],
    over: ({ exchanges }) =>
      exchanges
        .filter(({ from }) => from === 'client')
        .map((exchange) => ({
          exchange,
          exchanges: [exchange],
          ...(exchange.operation === undefined ? {} : { place: exchange.operation }),
        })),
    holds: ({ exchange }, { contract, profile }) => {
      const called = pathIn(exchange.request.url).replace(/[?#].*$/, '')
      const known = Object.keys(contract.operations)
        .filter((operation) => contract.operations[operation]!.from === 'client')
        .map((operation) => pathOf(contract, profile, operation))
      if (known.some((path) => called.endsWith(path))) return []
      const { operation } = exchange
      const wanted = operation === undefined ? 'the path of a service' : pathOf(contract, profile, operation)
      return [{ expected: wanted, received: called }]
    },
  }),
]
