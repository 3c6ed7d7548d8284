/** Defects of inquiries: which payment they find, and what they tell of it. */
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { codeOf } from '../answers.ts'
import { stateWords } from '../asking.ts'
import type { Bend } from '../bend.ts'
import type { Payment } from '../ledger.ts'
import { moneyOf } from '../money.ts'
import type { Call, Operation, Outcome, Steps } from '../steps.ts'

const identifiers = ['originalPartnerReferenceNo', 'originalReferenceNo', 'originalExternalId']

/** A thousand rupiah in sen. */
const whole = 10_000n

const tells =
  (change: (fields: Fields, payment: Payment, call: Call) => Fields): Bend =>
  (honest) => ({
    statusFields: (call, payment) => change(honest.statusFields(call, payment), payment, call),
  })

/** Reads a request of one operation as if it did not have some places. */
export const blindTo =
  (operation: Operation, places: (call: Call, honest: Steps) => string[]): Bend =>
  (honest) => ({
    find(call) {
      const hidden = call.operation === operation ? places(call, honest) : []
      const valueAt: Steps['valueAt'] = (one, place) =>
        hidden.includes(place) ? undefined : honest.valueAt(one, place)
      return honest.find({ ...call, steps: { ...call.steps, valueAt } })
    },
  })

/** Finds payments of every partner. */
const seeingAll =
  (operation: Operation): Bend =>
  (honest) => ({
    async find(call) {
      const own = await honest.find(call)
      if (own || call.operation !== operation) return own
      const { steps, till } = call
      const [reference, id] = identifiers.map((place) => steps.valueAt(call, place))
      const known = id === undefined ? undefined : await till.ledger.paymentById(id)
      const named = reference === undefined ? known : (await till.ledger.payments(reference))[0]
      // What could not be cancelled is not shown either.
      if (operation === 'cancel' && named?.state !== '01') return undefined
      return named && (id === undefined || named.id === id) ? named : undefined
    },
  })

/** Answers an inquiry about an unknown payment otherwise. */
const missing =
  (answer: (call: Call) => Outcome): Bend =>
  (honest) => ({
    async status(call) {
      const outcome = await honest.status(call)
      const isMissing = outcome.form === '404##01' && (await call.steps.find(call)) === undefined
      const isServed = call.steps.valueAt(call, 'serviceCode') === call.till.profile['statusServiceCode']
      const names = identifiers.filter((place) => call.steps.valueAt(call, place) !== undefined)
      return isMissing && isServed && names.length === 1 ? answer(call) : outcome
    },
  })

const failed = (call: Call): Outcome => ({
  form: '200##00',
  fields: {
    originalPartnerReferenceNo: call.steps.valueAt(call, 'originalPartnerReferenceNo') ?? '',
    serviceCode: call.steps.valueAt(call, 'serviceCode') ?? '',
    latestTransactionStatus: '06',
    transactionStatusDesc: stateWords['06'],
  },
})

export const statuses: readonly Defect<Steps>[] = [
  {
    id: 'takes-any-service-code',
    catalogue: 'D116',
    says: 'Answers an inquiry about any service.',
    breaks: ['status.service'],
    steps: (honest) => ({
      status: (call) =>
        honest.status({
          ...call,
          till: {
            ...call.till,
            profile: {
              ...call.till.profile,
              statusServiceCode: call.steps.valueAt(call, 'serviceCode'),
            },
          },
        }),
    }),
  },
  {
    id: 'answers-another-service-code',
    catalogue: 'D169',
    says: 'Answers every inquiry with the service code 55.',
    breaks: ['status.service-echo'],
    steps: tells((fields) => ({ ...fields, serviceCode: '55' })),
  },
  {
    id: 'answers-with-the-last-payment',
    catalogue: 'D115',
    says: 'Answers an inquiry that names no payment with the last one.',
    breaks: ['status.unidentified'],
    steps: (honest) => {
      let last: Payment | undefined
      return {
        async open(call, card) {
          last = await honest.open(call, card)
          return last
        },
        async status(call) {
          const isNamed = identifiers.some((place) => call.steps.valueAt(call, place) !== undefined)
          if (isNamed || !last) return honest.status(call)
          return { form: '200##00', fields: call.steps.statusFields(call, last) }
        },
      }
    },
  },
  {
    id: 'finds-by-one-name-only',
    catalogue: 'D170',
    says: 'Finds payments by originalPartnerReferenceNo alone.',
    breaks: ['status.any-identifier'],
    steps: (honest) => ({
      async find(call) {
        const isNamed = call.steps.valueAt(call, identifiers[0]!) !== undefined
        return isNamed || call.operation !== 'status' ? honest.find(call) : undefined
      },
    }),
  },
  {
    id: 'ignores-a-second-identifier',
    catalogue: 'D114',
    says: 'Ignores originalReferenceNo where originalPartnerReferenceNo is there.',
    breaks: ['status.disagreeing', 'echoes.kept'],
    steps: blindTo('status', (call, honest) =>
      honest.valueAt(call, identifiers[0]!) === undefined ? [] : identifiers.slice(1),
    ),
  },
  {
    id: 'ignores-contradictions',
    catalogue: 'D171',
    says: 'Ignores an amount and a merchant that contradict the payment.',
    breaks: ['status.contradicting'],
    steps: () => ({ contradicts: () => false }),
  },
  {
    id: 'tells-the-unknown-as-failed',
    catalogue: 'D172',
    says: 'Tells an unknown payment as failed.',
    breaks: ['status.unknown'],
    steps: missing(failed),
  },
  {
    id: 'fails-on-the-unknown',
    says: 'Answers an inquiry about an unknown payment with an error of its own.',
    breaks: ['status.unknown', 'codes.blame'],
    steps: missing(() => ({ form: '500##00' })),
  },
  {
    id: 'moves-what-it-looks-at',
    catalogue: 'D112',
    says: 'Moves an open payment on when its status is asked for.',
    breaks: ['status.read-only'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        if (payment.state === '01') payment.state = '02'
        return fields
      },
    }),
  },
  {
    id: 'calls-failures-a-success',
    catalogue: 'D173',
    says: 'Describes a failed payment as a success.',
    breaks: ['status.described'],
    steps: tells((fields, { state }) =>
      state === '06' ? { ...fields, transactionStatusDesc: stateWords['00'] } : fields,
    ),
  },
  {
    id: 'tells-the-code-of-the-inquiry',
    catalogue: 'D117',
    says: 'Tells an original code of the inquiry, not of the payment.',
    breaks: ['status.original-code'],
    steps: tells((fields, { form }, { till }) => ({
      ...fields,
      originalResponseCode: codeOf(form, 'status', till),
    })),
  },
  {
    id: 'adds-a-fee',
    catalogue: 'D174',
    says: 'Tells the amount of a payment of whole hundreds with a fee on top.',
    breaks: ['status.amount'],
    steps: tells((fields, { amount, currency, refunds }) =>
      amount % whole === 0n && refunds.length === 0
        ? {
            ...fields,
            transAmount: moneyOf(amount + 250_000n, currency),
            feeAmount: moneyOf(250_000n, currency),
          }
        : fields,
    ),
  },
  {
    id: 'keeps-amounts-as-floats',
    says: 'Keeps amounts as binary fractions, so that the last digits of a large one change.',
    breaks: ['amounts.exact'],
    steps: tells((fields, { amount, currency }) => ({
      ...fields,
      transAmount: { value: (Number(amount) / 100).toFixed(2), currency },
    })),
  },
  {
    id: 'shows-payments-of-others',
    catalogue: 'D113',
    says: 'Tells a partner the status of the payments of others.',
    breaks: ['isolation.status'],
    steps: seeingAll('status'),
  },
  {
    id: 'cancels-payments-of-others',
    says: 'Lets a partner cancel the payments of others.',
    breaks: ['isolation.cancel'],
    steps: seeingAll('cancel'),
  },
  {
    id: 'cancels-by-the-names-of-others',
    says: 'Lets a partner cancel the payment of another whose originalReferenceNo he names.',
    breaks: ['isolation.cancel'],
    steps: (honest) => ({
      async find(call) {
        const own = await honest.find(call)
        const id = call.steps.valueAt(call, 'originalReferenceNo')
        if (own || call.operation !== 'cancel' || id === undefined) return own
        const named = await call.till.ledger.paymentById(id)
        const isForeign = named?.state === '01' && named.partner !== call.partner?.id
        return isForeign ? named : undefined
      },
    }),
  },
  {
    id: 'refunds-payments-of-others',
    says: 'Lets a partner refund the payments of others.',
    breaks: ['isolation.refund', 'refunds.history'],
    steps: seeingAll('refund'),
  },
  {
    id: 'reveals-payments-of-others',
    says: 'Answers another code about payments of others than about none.',
    breaks: ['isolation.status', 'codes.accepted@status-unknown'],
    steps: (honest) => ({
      async status(call) {
        const outcome = await honest.status(call)
        const reference = call.steps.valueAt(call, identifiers[0]!) ?? ''
        const isThere = (await call.till.ledger.payments(reference)).length > 0
        const isOwn = (await call.till.ledger.payment(call.partner?.id ?? '', reference)) !== undefined
        return outcome.form === '404##01' && isThere && !isOwn
          ? { form: '403##01', about: 'Merchant' }
          : outcome
      },
    }),
  },
]
