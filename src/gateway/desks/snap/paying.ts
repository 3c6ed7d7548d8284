/** The honest payment: one for each reference, decided by what the payer pays with. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isoInstant } from '../../../contract/iso-time.ts'
import { bodyOf } from '../../../wire/json-merge.ts'
import type { Json } from '../../../wire/reading.ts'
import type { Card, Fate, Payment } from './ledger.ts'
import { unitsOf } from './money.ts'
import type { Call, Decision, Outcome, Steps } from './steps.ts'

/** Milliseconds that a slow issuer takes. */
export const slowIssuer = 300

/** The currency that payments are made in. */
const served = 'IDR'

/** Decide as the contract wants it. */
export const paying = {
  payment: (call) =>
    call.steps.serialise(call.till, namesOf(call), async () => {
      const { steps } = call
      const known = await steps.known(call)
      if (known) return steps.repeat(call, known)
      const card = await steps.cardOf(call)
      const refusal = steps.admit(call, card)
      if (refusal) return refusal
      const payment = await steps.open(call, card)
      return steps.settle(call, payment, await steps.askIssuer(call, payment, card))
    }),
  serialise: ({ locks }, { partner, reference }, work) =>
    locks.hold(JSON.stringify([partner, reference]), work),
  known: (call) => call.till.ledger.payment(namesOf(call).partner, namesOf(call).reference),
  contentOf,
  repeat,
  cardOf: (call) => call.till.ledger.card(tokenOf(call) ?? ''),
  admit,
  expiryOf: (call) => isoInstant(call.steps.valueAt(call, 'validUpTo') ?? ''),
  async open(call, card) {
    const payment = drafted(call, card)
    await call.till.ledger.keepPayment(payment)
    return payment
  },
  askIssuer,
  newId: ({ number }) => number(),
  paymentFields({ till }, payment) {
    const { id, reference, approval, state } = payment
    const page = `https://pay.example/${till.contract.id}/${id}`
    return {
      referenceNo: id,
      partnerReferenceNo: reference,
      ...(state === '00' && { approvalCode: approval }),
      ...(state === '01' && { webRedirectUrl: page }),
    }
  },
} satisfies Partial<Steps>

function namesOf(call: Call): Pick<Payment, 'partner' | 'reference'> {
  return { partner: call.partner?.id ?? '', reference: call.steps.valueAt(call, 'partnerReferenceNo') ?? '' }
}

/** The token of a card, or that of a charge where there is none. */
const tokenOf = (call: Call): string | undefined =>
  call.steps.valueAt(call, 'bankCardToken') ?? call.steps.valueAt(call, 'chargeToken')

/** A password is another one each time; whatever else is in the body belongs to the payment. */
function contentOf({ fields }: Call): string {
  const { otp: _password, otpTrxCode: _kind, ...members } = bodyOf(outermost(fields))
  return JSON.stringify(sorted(members))
}

const outermost = (fields: Call['fields']): Call['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([place]) => !/[.[]/.test(place)))

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const said = Object.entries(value).filter(([, inner]) => inner !== null && inner !== '')
  return Object.fromEntries(
    said.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]),
  )
}

async function repeat(call: Call, payment: Payment): Promise<Outcome> {
  const { steps, till } = call
  const { state, form, about } = payment
  const { inconsistentPayment, duplicatePayment } = till.profile
  if (payment.content !== steps.contentOf(call))
    return { form: inconsistentPayment === '409-01' ? '409##01' : '404##18' }
  if (state === '06' && form.startsWith('40')) return { form, ...(about !== undefined && { about }) }
  if (state === '05' || state === '06') return { form: '404##00' }
  const fields = steps.paymentFields(call, payment)
  if (duplicatePayment === 'replay200') return { form: '200##00', fields }
  return state === '00' || state === '04' ? { form: '409##01' } : { form: '202##00', fields }
}

function admit(call: Call, card: Card | undefined): Outcome | undefined {
  const { steps, at } = call
  const amount = steps.valueAt(call, 'amount.value')
  if (amount === undefined) return { form: '400##02', about: 'amount' }
  if (!unitsOf(amount)) return { form: '400##01', about: 'amount.value' }
  if (steps.valueAt(call, 'amount.currency') !== served) return { form: '400##01', about: 'amount.currency' }
  const expires = steps.expiryOf(call)
  if (expires !== undefined && expires <= at) return { form: '403##00' }
  if (card?.customer !== undefined && card.customer !== call.customer)
    return { form: '404##11', about: 'Customer' }
  if (card?.fate !== 'otp') return undefined
  const otp = steps.valueAt(call, 'otp')
  if (otp === undefined) return { form: '404##06' }
  return otp === card.otp ? undefined : { form: '404##15' }
}

function drafted(call: Call, card: Card | undefined): Payment {
  const { steps, at, till } = call
  const value = (place: string) => steps.valueAt(call, place)
  const expires = steps.expiryOf(call)
  const [merchant, notifyUrl] = [value('merchantId'), notifyUrlOf(call)]
  return {
    id: steps.newId(till),
    ...namesOf(call),
    externalId: value('header:X-EXTERNAL-ID') ?? '',
    content: steps.contentOf(call),
    ...(merchant !== undefined && { merchant }),
    ...(card && { card: card.token }),
    amount: unitsOf(value('amount.value') ?? '') ?? 0n,
    currency: value('amount.currency') ?? '',
    state: '02',
    form: '202##00',
    createdAt: at,
    ...(expires !== undefined && { expiresAt: expires }),
    ...(notifyUrl !== undefined && { notifyUrl }),
    approval: till.number().slice(-12),
    refunds: [],
  }
}

function notifyUrlOf({ fields, till }: Call): string | undefined {
  const list = Array.isArray(fields['urlParam']) ? fields['urlParam'] : []
  const types = ['PAY_NOTIFY', till.profile['notifyUrlType']]
  const found = list.find(
    (one): one is { [name: string]: Json } =>
      typeof one === 'object' && one !== null && !Array.isArray(one) && types.includes(one['type']),
  )
  return typeof found?.['url'] === 'string' ? found['url'] : undefined
}

const refusals: { [fate in Fate]?: string } = {
  declined: '403##05',
  blocked: '403##07',
  expired: '403##08',
  fraud: '403##03',
  backend: '500##02',
  unknown: '404##11',
}
const ends: { [fate in Fate]?: Pick<Decision, 'form' | 'state'> & { end: '00' | '06' } } = {
  redirect: { form: '200##00', state: '01', end: '00' },
  refuses: { form: '200##00', state: '01', end: '06' },
  pending: { form: '202##00', state: '03', end: '00' },
  pendingfail: { form: '202##00', state: '03', end: '06' },
  timeout: { form: '504##00', state: '03', end: '00' },
  timeoutfail: { form: '504##00', state: '03', end: '06' },
}

/** What nobody issued as a card is unknown; where no card is named at all, the payer is sent to a page. */
async function askIssuer(call: Call, { amount }: Payment, card: Card | undefined): Promise<Decision> {
  if (!card && call.steps.valueAt(call, 'bankCardToken') !== undefined)
    return { form: '404##11', about: 'Card', state: '06' }
  if (!card || card.fate === 'idle') return { form: '200##00', state: '01' }
  const refusal = refusals[card.fate]
  if (refusal !== undefined) return { form: refusal, about: 'Card', state: '06' }
  if (card.limit !== undefined && amount > card.limit) return { form: '403##02', state: '06' }
  if (card.fate === 'slow') await sleep(slowIssuer)
  const open = ends[card.fate]
  if (!open) return { form: '200##00', state: '00' }
  const { end, ...now } = open
  return { ...now, later: { state: end, seconds: card.settlesIn } }
}
