/** Defects of the tokens of customers: whose they are, and whether they are looked at. */
import { bareToken } from '../../../../dialects/snap-keyring.ts'
import type { Defect } from '../../../defect.ts'
import { type Bend, isRefund, together } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { renewalOf } from '../tokening.ts'
import type { Token } from '../tokens.ts'
import { overlooking } from './overlooking.ts'

const customerToken = 'header:Authorization-Customer'

/** Passes over what the table says against one header. */
const withoutHeader = (name: string): Bend => overlooking(({ field }) => field.name === name)

/** Takes some tokens of customers that are not good. */
const taking =
  (isFine: (token: Token | undefined, call: Call, partner: string) => boolean): Bend =>
  (honest) => ({
    isCustomerGood(call, partner) {
      if (honest.isCustomerGood(call, partner)) return true
      const token = call.till.tokens.known(bareToken(call.steps.valueAt(call, customerToken)))
      if (!isFine(token, call, partner.id)) return false
      if (token?.customer !== undefined) call.customer = token.customer
      return true
    },
  })

/** Renews some tokens that are not to be renewed. */
const renewing =
  (isFine: (token: Token, call: Call) => boolean): Bend =>
  () => ({
    renewedBy(call, text) {
      const token = renewalOf(call, text)
      return token && isFine(token, call) ? token.customer : undefined
    },
  })

export const customers: readonly Defect<Steps>[] = [
  {
    id: 'needs-no-customer',
    catalogue: 'D156',
    says: 'Takes a request without Authorization-Customer, or with the token of nobody in it.',
    breaks: ['headers.customer', 'tokens.customer-unknown'],
    profile: { authorization: 'both' },
    steps: together(withoutHeader(customerToken), (honest) => ({
      isCustomerGood: (call, partner) => honest.isCustomerGood(call, partner) || true,
    })),
  },
  {
    id: 'pays-back-without-customer',
    says: 'Charges and pays back without Authorization-Customer, where only these requests carry it.',
    breaks: ['headers.customer', 'tokens.customer-unknown'],
    profile: { authorization: 'payer' },
    steps: together(withoutHeader(customerToken), () => ({ isCustomerGood: () => true })),
  },
  {
    id: 'charges-cards-of-others',
    catalogue: 'D177',
    says: 'Lets the token of one customer pay with the card of another.',
    breaks: ['tokens.customer'],
    profile: { authorization: 'both' },
    steps: (honest) => ({
      async cardOf(call) {
        const card = await honest.cardOf(call)
        if (card?.customer === undefined) return card
        const { customer: _owner, ...free } = card
        return free
      },
    }),
  },
  {
    id: 'takes-anybodys-customers',
    says: 'Takes a token of a customer that one partner was given from every other one.',
    breaks: ['tokens.customer-bound'],
    profile: { authorization: 'both' },
    steps: taking((token, call) => token?.customer !== undefined && call.at < token.expires),
  },
  {
    id: 'pays-back-for-anybodys-customers',
    says: 'Pays back under the token of a customer that another partner was given.',
    breaks: ['tokens.customer-bound'],
    profile: { authorization: 'payer' },
    steps: taking((token, call) => isRefund(call) && token?.customer !== undefined),
  },
  {
    id: 'takes-invented-customers',
    says: 'Takes a token of a customer that nobody issued.',
    breaks: ['tokens.customer-unknown'],
    profile: { authorization: 'both' },
    steps: taking((token) => token === undefined),
  },
  {
    id: 'takes-partners-for-customers',
    says: 'Takes the token of the partner for that of a customer.',
    breaks: ['tokens.customer-unknown'],
    profile: { authorization: 'payer' },
    steps: taking((token, _call, partner) => token?.partner === partner && token.customer === undefined),
  },
  {
    id: 'takes-expired-customers',
    says: 'Takes a token of a customer whose time is over.',
    breaks: ['tokens.customer-expired'],
    profile: { authorization: 'both' },
    steps: taking((token, _call, partner) => token?.partner === partner && token.customer !== undefined),
  },
  {
    id: 'pays-back-to-expired-customers',
    says: 'Pays back under a token of a customer whose time is over.',
    breaks: ['tokens.customer-expired'],
    profile: { authorization: 'payer' },
    steps: taking((token, call, partner) => isRefund(call) && token?.partner === partner),
  },
  {
    id: 'renews-for-ever',
    says: 'Gives a token of a customer for a refresh token whose time is over.',
    breaks: ['tokens.customer-expired'],
    profile: { authorization: 'both' },
    steps: renewing((token, call) => token.partner === call.partner?.id),
  },
  {
    id: 'renews-for-anybody',
    says: 'Gives a token of a customer for the refresh token that another partner was given.',
    breaks: ['tokens.consent'],
    profile: { authorization: 'both' },
    steps: renewing((token, call) => call.at < token.expires),
  },
  {
    id: 'gives-the-customers-of-others',
    says: 'Gives a token of a customer for a code of his consent to another partner.',
    breaks: ['tokens.consent'],
    profile: { authorization: 'both' },
    steps: () => ({ consentedBy: async ({ till }, code) => (await till.ledger.consent(code))?.id }),
  },
  {
    id: 'takes-codes-of-consent-again',
    says: 'Gives a token of a customer as often as the code of his consent comes.',
    breaks: ['tokens.consent-once'],
    profile: { authorization: 'both' },
    steps: (honest) => {
      const known = new Map<string, string>()
      return {
        async consentedBy(call, code) {
          const name = JSON.stringify([call.partner?.id, code])
          const customer = known.get(name) ?? (await honest.consentedBy(call, code))
          if (customer !== undefined) known.set(name, customer)
          return customer
        },
      }
    },
  },
]
