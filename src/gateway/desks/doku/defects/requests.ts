/** Requests that are taken though they are wrong, or refused though they are right. */
import type { Defect } from '../../../defect.ts'
import { refused } from '../intake.ts'
import type { Call, Steps } from '../steps.ts'
import { at, overlooking } from './overlooking.ts'

/** Refuses some requests that nothing is wrong with. */
const shy =
  (is: (call: Call) => boolean, says: string): Defect<Steps>['steps'] =>
  (honest) => ({
    checkFields: (call) => (is(call) ? refused(400, 'invalid_parameter', says) : honest.checkFields(call)),
  })

const bodyOf = ({ raw }: Call): string => Buffer.from(raw.body).toString()
const info = 'online_to_offline_info'

export const requests: readonly Defect<Steps>[] = [
  {
    id: 'needs-no-description',
    says: 'Gives out codes without a description for the receipt.',
    breaks: ['refusals.incomplete@indomaret_info.receipt.description'],
    steps: overlooking(at('indomaret_info.receipt.description', 'required')),
  },
  {
    id: 'needs-no-name',
    says: 'Gives out codes without the name of a customer.',
    breaks: ['refusals.incomplete@customer.name'],
    steps: overlooking(at('customer.name', 'required')),
  },
  {
    id: 'takes-numbers-for-invoices',
    says: 'Takes an invoice number that is a JSON number.',
    breaks: ['refusals.types@order.invoice_number'],
    steps: (honest) => ({
      ...overlooking(at('order.invoice_number', 'type'))(honest),
      valueAt(call, place) {
        const value = call.fields[place]
        return place === 'order.invoice_number' && typeof value === 'number'
          ? String(value)
          : honest.valueAt(call, place)
      },
    }),
  },
  {
    id: 'takes-long-invoices',
    catalogue: 'D26',
    says: 'Accepts an invoice number of 65 characters.',
    breaks: ['refusals.limits@order.invoice_number'],
    steps: overlooking(at('order.invoice_number', 'length')),
  },
  {
    id: 'takes-any-mail-address',
    says: 'Accepts a mail address that is none.',
    breaks: ['refusals.email'],
    steps: overlooking(at('customer.email', 'format')),
  },
  {
    id: 'takes-parts-of-rupiah',
    catalogue: 'D28',
    says: 'Accepts an amount of 1.5.',
    breaks: ['amounts.refused'],
    steps: overlooking((one, call) => at('order.amount')(one) && call.fields['order.amount'] === 1.5),
  },
  {
    id: 'takes-thirteen-digits',
    catalogue: 'D29',
    says: 'Accepts an amount of thirteen digits.',
    breaks: ['amounts.refused'],
    steps: overlooking(
      (one, call) => at('order.amount')(one) && Number(call.fields['order.amount']) > 999_999_999_999,
    ),
  },
  {
    id: 'refuses-large-amounts',
    says: 'Refuses amounts of twelve digits.',
    breaks: ['amounts.large'],
    steps: shy((call) => Number(call.fields['order.amount']) >= 100_000_000_000, 'order.amount is too large'),
  },
  {
    id: 'takes-amounts-as-text',
    says: 'Accepts an amount that is a text.',
    breaks: ['amounts.text'],
    steps: overlooking(
      (one, call) => at('order.amount')(one) && typeof call.fields['order.amount'] === 'string',
    ),
  },
  {
    id: 'takes-no-time-at-all',
    says: 'Accepts an expired_time of 0.',
    breaks: ['lifetimes.refused'],
    steps: overlooking(
      (one, call) => at(`${info}.expired_time`)(one) && call.fields[`${info}.expired_time`] === 0,
    ),
  },
  {
    id: 'refuses-long-lives',
    says: 'Refuses an expired_time of eight digits.',
    breaks: ['lifetimes.long'],
    steps: shy(
      (call) => Number(call.fields[`${info}.expired_time`]) > 9_999_999,
      'expired_time is too large',
    ),
  },
  {
    id: 'takes-missing-reusability',
    catalogue: 'D33',
    says: 'Takes a missing reusable_status for true.',
    breaks: ['reusables.required'],
    steps: (honest) => ({
      ...overlooking(at(`${info}.reusable_status`, 'required'))(honest),
      isReusable: (call) =>
        call.fields[`${info}.reusable_status`] === undefined ? true : honest.isReusable(call),
    }),
  },
  {
    id: 'takes-text-for-true',
    catalogue: 'D34',
    says: 'Takes the text «false» for true.',
    breaks: ['reusables.text'],
    steps: (honest) => ({
      ...overlooking(
        (one, call) =>
          at(`${info}.reusable_status`)(one) &&
          one.constraint !== 'required' &&
          typeof call.fields[`${info}.reusable_status`] === 'string',
      )(honest),
      isReusable: (call) => Boolean(call.fields[`${info}.reusable_status`]),
    }),
  },
  {
    id: 'demands-footers',
    catalogue: 'D37',
    says: 'Refuses requests without a footer for the receipt.',
    breaks: ['requests.minimal'],
    steps: shy(
      (call) => call.fields['indomaret_info.receipt.footer_message'] === undefined,
      'footer_message is missing',
    ),
  },
  {
    id: 'refuses-integrations',
    says: 'Refuses what libraries add to additional_info.',
    breaks: ['requests.integration'],
    steps: shy((call) => bodyOf(call).includes('"integration"'), 'integration is unknown'),
  },
  {
    id: 'falls-over-unknown-members',
    says: 'Answers 500 to members that it does not know.',
    breaks: ['requests.unknown-member'],
    steps: (honest) => ({
      checkFields: (call) => {
        const known = ['order', info, 'customer', 'indomaret_info', 'additional_info']
        const strange = Object.keys(call.fields).some((name) => !/[.[:]/.test(name) && !known.includes(name))
        return strange ? refused(500, 'internal_error', 'Something has failed') : honest.checkFields(call)
      },
    }),
  },
  {
    id: 'falls-over-bad-json',
    says: 'Answers 500 to a body that it cannot read.',
    breaks: ['requests.unreadable'],
    steps: (honest) => ({
      checkBody: (call) =>
        honest.checkBody(call) ? refused(500, 'internal_error', 'Something has failed') : undefined,
    }),
  },
  {
    id: 'refuses-letters',
    says: 'Refuses text beyond ASCII.',
    breaks: ['requests.text'],
    steps: shy((call) => /[^\0-\x7f]/.test(bodyOf(call)), 'customer.name is malformed'),
  },
  {
    id: 'has-no-code',
    says: 'Refuses requests that nothing is wrong with.',
    breaks: ['requests.accepted'],
    steps: (honest) => ({
      admit: async (call) =>
        (await honest.admit(call)) ?? refused(400, 'invalid_parameter', 'No code is left'),
    }),
  },
  {
    id: 'cuts-long-names',
    says: 'Accepts texts beyond the length that is agreed on.',
    breaks: ['refusals.long'],
    profile: { textLimits: { 'customer.name': 64 } },
    steps: () => ({ checkLengths: () => undefined }),
  },
]
