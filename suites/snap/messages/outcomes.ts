/** Refusals say why in a code that fits, and nothing that failed is called a success. */
import type { Accept, Contract } from '../../../src/contract/contract.ts'
import { codeNamed, suits } from '../../../src/contract/codes.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'
import { coded, type Coded } from '../../common/coded.ts'
import { asked, isOrderly, provided, sayingOf } from '../../common/premises.ts'
import { isAgain, situationOf } from './situations.ts'

interface Refused extends Coded {
  situation: Accept
}

/** Refusals whose cause is known. */
const refused = premise((evidence: Evidence): Refused[] =>
  coded(evidence)
    .filter(({ exchange }) => sayingOf(evidence, exchange) === 'refusal')
    // Whoever has too much to do refuses anything.
    .filter(({ code }) => !code.startsWith('429'))
    // Of a code that there is not, another rule speaks.
    .filter(({ code }) => codeNamed(evidence.contract, code) !== undefined)
    .flatMap((one) => {
      const id = situationOf(evidence, one.exchange)
      const situation = id === undefined ? undefined : situationNamed(evidence.contract, id)
      return situation ? [{ ...one, situation, place: situation.id }] : []
    }),
)

/** Payers whose bank fails, or is silent. */
const erring = ['backend', 'timeout', 'timeoutfail']

/** Errors of the server, but for those of the bank of a payer. */
const errors = premise((evidence: Evidence): Coded[] =>
  coded(evidence).filter(
    ({ code, exchange }) => code.startsWith('50') && !erring.includes(payerOf(evidence, exchange)),
  ),
)

/** Kind of the test data that pays, '' for none. */
function payerOf(evidence: Evidence, { request }: Exchange): string {
  const { code = '' } = evidence.contract.places
  return provided(evidence).get(text(request.read, code) ?? '')?.data ?? ''
}

const isConflict = ({ code }: Coded): boolean => /^409..00$/.test(code)

/** An inquiry under a number of its own has nothing else that could be in conflict. */
const areNumbersMixed = premise((evidence: Evidence): boolean =>
  coded(evidence).some(
    (one) =>
      isConflict(one) &&
      one.exchange.operation === 'status' &&
      isOrderly(evidence, one.exchange) &&
      situationOf(evidence, one.exchange) !== 'external-id-again',
  ),
)

const accepted = rule<Refused>({
  id: 'codes.accepted',
  says: 'A refusal has a code that its cause allows.',
  level: 'should',
  about: ['server'],
  over: (evidence) =>
    refused(evidence)
      .filter(
        // Of a number that is taken for another one, the rules about X-EXTERNAL-ID speak.
        (one) =>
          !isConflict(one) ||
          (one.situation.id.includes('again') &&
            (one.situation.id === 'external-id-again' || !areNumbersMixed(evidence))),
      )
      .filter(
        // Who answers a spoilt request by what it asks has not looked at its form, of which other rules speak.
        (one) =>
          !one.code.startsWith('5') && !(isAboutForm(one.situation.id) && /^40[134579]/.test(one.code)),
      ),
  holds: ({ situation, code, message }, { profile }) =>
    suits(situation, code, profile)
      ? []
      : [{ expected: `${formsOf(situation)}: ${situation.says}`, received: `${code} ${message}` }],
})

/** Nothing was wrong with a request that was answered by an error: whoever has a bad day has one with all. */
const isShaky = premise((evidence: Evidence): boolean =>
  errors(evidence).some(
    ({ exchange }) =>
      (exchange.operation === 'status' ||
        (payerOf(evidence, exchange) === 'card' && !isAgain(evidence, exchange))) &&
      isOrderly(evidence, exchange) &&
      situationOf(evidence, exchange) === undefined,
  ),
)

const blamed = rule<Coded>({
  id: 'codes.blame',
  says: 'What a request is to blame for is not answered as an error of the server.',
  level: 'must',
  about: ['server'],
  span: 'run',
  over(evidence) {
    const told =
      errors(evidence).length > 0
        ? refused(evidence)
        : coded(evidence).filter(({ code }) => code.startsWith('4'))
    return told.map(({ place: _operation, ...one }) => one as Coded)
  },
  holds: ({ exchange, code, message }, evidence) => {
    if (!errors(evidence).some((one) => one.exchange === exchange)) return []
    const { situation } = refused(evidence).find((one) => one.exchange === exchange)!
    const problem = { expected: `${formsOf(situation)}: ${situation.says}`, received: `${code} ${message}` }
    return [isShaky(evidence) ? { ...problem, level: 'should' as const } : problem]
  },
})

const isAboutForm = (id: string): boolean => ['missing-field', 'missing-header', 'wrong-format'].includes(id)

const situationNamed = ({ accepts = [] }: Contract, wanted: string): Accept | undefined =>
  accepts.find(({ id }) => id === wanted)

const formsOf = ({ canonical, accept }: Accept): string =>
  [canonical, ...accept.map(({ code }) => code)].join(' or ')

/** Payers who have something to do before they have paid. */
const opening = ['redirect', 'refuses', 'idle']

/** Payers whose payment does not succeed at once, whoever is asked. */
const failing = [
  'declined',
  'blocked',
  'stale',
  'poor',
  'limited',
  'fraud',
  'backend',
  'unknowncard',
  ...opening,
]

/** A one-time password that no card has. */
export const noPassword = '00000000'

/** The card pays with a one-time password, and this is none of its own, or there is none. */
const isGuessed = (exchange: Exchange, data: string): boolean =>
  data === 'otp' && ['', noPassword].includes(asked(exchange, 'otp'))

/** An inquiry tells as paid what its payer never pays. */
function isToldPaid(evidence: Evidence, payment: Exchange, data: string): boolean {
  const { reference = '', originalReference = '' } = evidence.contract.places
  const name = text(payment.request.read, reference)
  return (
    data !== 'redirect' &&
    evidence.exchanges.some(
      ({ operation, request, response }) =>
        operation === 'status' &&
        text(request.read, originalReference) === name &&
        text(response?.read, 'latestTransactionStatus') === '00',
    )
  )
}

const success = rule<Case & { exchange: Exchange; data: string; place: string }>({
  id: 'codes.success',
  says: 'What was refused or failed is never answered with 200.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    evidence.exchanges
      .filter(
        (exchange) =>
          exchange.operation === 'payment' &&
          isOrderly(evidence, exchange) &&
          exchange.response &&
          !isAgain(evidence, exchange),
      )
      .flatMap((exchange) => {
        const data = payerOf(evidence, exchange)
        return failing.includes(data) || isGuessed(exchange, data)
          ? [{ exchange, data, place: data, exchanges: [exchange] }]
          : []
      }),
  holds: ({ exchange, data }, evidence) => {
    const { read } = exchange.response!
    const isSent = ['webRedirectUrl', 'appRedirectUrl'].some((at) => text(read, at) !== undefined)
    if (sayingOf(evidence, exchange) !== 'success' || isSent) return []
    return [
      {
        expected: 'a refusal, a promise, or a page for the payer',
        received: `${text(read, evidence.contract.outcome.at)} without a page`,
        // The table leaves the address of a page open, and a payer may be told of it otherwise.
        ...(opening.includes(data) && !isToldPaid(evidence, exchange, data)
          ? { level: 'should' as const }
          : {}),
      },
    ]
  },
})

export const outcomeRules: Rule[] = [accepted, blamed, success]
