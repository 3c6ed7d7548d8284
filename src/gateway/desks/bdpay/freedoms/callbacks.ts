/** Freedoms of callbacks: how they are written, when they come, and what else they say. */
import type { FormStyle } from '../../../../dialects/dialect.ts'
import type { Freedom } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import { telling } from '../defects/signing.ts'
import type { Steps } from '../steps.ts'

/** Writes callbacks in another style, signed as before. */
const styled =
  (style: FormStyle): Bend =>
  () => ({
    async compose({ operation, merchant, fields }, till, steps) {
      const keys = steps.keysFor(await till.ledger.merchant(merchant), till)
      return till.dialect.seal({ operation, side: 'request', fields, style }, keys)
    },
  })

/** Writes a form in parts. */
const inParts: Bend = (honest) => ({
  async compose(told, till, steps) {
    const sealed = await honest.compose(told, till, steps)
    const pairs = [...new URLSearchParams(Buffer.from(sealed.body).toString())]
    const parts = pairs.map(
      ([name, value]) => `--part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    return {
      ...sealed,
      headers: [['Content-Type', 'multipart/form-data; boundary=part']],
      body: Buffer.from(`${parts.join('')}--part--\r\n`),
    }
  },
})

export const callbacks: readonly Freedom<Steps>[] = [
  {
    id: 'tells-in-parts',
    says: 'Writes callbacks as multipart/form-data.',
    warns: ['callbacks.form'],
    because: 'E-JYP-16',
    steps: inParts,
  },
  {
    id: 'tells-in-small-escapes',
    says: 'Escapes in small letters, and a blank as %20.',
    because: 'RFC 3986, 2.1',
    steps: styled({ smallHex: true, percentBlanks: true, escapesAll: true }),
  },
  {
    id: 'tells-in-any-order',
    says: 'Writes the fields of a callback in another order, and a charset with the media type.',
    because: 'JYP-CB-21',
    steps: styled({ order: ['platSign', 'status', 'code', 'msg'], charset: 'UTF-8' }),
  },
  {
    id: 'tells-at-once',
    says: 'Tells at once, and then at the intervals of the document.',
    because: 'E-JYP-01',
    steps: () => ({ schedule: () => [0, 1, 30, 60, 90, 3600] }),
  },
  {
    id: 'tells-more',
    says: 'Tells fields that no table has, and signs them.',
    because: 'JYP-CB-15',
    steps: telling('paymentCallback', (fields) => ({
      ...fields,
      Channel: 'ATM & co',
      note: '«Kopi» 1+1=2',
      zero: '0',
    })),
  },
  {
    id: 'tells-the-least',
    says: 'Tells mandatory fields alone.',
    because: 'The table has the others as optional.',
    steps: telling(
      'paymentCallback',
      ({ vaNumber: _va, phone: _phone, status: _status, ...fields }) => fields,
    ),
  },
  {
    id: 'tells-no-email-of-static-ones',
    says: 'Tells no e-mail address where the order of a static VA had none.',
    because: 'E-JYP-25',
    steps: (honest) => ({
      paymentNotice(order, payment, till) {
        const { email, ...fields } = honest.paymentNotice(order, payment, till)
        return order.kind === 'static' ? fields : { ...fields, email: email ?? null }
      },
    }),
  },
  {
    id: 'tells-whole-methods',
    says: 'Tells a method by the name that it was ordered by.',
    because: 'E-JYP-07',
    steps: (honest) => ({
      paymentNotice: (order, payment, till) => ({
        ...honest.paymentNotice(order, payment, till),
        method: order.method,
      }),
    }),
  },
  {
    id: 'tells-once-more',
    says: 'Tells once more after an acknowledgement.',
    warns: ['callbacks.ends'],
    because: 'JYP-CB-10',
    steps: (honest) => ({
      deliver: (told, till, steps) =>
        honest.deliver(told, till, {
          ...steps,
          isAcknowledged(reply) {
            const isTaken = steps.isAcknowledged(reply, till)
            const last = { ...steps, schedule: () => [20], isAcknowledged: () => true }
            if (isTaken) void honest.deliver(told, till, last)
            return isTaken
          },
        }),
    }),
  },
  {
    id: 'tells-of-revocations',
    says: 'Tells of a payout that was revoked, with 3.',
    because: 'JYP-PCB-01',
    warns: ['callbacks.outcome'],
    steps: (honest) => ({
      async turn(payout, state, till, steps) {
        const isOpen = !['2', '3', '4'].includes(payout.state)
        await honest.turn(payout, state, till, steps)
        if (state === '3' && isOpen) await steps.tellPayout(payout, till, steps)
      },
    }),
  },
]
