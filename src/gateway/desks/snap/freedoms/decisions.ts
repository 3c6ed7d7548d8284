/** Freedoms of deciding: other lawful ends, other times, other care. */
import { inBackground } from '../../../background.ts'
import type { Freedom } from '../../../defect.ts'
import { stateWords } from '../asking.ts'
import { replying } from '../bend.ts'
import { overlooking } from '../defects/overlooking.ts'
import type { Steps } from '../steps.ts'
import { day } from '../time.ts'

/** Milliseconds until something is done that could have been done at once. */
const soon = 200

export const decisions: readonly Freedom<Steps>[] = [
  {
    id: 'replays-payments-unasked',
    says: 'Answers a payment that comes again with success and its first reference.',
    because: 'E-SNAP-43',
    steps: (honest) => ({
      async repeat(call, payment) {
        const outcome = await honest.repeat(call, payment)
        return outcome.form === '409##01' && call.steps.contentOf(call) === payment.content
          ? { form: '200##00', fields: call.steps.paymentFields(call, payment) }
          : outcome
      },
    }),
  },
  {
    id: 'refuses-pending-repetitions',
    says: 'Refuses a payment that comes again before its end with 409 01.',
    because: 'E-SNAP-43',
    steps: (honest) => ({
      async repeat(call, payment) {
        const outcome = await honest.repeat(call, payment)
        return outcome.form === '202##00' ? { form: '409##01' } : outcome
      },
    }),
  },
  {
    id: 'frees-references-of-failures',
    says: 'Lets the reference of a failed payment open another one.',
    because: 'SNAP-PARTNERREF-FAILED',
    steps: (honest) => ({
      async known(call) {
        const payment = await honest.known(call)
        return payment?.state === '06' ? undefined : payment
      },
    }),
  },
  {
    id: 'forgets-refused-payments',
    says: 'Keeps no payment that it has refused.',
    because: 'SNAP-ST-REJECTED',
    steps: (honest) => ({
      async find(call) {
        const payment = await honest.find(call)
        return payment?.state === '06' && /^(?:403|404)/.test(payment.form) ? undefined : payment
      },
      async known(call) {
        const payment = await honest.known(call)
        return payment?.state === '06' && /^(?:403|404)/.test(payment.form) ? undefined : payment
      },
    }),
  },
  {
    id: 'refuses-inquiries-otherwise',
    says: 'Refuses contradictions with 404 18, and other services with 400 01.',
    because: 'E-SNAP-60',
    steps: (honest) => ({
      async status(call) {
        const outcome = await honest.status(call)
        if (outcome.form !== '404##01') return outcome
        const isOther = call.steps.valueAt(call, 'serviceCode') !== call.till.profile['statusServiceCode']
        if (isOther) return { form: '400##01', about: 'serviceCode' }
        return (await call.steps.find(call)) ? { form: '404##18' } : outcome
      },
    }),
  },
  {
    id: 'tells-the-unknown-as-07-unasked',
    says: 'Answers an inquiry about an unknown payment with the state 07.',
    warns: ['status.unknown'],
    because: 'E-SNAP-45',
    steps: (honest) => ({
      async status(call) {
        const profile = { ...call.till.profile, notFoundStyle: 'status07' }
        const outcome = await honest.status({ ...call, till: { ...call.till, profile } })
        const isOne = ['originalPartnerReferenceNo', 'originalReferenceNo', 'originalExternalId'].filter(
          (place) => call.steps.valueAt(call, place) !== undefined,
        )
        const isNone = outcome.fields?.['transactionStatusDesc'] === 'Not Found'
        const isSure = isOne.length === 1 && !(await call.steps.find(call))
        return isNone && !isSure ? { form: '404##01' } : outcome
      },
    }),
  },
  {
    id: 'gives-tokens-again',
    says: 'Gives a partner the token that he has, and tells what is left of its time.',
    because: 'SNAP-TOK-EXPIRESIN',
    steps: (honest) => {
      const held = new Map<string, { accessToken: string; expires: number }>()
      return {
        async token(call) {
          const { partner, at } = call
          const last = held.get(partner?.id ?? '')
          const left = Math.floor(((last?.expires ?? 0) - at) / 1000)
          if (last && left > 60)
            return {
              form: '200##00',
              fields: { accessToken: last.accessToken, tokenType: 'Bearer', expiresIn: String(left) },
            }
          const outcome = await honest.token(call)
          const { accessToken, expiresIn } = outcome.fields ?? {}
          const expires = at + Number(expiresIn) * 1000
          if (outcome.form === '200##00')
            held.set(partner?.id ?? '', { accessToken: String(accessToken), expires })
          return outcome
        },
      }
    },
  },
  {
    id: 'cancels-again-alike',
    says: 'Answers a second cancellation with success and the first cancelTime.',
    because: 'SNAP-CANCEL-REPEAT',
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const isAgain = payment.state === '05' && payment.cancelledAt !== undefined
        const fits = call.steps.refuseCancel(call, payment)?.form !== '404##13'
        if (!isAgain || !fits) return honest.cancelPayment(call, payment)
        return { form: '200##00', fields: call.steps.cancelFields(call, payment) }
      },
    }),
  },
  {
    id: 'cancels-later',
    says: 'Answers 202 to a cancellation and carries it out a moment later.',
    because: 'SNAP-CAN-UNPAID',
    steps: (honest) => ({
      async cancelPayment(call, payment) {
        const { till, steps } = call
        if (steps.refuseCancel(call, payment)) return honest.cancelPayment(call, payment)
        till.clock.at(till.clock.now() + soon, () =>
          steps.serialise(till, payment, async () => void (await honest.cancelPayment(call, payment))),
        )
        return { form: '202##00', fields: steps.cancelFields(call, { ...payment, cancelledAt: call.at }) }
      },
    }),
  },
  {
    id: 'refuses-repeated-refunds',
    says: 'Refuses a partnerRefundNo that comes again with 409 01.',
    because: 'E-SNAP-40',
    steps: (honest) => ({
      async repeatRefund(call, payment, refund, content) {
        const outcome = await honest.repeatRefund(call, payment, refund, content)
        return outcome.form === '404##18' ? outcome : { form: '409##01' }
      },
    }),
  },
  {
    id: 'refunds-later',
    says: 'Answers 202 to every refund and makes it a moment later.',
    because: 'SNAP-REFUND-ASYNC',
    steps: (honest) => ({
      endOfRefund: (card) => honest.endOfRefund(card) ?? { state: '00', seconds: soon / 1000 },
    }),
  },
  {
    id: 'pays-later',
    says: 'Answers 202 to payments that could be made at once, and makes them a moment later.',
    because: 'SNAP-RC-202',
    steps: (honest) => ({
      async askIssuer(call, payment, card) {
        const decision = await honest.askIssuer(call, payment, card)
        if (decision.state !== '00') return decision
        return { form: '202##00', state: '03', later: { state: '00', seconds: soon / 1000 } }
      },
    }),
  },
  {
    id: 'works-in-the-background',
    says: 'Ends what is pending or has expired a while after its time, as its clock tells it, has come.',
    because: 'SNAP-RC-202',
    steps: (honest) => ({
      async expire(...ending) {
        inBackground(() => honest.expire(...ending))
      },
      async conclude(...ending) {
        inBackground(() => honest.conclude(...ending))
      },
      async concludeRefund(...ending) {
        const [payment, , , till, steps] = ending
        const isLater = steps.endOfRefund(await till.ledger.card(payment.card ?? '')) !== undefined
        const conclude = () => honest.concludeRefund(...ending)
        if (isLater) inBackground(() => steps.serialise(till, payment, conclude))
        else await conclude()
      },
    }),
  },
  {
    id: 'waits-in-02',
    says: 'Has the state 02 where a payment is pending.',
    because: 'E-SNAP-46',
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        if (payment.state !== '03') return fields
        return { ...fields, latestTransactionStatus: '02', transactionStatusDesc: stateWords['02'] }
      },
    }),
  },
  {
    id: 'knows-post-alone',
    says: 'Answers HTTP 404 to other methods, without a body.',
    because: 'SNAP-HTTP-POST',
    steps: replying(
      () => ({ status: 404, headers: [], body: Buffer.alloc(0) }),
      ({ raw }) => (raw.method ?? 'POST') !== 'POST',
    ),
  },
  {
    id: 'takes-no-payment-for-days',
    says: 'Refuses a payment whose validUpTo is more than a day away.',
    because: 'SNAP-EXP-EXPIRE',
    steps: (honest) => ({
      admit(call, card) {
        const isLong = (call.steps.expiryOf(call) ?? 0) > call.at + day
        return isLong ? { form: '400##01', about: 'validUpTo' } : honest.admit(call, card)
      },
    }),
  },
  {
    id: 'takes-loose-timestamps',
    says: 'Takes X-TIMESTAMP with Z and with fractions of a second.',
    because: 'SNAP-HDR-TS-FORMAT',
    steps: overlooking(({ field }, { fields }) =>
      field.name === 'header:X-TIMESTAMP'
        ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(String(fields[field.name] ?? ''))
        : false,
    ),
  },
  {
    id: 'refuses-doubles',
    says: 'Refuses a body in which a name comes twice.',
    because: 'SNAP-FLD-DUPKEY',
    steps: (honest) => ({
      checkBody(call) {
        const isTwice = call.reading.ok && (call.reading.json?.duplicates.length ?? 0) > 0
        return isTwice ? { form: '400##00' } : honest.checkBody(call)
      },
    }),
  },
  {
    id: 'passes-over-addresses',
    says: 'Passes over an X-IP-ADDRESS that does not exist.',
    because: 'E-SNAP-09',
    steps: overlooking(({ field }) => field.name === 'header:X-IP-ADDRESS'),
  },
  {
    id: 'frees-external-ids-of-refusals',
    says: 'Does not use an X-EXTERNAL-ID up for a request that it refuses unread.',
    because: 'SNAP-EXTID-REJECTED',
    steps: (honest) => ({
      async once(call, work) {
        const name = call.steps.claimOf(call)
        const isNew = !call.till.claims.has(name)
        const outcome = await honest.once(call, work)
        if (isNew && outcome.form.startsWith('400')) call.till.claims.delete(name)
        return outcome
      },
    }),
  },
]
