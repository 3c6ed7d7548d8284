/** Other lawful decisions: codes of refusals, shapes of errors, ids of notifications. */
import { setTimeout as sleep } from 'node:timers/promises'
import { inBackground } from '../../../background.ts'
import type { Freedom } from '../../../defect.ts'
import { answering } from '../bend.ts'
import { targetOf } from '../../../../dialects/doku-paths.ts'
import { forgettingAfter } from '../defects/repeats.ts'
import { refused } from '../intake.ts'
import type { Order } from '../ledger.ts'
import type { Outcome, Steps, Till } from '../steps.ts'

/** Milliseconds that a clock is behind. */
const slow = 4 * 60_000

const behind = (till: Till): Till => ({
  ...till,
  clock: { ...till.clock, now: () => till.clock.now() - slow },
})

/** Refuses with other statuses where an outcome has one. */
const mapped =
  (statuses: { [code: string]: number }): Freedom<Steps>['steps'] =>
  (honest) => {
    const change = (outcome: Outcome): Outcome => ({
      ...outcome,
      status: statuses[outcome.error?.code ?? ''] ?? outcome.status,
    })
    return {
      answer: (call, outcome) => honest.answer(call, change(outcome)),
    }
  }

export const decisions: readonly Freedom<Steps>[] = [
  {
    id: 'refuses-signatures-with-401',
    says: 'Answers 401 to wrong signatures and unknown clients.',
    because: 'E-DOKU-13',
    steps: mapped({ invalid_signature: 401, invalid_client_id: 401 }),
  },
  {
    id: 'refuses-fields-with-422',
    says: 'Answers 422 to wrong fields.',
    because: 'The document has no list of errors',
    steps: mapped({ invalid_parameter: 422 }),
  },
  {
    id: 'takes-blanks',
    says: 'Takes a name and a description that are blank.',
    warns: ['refusals.incomplete'],
    because: 'The document does not say that a blank is nothing',
    steps: (honest) => ({
      checkFields(call) {
        call.complaints = call.complaints.filter(
          ({ field: { name } }) =>
            !['customer.name', 'indomaret_info.receipt.description'].includes(name) ||
            !/^\s+$/.test(String(call.fields[name])),
        )
        return honest.checkFields(call)
      },
    }),
  },
  {
    id: 'leaves-optional-texts-unread',
    says: 'Takes whatever stands in optional texts, which it does nothing with.',
    warns: ['refusals.types'],
    because: 'Nothing is promised about what is optional',
    steps: (honest) => ({
      checkFields(call) {
        call.complaints = call.complaints.filter(
          ({ constraint, field: { presence, format } }) =>
            !(constraint === 'type' && presence === 'O' && ['words', 'email'].includes(format)),
        )
        return honest.checkFields(call)
      },
    }),
  },
  {
    id: 'refuses-invoices-with-409',
    says: 'Answers 409 to an invoice number that was used.',
    because: 'The document has no list of errors',
    steps: mapped({ invoice_already_used: 409 }),
  },
  {
    id: 'refuses-other-bodies-with-400',
    says: 'Answers 400 to a Request-Id with another body.',
    because: 'Nothing is said of it',
    steps: mapped({ idempotency_conflict: 400 }),
  },
  {
    id: 'knows-requests-by-their-id',
    says: 'Answers 409 with the first body to a Request-Id with another body.',
    because: 'A request is identical if it has the same Request-Id',
    steps: (honest) => ({ repeat: (call, first) => honest.repeat(call, first, true) }),
  },
  {
    id: 'forgets-after-a-day',
    says: 'Knows a Request-Id again for a day.',
    warns: ['repeats.conflict'],
    because: 'E-DOKU-19',
    steps: forgettingAfter(86_400_000),
  },
  {
    id: 'lists-error-messages',
    says: 'Tells errors as error_messages.',
    because: 'Shape of errors that is seen at other interfaces of the provider',
    steps: answering(({ error, ...others }) =>
      error === undefined
        ? others
        : { ...others, error_messages: [String((error as { message: string }).message)] },
    ),
  },
  {
    id: 'wraps-errors',
    says: 'Tells errors in message and response.',
    because: 'Shape of errors that is seen at other interfaces of the provider',
    steps: answering(({ error, ...others }) =>
      error === undefined
        ? others
        : {
            ...others,
            message: [String((error as { message: string }).message)],
            response: { error },
          },
    ),
  },
  {
    id: 'leaves-refusals-unsigned',
    says: 'Signs no refusals.',
    because: 'The document speaks of answers with a code',
    steps: (honest) => ({
      sign: (call, fields, body) =>
        fields['header::status'] === '200' || fields['header::status'] === '409'
          ? honest.sign(call, fields, body)
          : undefined,
    }),
  },
  {
    id: 'numbers-attempts',
    says: 'Gives every attempt at a notification a Request-Id of its own.',
    because: 'E-DOKU-18',
    steps: (honest) => ({
      compose: (fields, _id, merchant, url, till) =>
        honest.compose(fields, `N${till.number()}`, merchant, url, till),
    }),
  },
  {
    id: 'counts-attempts',
    says: 'Tells with every attempt at a notification how many there were before it.',
    because: 'The document advises readers not to be strict',
    steps: (honest) => {
      const made = new Map<string, number>()
      return {
        compose(fields, id, merchant, url, till) {
          const attempt = made.get(id) ?? 0
          made.set(id, attempt + 1)
          return honest.compose({ ...fields, delivery: { attempt } }, id, merchant, url, till)
        },
      }
    },
  },
  {
    id: 'refuses-text-for-true',
    says: 'Refuses a reusable_status in text.',
    because: 'E-DOKU-03',
    steps: (honest) => ({
      checkFields: (call) =>
        typeof call.fields['online_to_offline_info.reusable_status'] === 'string'
          ? refused(400, 'invalid_parameter', 'reusable_status is malformed')
          : honest.checkFields(call),
    }),
  },
  {
    id: 'gives-long-codes',
    says: 'Gives out codes of twenty digits that begin with zeros.',
    because: 'No length is published',
    steps: (honest) => ({ newCode: (till) => `0000${honest.newCode(till)}` }),
  },
  {
    id: 'takes-bare-signatures',
    says: 'Accepts signatures without HMACSHA256= before them.',
    because: 'Profile signaturePrefix optional',
    profile: { signaturePrefix: 'optional' },
    steps: () => ({}),
  },
  {
    id: 'refuses-other-paths',
    says: 'Refuses an override of another path.',
    because: 'Either is right',
    steps: (honest) => ({
      async admit(call) {
        const override = call.steps.valueAt(call, 'additional_info.override_notification_url')
        const { callbackUrl } = call.till
        const isOther = override && callbackUrl && targetOf(override) !== targetOf(callbackUrl)
        return isOther ? refused(400, 'invalid_parameter', 'The path is another') : honest.admit(call)
      },
    }),
  },
  {
    id: 'tells-flat-errors',
    says: 'Tells errors as frameworks do: a status, its name and a message.',
    because: 'No shape of errors is published',
    steps: answering(({ error, ...others }) =>
      error === undefined
        ? others
        : {
            ...others,
            status: Number(others['header::status']),
            error: 'Refused',
            message: 'Request is wrong',
          },
    ),
  },
  {
    id: 'notifies-late',
    says: 'Notifies half a second after a payment, and tells of it then.',
    because: 'The document promises no time',
    steps: (honest) => {
      const told = new Set<Order>()
      return {
        stateOf(order, till) {
          const state = honest.stateOf(order, till)
          return state === 'SUCCESS' && !told.has(order) ? 'PENDING' : state
        },
        async notify(order, payment, till, steps) {
          setTimeout(() => {
            told.add(order)
            void honest.notify(order, payment, till, steps)
          }, 500).unref()
        },
      }
    },
  },
  {
    id: 'expires-in-the-background',
    says: 'Has a code expire when its own work in the background comes to it, after its time.',
    because: 'The document promises no time',
    steps: (honest) => {
      const seen = new Set<Order>()
      return {
        stateOf(order, till) {
          const state = honest.stateOf(order, till)
          if (state !== 'EXPIRED' || seen.has(order)) return state
          inBackground(() => seen.add(order))
          return 'PENDING'
        },
      }
    },
  },
  {
    id: 'is-four-minutes-behind',
    says: 'Writes all its times by a clock that is four minutes behind.',
    warns: ['answers.stamped'],
    because: 'The document names no tolerance',
    steps: (honest) => ({
      answer: (call, outcome) => honest.answer({ ...call, till: behind(call.till) }, outcome),
      timesOf(order, till) {
        const [createdAt, expiresAt] = [order.createdAt - slow, order.expiresAt - slow]
        return honest.timesOf({ ...order, createdAt, expiresAt }, till)
      },
      notice: (order, payment, till) => honest.notice(order, { ...payment, at: payment.at - slow }, till),
      compose: (fields, id, merchant, url, till) => honest.compose(fields, id, merchant, url, behind(till)),
    }),
  },
  {
    id: 'notifies-first',
    says: 'Notifies a payment, and only then tells whoever made it that it was taken.',
    because: 'The document promises no time',
    steps: (honest) => ({
      async notify(order, payment, till, steps) {
        await honest.notify(order, payment, till, steps)
        await sleep(100)
      },
    }),
  },
  {
    id: 'names-no-store',
    says: 'Notifies without identifiers of the store.',
    because: 'The table says conditional',
    steps: (honest) => ({
      notice(order, payment, till) {
        const { online_to_offline_payment: _store, ...others } = honest.notice(order, payment, till)
        return others
      },
    }),
  },
]
