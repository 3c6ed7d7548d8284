/** Defects of notifications. */
import { headsOf, meansFor } from '../notifying.ts'
import { isHeader } from '../../../../contract/tree.ts'
import { keyring, type Means } from '../../../../dialects/snap-keyring.ts'
import type { Sealed } from '../../../../dialects/dialect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Payment } from '../ledger.ts'
import { pairOf } from '../pairs.ts'
import type { Steps } from '../steps.ts'

/** Writes notifications otherwise. */
const composing =
  (change: (sealed: Sealed) => Sealed): Bend =>
  (honest) => ({
    compose: (fields, partner, url, till) => change(honest.compose(fields, partner, url, till)),
  })

/** Tells something else. */
const noticing =
  (change: (fields: Fields, payment: Payment) => Fields): Bend =>
  (honest) => ({ notice: (payment, till) => change(honest.notice(payment, till), payment) })

/** Signs with other means, after it was composed. */
const signing =
  (change: (means: Means) => Means): Bend =>
  (honest) => ({
    compose(fields, partner, url, till) {
      const heads = headsOf(honest.compose(fields, partner, url, till))
      const means = change(meansFor(partner, url, till))
      const members = Object.fromEntries(Object.entries(fields).filter(([place]) => !isHeader(place)))
      const draft = { operation: 'notify', side: 'request' as const, fields: { ...heads, ...members } }
      return till.dialect.seal(draft, keyring(till.profile, means))
    },
  })

export const notices: readonly Defect<Steps>[] = [
  {
    id: 'notifies-by-put',
    says: 'Notifies by HTTP PUT.',
    breaks: ['notifications.post'],
    steps: composing((sealed) => ({ ...sealed, method: 'PUT' })),
  },
  {
    id: 'notifies-elsewhere',
    catalogue: 'D167',
    says: 'Notifies the registered address whatever stands in the payment.',
    breaks: ['notifications.target'],
    steps: () => ({
      targetOf: (_payment, { notifyUrl }, { callbackUrl }) => notifyUrl ?? callbackUrl,
    }),
  },
  {
    id: 'notifies-the-first-address',
    says: 'Notifies the first address in the payment, whatever its type.',
    breaks: ['notifications.target'],
    steps: (honest) => ({
      async open(call, card) {
        const payment = await honest.open(call, card)
        const [first] = (call.fields['urlParam'] as { url?: string }[] | undefined) ?? []
        if (payment.notifyUrl !== undefined && first?.url !== undefined) payment.notifyUrl = first.url
        return payment
      },
    }),
  },
  {
    id: 'notifies-about-nobody',
    says: 'Notifies with a reference whose first letter is another one.',
    breaks: ['notifications.named', 'notifications.target'],
    steps: noticing((fields) => ({
      ...fields,
      originalPartnerReferenceNo: String(fields['originalPartnerReferenceNo']).replace(/^./, '~'),
    })),
  },
  {
    id: 'notifies-unsigned',
    says: 'Notifies without a signature.',
    breaks: ['notifications.signed', 'fields.present@NotifyRequest/header:X-SIGNATURE'],
    steps: composing(({ headers, ...sealed }) => ({
      ...sealed,
      headers: headers.filter(([name]) => name !== 'X-SIGNATURE'),
    })),
  },
  {
    id: 'notifies-with-another-key',
    says: 'Signs notifications with a key that nobody knows.',
    breaks: ['notifications.signed'],
    steps: signing((means) => ({ ...means, privateKey: pairOf('somebody else').privateKey })),
  },
  {
    id: 'notifies-with-a-written-signature',
    says: 'Changes a notification after it was signed.',
    breaks: ['notifications.signed'],
    steps: composing((sealed) => ({
      ...sealed,
      body: Buffer.from(sealed.body.toString().replace(/\}$/, ',"additionalInfo":{"late":"yes"}}')),
    })),
  },
  {
    id: 'signs-its-own-path',
    says: 'Signs a notification for the path of its own service.',
    breaks: ['notifications.path'],
    steps: signing((means) => ({ ...means, below: () => '/v1.0/debit/notify' })),
  },
  {
    id: 'notifies-with-a-customer',
    says: 'Sends a token of a customer with its notifications.',
    breaks: ['notifications.no-customer'],
    steps: composing((sealed) => ({
      ...sealed,
      headers: [...sealed.headers, ['Authorization-Customer', 'Bearer eyJhbGciOiJub25lIn0.e30']],
    })),
  },
  {
    id: 'stops-at-any-200',
    says: 'Takes any HTTP 200 for an acknowledgement.',
    breaks: ['notifications.acknowledged'],
    steps: () => ({ isAcknowledged: ({ status }) => status === 200 }),
  },
  {
    id: 'notifies-on-and-on',
    says: 'Notifies once more when it was acknowledged.',
    breaks: ['notifications.acknowledged'],
    steps: (honest) => ({
      notify(payment, till, steps) {
        let times = 0
        const isAcknowledged: Steps['isAcknowledged'] = (reply) => steps.isAcknowledged(reply) && ++times > 1
        return honest.notify(payment, till, { ...steps, isAcknowledged })
      },
    }),
  },
  {
    id: 'gives-up-at-once',
    catalogue: 'D151',
    says: 'Notifies once, whatever is answered.',
    breaks: ['notifications.repeated', 'notifications.acknowledged'],
    steps: () => ({ isAcknowledged: () => true }),
  },
  {
    id: 'repeats-what-it-sent',
    catalogue: 'D152',
    says: 'Repeats a notification byte by byte.',
    breaks: ['notifications.fresh'],
    steps: (honest) => ({
      async notify(payment, till, steps) {
        let first: Sealed | undefined
        const compose: Steps['compose'] = (...call) => (first ??= steps.compose(...call))
        await honest.notify(payment, till, { ...steps, compose })
      },
    }),
  },
  {
    id: 'notifies-without-an-end',
    catalogue: 'D190',
    says: 'Notifies a success without its time.',
    breaks: ['notifications.state'],
    steps: noticing(({ finishedTime: _none, ...fields }) => fields),
  },
  {
    id: 'notifies-nothing-found',
    says: 'Notifies a failed payment with the state 07.',
    breaks: ['notifications.state'],
    steps: noticing((fields, { state }) =>
      state === '06'
        ? { ...fields, latestTransactionStatus: '07', transactionStatusDesc: 'Not Found' }
        : fields,
    ),
  },
  {
    id: 'notifies-under-another-partner',
    says: 'Notifies under the X-PARTNER-ID of the partner whose notification came before.',
    breaks: ['notifications.own'],
    steps: (honest) => {
      const partners: string[] = []
      return {
        compose(fields, partner, url, till) {
          const other = partners.findLast((id) => id !== partner.id) ?? partner.id
          partners.push(partner.id)
          return honest.compose(fields, { ...partner, id: other }, url, till)
        },
      }
    },
  },
  {
    id: 'notifies-another-merchant',
    says: 'Notifies a payment as that of another merchant.',
    breaks: ['notifications.own'],
    steps: noticing((fields) => ({ ...fields, merchantId: 'M0000009' })),
  },
  {
    id: 'notifies-another-amount',
    says: 'Notifies an amount that is not that of the payment.',
    breaks: ['states.agree'],
    steps: noticing((fields) => ({ ...fields, amount: { value: '1.00', currency: 'IDR' } })),
  },
  {
    id: 'notifies-another-reference',
    says: 'Notifies a payment under another originalReferenceNo.',
    breaks: ['references.stable'],
    steps: noticing((fields) => ({
      ...fields,
      originalReferenceNo: `N${String(fields['originalReferenceNo'])}`,
    })),
  },
  {
    id: 'notifies-backwards',
    says: 'Notifies a createdTime that is after the finishedTime.',
    breaks: ['times.order'],
    steps: noticing(({ createdTime, finishedTime, ...fields }) => ({
      ...fields,
      ...(finishedTime !== undefined && { createdTime: finishedTime }),
      ...(createdTime !== undefined && { finishedTime: earlier(String(createdTime)) }),
    })),
  },
]

/** An hour and a day before. */
const earlier = (stamp: string): string =>
  `${new Date(Date.parse(`${stamp.slice(0, 19)}Z`) - 90_000_000).toISOString().slice(0, 19)}${stamp.slice(19)}`
