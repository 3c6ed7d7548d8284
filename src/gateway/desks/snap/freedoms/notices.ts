/** Freedoms of notifications: what else they tell, when, and how they are written. */
import { setTimeout as sleep } from 'node:timers/promises'
import { headsOf, meansFor } from '../notifying.ts'
import type { Freedom } from '../../../defect.ts'
import { keyring } from '../../../../dialects/snap-keyring.ts'
import type { JsonStyle } from '../../../../dialects/dialect.ts'
import type { Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Writes notifications in another style. */
const styled =
  (style: JsonStyle): Bend =>
  (honest) => ({
    compose(fields, partner, url, till) {
      const heads = headsOf(honest.compose(fields, partner, url, till))
      const draft = { operation: 'notify', side: 'request' as const, fields: { ...heads, ...fields }, style }
      return till.dialect.seal(draft, keyring(till.profile, meansFor(partner, url, till)))
    },
  })

export const notices: readonly Freedom<Steps>[] = [
  {
    id: 'notifies-prettily',
    says: 'Indents its notifications.',
    because: 'SNAP-SIG-MINIFY',
    steps: styled({ indent: true, trailing: '\n' }),
  },
  {
    id: 'notifies-with-escapes',
    says: 'Escapes slashes in notifications, and says charset=utf-8.',
    because: 'SNAP-SIG-MINIFY',
    steps: styled({ escapedSlashes: true, charset: 'utf-8', order: ['latestTransactionStatus'] }),
  },
  {
    id: 'notifies-the-least',
    says: 'Notifies mandatory fields alone, and the end of a success.',
    because: 'E-SNAP-23',
    steps: (honest) => ({
      notice(payment, till) {
        const fields = honest.notice(payment, till)
        const kept = ['originalReferenceNo', 'amount', 'latestTransactionStatus', 'finishedTime']
        return Object.fromEntries(Object.entries(fields).filter(([name]) => kept.includes(name)))
      },
    }),
  },
  {
    id: 'notifies-more',
    says: 'Notifies members that no table has.',
    because: 'SNAP-FLD-EXTRA',
    steps: (honest) => ({
      notice: (payment, till) => ({
        ...honest.notice(payment, till),
        notifyType: 'PAYMENT',
        additionalInfo: { paymentInfo: { channel: 'CARD' }, note: 'Toko  Kopi, «1.00»' },
      }),
    }),
  },
  {
    id: 'notifies-later',
    says: 'Notifies half a second after a status could tell the end.',
    because: 'SNAP-ST-AGREE',
    steps: (honest) => ({
      async notify(payment, till, steps) {
        const told = { ...payment }
        void sleep(500).then(() => honest.notify(told, till, steps))
      },
    }),
  },
  {
    id: 'notifies-on-the-way',
    says: 'Notifies a pending payment too, with the state 03.',
    because: 'SNAP-NTF-STATUS',
    steps: (honest) => ({
      async settle(call, payment, decision) {
        const outcome = await honest.settle(call, payment, decision)
        if (payment.state === '03') await call.steps.notify({ ...payment }, call.till, call.steps)
        return outcome
      },
    }),
  },
  {
    id: 'notifies-cancellations',
    says: 'Notifies the cancellations of the consumer.',
    because: 'SNAP-ST-AGREE',
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const outcome = await honest.cancelPayment(call, payment)
        if (outcome.form === '200##00') await call.steps.notify({ ...payment }, call.till, call.steps)
        return outcome
      },
    }),
  },
]
