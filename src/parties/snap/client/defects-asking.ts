/** Clients that ask at the wrong time, again under another number, or not at all. */
import type { Odd } from '../../oddity.ts'
import { originalOf } from './bodies.ts'
import { isLost } from './honest.ts'
import type { Heard } from '../../posting.ts'
import type { ClientSteps, Deal, Shop, Told } from './steps.ts'

type Defect = Odd<ClientSteps>

/** Begins anew after some answers, under another reference. */
function renewing(when: (heard: Heard, told: Told | undefined) => boolean): Defect['steps'] {
  return (honest) => ({
    renew: (deal, heard, told, shop) => (when(heard, told) ? another(deal, shop) : deal),
    afterPayment: (order, word) => {
      const turn = honest.afterPayment(order, word)
      return turn === 'ask' && word === 'unknown' ? 'again' : turn
    },
  })
}

function another(deal: Deal, shop: Shop): Deal {
  const { amount, currency } = deal.order
  return { ...deal, order: shop.books.open({ reference: shop.steps.reference(shop), amount, currency }) }
}

export const asking: readonly Defect[] = [
  {
    id: 'pays-again-after-silence',
    catalogue: 'D133',
    says: 'Pays again under a new partnerReferenceNo when no answer came.',
    breaks: ['client.unknown', 'client.retry'],
    steps: renewing(isLost),
  },
  {
    id: 'pays-again-after-a-timeout',
    catalogue: 'D163',
    says: 'Pays again under a new partnerReferenceNo after 5045400.',
    breaks: ['client.unknown', 'client.retry'],
    steps: renewing((_heard, told) => told?.status === 504),
  },
  {
    id: 'keeps-its-external-id',
    catalogue: 'D134',
    says: 'Repeats a payment with the X-EXTERNAL-ID of the first attempt.',
    breaks: ['client.retry'],
    steps: keepingIds,
  },
  {
    id: 'fails-what-it-does-not-know',
    catalogue: 'D136',
    says: 'Takes 504 and a lost answer for a failure.',
    breaks: ['client.unknown'],
    steps: (honest) => ({
      judgePayment(told, heard, shop) {
        const word = honest.judgePayment(told, heard, shop)
        return word === 'unknown' && (isLost(heard) || heard.status === 504) ? 'failed' : word
      },
    }),
  },
  {
    id: 'fails-on-errors',
    catalogue: 'D136',
    says: 'Takes 500, 502 and whatever it cannot read for a failure.',
    breaks: ['client.unknown'],
    steps: (honest) => ({
      judgePayment(told, heard, shop) {
        const word = honest.judgePayment(told, heard, shop)
        const isError = heard.status !== undefined && heard.status >= 500 && heard.status !== 504
        const isStrange = !told && heard.status === 200 && !/"responseCode":"\d/.test(heard.body.toString())
        return word === 'unknown' && ((isError && !isCoded(heard)) || isStrange) ? 'failed' : word
      },
    }),
  },
  {
    id: 'gives-up-on-429',
    says: 'Takes 429 for a failure.',
    breaks: ['client.unknown'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) => (told?.status === 429 ? 'failed' : honest.judgePayment(told, ...rest)),
    }),
  },
  {
    id: 'refunds-again-after-case-18',
    catalogue: 'D138',
    says: 'Takes 4045818 for a failed refund, and refunds again under another number.',
    breaks: ['client.inconsistent'],
    steps: (honest) => ({
      judgeRefund: (told, ...rest) =>
        told?.status === 404 && told.case === '18' ? 'again' : honest.judgeRefund(told, ...rest),
      renew(deal, _heard, told, shop) {
        if (!deal.refund || told?.status !== 404 || told.case !== '18') return deal
        const { amount, currency } = deal.refund
        return {
          ...deal,
          refund: shop.books.open({ reference: shop.steps.reference(shop), amount, currency }),
        }
      },
    }),
  },
  {
    id: 'refunds-less-the-second-time',
    says: 'Repeats a refund that it knows nothing of with a rupiah less.',
    breaks: ['client.retry'],
    steps: refundingLess,
  },
  {
    id: 'refunds-another-payment-the-second-time',
    says: 'Repeats a refund that it knows nothing of, and names the payment of an earlier refund.',
    breaks: ['client.retry', 'client.refund-sum'],
    steps: refundingAnother,
  },
  {
    id: 'refunds-again-after-silence',
    says: 'Refunds again under another number when no answer came.',
    breaks: ['client.unknown', 'client.retry'],
    steps: () => ({
      renew(deal, heard, _told, shop) {
        if (!deal.refund || !isLost(heard)) return deal
        const { amount, currency } = deal.refund
        return {
          ...deal,
          refund: shop.books.open({ reference: shop.steps.reference(shop), amount, currency }),
        }
      },
    }),
  },
  {
    id: 'never-renews-its-token',
    catalogue: 'D140',
    says: 'Gives up when its token is refused.',
    breaks: ['client.token-refresh'],
    steps: () => ({ refreshes: 0 }),
  },
  {
    id: 'insists-on-its-token',
    catalogue: 'D140',
    says: 'Repeats a request with the token that was refused.',
    breaks: ['client.token-refresh'],
    steps: (honest) => ({
      refreshes: 0,
      judgePayment: (told, ...rest) =>
        honest.isTokenRefused(told) ? 'again' : honest.judgePayment(told, ...rest),
    }),
  },
  {
    id: 'renews-for-ever',
    catalogue: 'D140',
    says: 'Gets new tokens again and again when they are refused.',
    breaks: ['client.token-refresh'],
    steps: () => ({ refreshes: 12 }),
  },
  {
    id: 'gets-a-token-each-time',
    catalogue: 'D141',
    says: 'Gets a token for every request.',
    breaks: ['client.token-reuse'],
    steps: () => ({ isFresh: () => false }),
  },
  {
    id: 'never-looks-at-the-clock',
    says: 'Uses its token until it is refused, however old it is.',
    breaks: ['client.token-reuse'],
    steps: () => ({ isFresh: ({ ends }, { now }) => ends > now() - 86_400_000 && ends !== 0 }),
  },
  {
    id: 'counts-milliseconds',
    catalogue: 'D142',
    says: 'Takes the milliseconds since 1970 for an X-EXTERNAL-ID.',
    breaks: ['client.external-id'],
    steps: () => ({ externalId: (_attempt, { now }) => String(now()) }),
  },
  {
    id: 'stamps-once',
    catalogue: 'D143',
    says: 'Takes the time of X-TIMESTAMP when it is started.',
    breaks: ['client.timestamp'],
    steps: (honest) => ({
      timestamp: (attempt, shop) => honest.timestamp(attempt, { ...shop, now: () => shop.openedAt }),
    }),
  },
]

const isCoded = ({ body }: Heard): boolean => body.toString().includes('"responseCode":"2')

/** An X-EXTERNAL-ID for each reference. */
function keepingIds(honest: ClientSteps): Partial<ClientSteps> {
  const ids = new Map<string, string>()
  return {
    externalId(attempt, shop) {
      if (attempt.operation !== 'payment' || !attempt.deal) return honest.externalId(attempt, shop)
      const { reference } = attempt.deal.order
      const id = ids.get(reference) ?? honest.externalId(attempt, shop)
      ids.set(reference, id)

      return id
    },
  }
}

/** The amount of a refund that was sent before is another one. */
function refundingLess(honest: ClientSteps): Partial<ClientSteps> {
  const sent = new Set<string>()
  return {
    refundBody(deal, shop) {
      const body = honest.refundBody(deal, shop)
      const { reference = '', amount = '', currency } = deal.refund ?? {}
      if (!sent.has(reference)) sent.add(reference)
      else body['refundAmount'] = { value: `${Number(amount) - 1}.00`, currency }
      return body
    },
  }
}

/** A refund that was sent before names the payment of another one. */
function refundingAnother(honest: ClientSteps): Partial<ClientSteps> {
  const sent = new Map<string, Deal>()
  return {
    refundBody(deal, shop) {
      const { reference = '' } = deal.refund ?? {}
      const isAgain = sent.has(reference)
      sent.set(reference, deal)
      const other = [...sent.values()].find(({ order }) => order !== deal.order)
      return { ...honest.refundBody(deal, shop), ...(isAgain && other && originalOf(other)) }
    },
  }
}
