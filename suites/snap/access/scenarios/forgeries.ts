/** Requests under wrong signatures, and what they leave behind. */
import type { Fields } from '../../../../src/wire/reading.ts'
import { scenario, type Hand } from '../../../../src/stimulate/scenario.ts'
import { inquire, money, order, pay } from '../../orders.ts'
import { at, original, under, type Original } from './forging.ts'
import { sorts, type Sort, type Way } from './ways.ts'

const parts = [
  'signatures.method',
  'signatures.path',
  'signatures.body',
  'signatures.minified',
  'signatures.time',
  'signatures.encoding',
  'signatures.tampered',
  'signatures.exact',
  'signatures.algorithm',
  'signatures.key',
  'signatures.absent',
  'signatures.unreadable',
]

/** Members that each way of hashing a body takes for something else. */
const rich = { additionalInfo: { z: 'Toko  Kopi "Café" / Jl. Merdeka', a: [1, 2] } }

/** An inquiry about a payment, to be signed wrongly. */
const inquiryOf = (hand: Hand, reference: string, foreign: string | undefined): Original =>
  original(
    hand,
    'status',
    {
      originalPartnerReferenceNo: reference,
      serviceCode: String(hand.profile['statusServiceCode']),
      ...rich,
    },
    { style: { indent: true, unicodeEscapes: true, escapedSlashes: true }, foreign },
  )

/** The key of another partner, where keys of that kind sign. */
async function foreignKey(hand: Hand): Promise<string | undefined> {
  if (hand.profile['requestSignature'] !== 'asym' || !hand.plenty('otherpartner')) return undefined
  const { privateKey } = await hand.share('otherpartner', 'access')
  return privateKey as string | undefined
}

async function sendAll(hand: Hand, model: Original, ways: Way[]): Promise<void> {
  for (const { signature, says } of ways) await hand.send(under(hand, model, signature, {}, says))
}

export const forgedInquiries = scenario<Sort[]>({
  id: 'forged-inquiries',
  says: 'Ask for a payment under signatures that are wrong in every way there is.',
  role: 'server',
  exercises: parts,
  plans: () => [['texts'], ['algorithms', 'keys', 'spellings', 'changes', 'nothings']],
  async act(sort, hand) {
    const { reference } = await pay(hand)
    await inquire(hand, reference)
    const model = inquiryOf(hand, reference, await foreignKey(hand))
    await sendAll(hand, model, sorts.changes(model.check).slice(0, 1))
    for (const one of sort) await sendAll(hand, model, sorts[one](model.check))
  },
})

/** Ways to sign what moves money, by what is said of them. */
const chosen = [
  'The last byte is another one.',
  'No signature.',
  'Hexadecimal digits.',
  'Base64.',
  'Small letters.',
  'The first twelve bytes.',
  'HMAC with sha256.',
  'SHA-1 under the right key.',
  'HMAC-SHA512 with the public key.',
  'The secret decoded from Base64.',
  'The key of somebody else.',
  'What nobody can read.',
  'The hash of the body is in upper case.',
  'The body is hashed as if it was empty.',
  'The method is signed in lower case.',
  'Another path is signed.',
  'The time is not signed, only its colon.',
]

const allWays = ({ check }: Original): Way[] => Object.values(sorts).flatMap((sort) => sort(check))

export const forgedPayments = scenario<string>({
  id: 'forged-payments',
  says: 'Pay under a wrong signature, look for the payment, and pay rightly under the same reference.',
  role: 'server',
  exercises: [...parts, 'signatures.no-effect', 'answers.keyless'],
  plans: () => chosen,
  async act(says, hand) {
    const fields = await order(hand)
    const reference = String(fields['partnerReferenceNo'])
    const model = original(hand, 'payment', fields, { foreign: await foreignKey(hand) })
    const way = allWays(model).find((one) => one.says === says)
    if (!way) return
    await sendAll(hand, model, sorts.changes(model.check).slice(0, 1))
    await hand.send(under(hand, model, way.signature, {}, says))
    if (chosen.indexOf(says) < 2) await inquire(hand, reference)
    await hand.audit(reference)
    await hand.send(hand.seal('payment', fields))
  },
})

export const changedPayments = scenario<'amount' | 'field'>({
  id: 'changed-payments',
  says: 'Change a payment after it was signed, then pay rightly under the same reference.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.no-effect', 'answers.keyless'],
  plans: () => ['amount', 'field'],
  async act(part, hand) {
    const fields = await order(hand)
    const model = original(hand, 'payment', fields)
    const changed: Fields = part === 'amount' ? { amount: money('10000.01') } : { xFoo: '1' }
    await hand.send(under(hand, model, model.check.signature!, changed))
    await hand.audit(String(fields['partnerReferenceNo']))
    await hand.send(hand.seal('payment', fields))
  },
})

export const borrowedSignatures = scenario({
  id: 'borrowed-signatures',
  says: 'Send a request under the signature of another one, from which it differs in one part.',
  role: 'server',
  exercises: ['signatures.time', 'signatures.path', 'signatures.tampered'],
  async act(_plan, hand) {
    const { reference } = await pay(hand)
    const about = { originalPartnerReferenceNo: reference }
    const model = original(hand, 'status', {
      ...about,
      serviceCode: String(hand.profile['statusServiceCode']),
    })
    await hand.send(model.letter)
    const { signature = '' } = model.check
    await sendAll(hand, model, sorts.changes(model.check).slice(0, 1))
    await hand.send(under(hand, model, signature, { [at.time]: hand.now(-1) }))
    await hand.send(under(hand, model, signature, { originalExternalId: '1' }))
    await hand.send(under(hand, { ...model, operation: 'cancel' }, signature))
    await inquire(hand, reference)
  },
})

export const forgedReversals = scenario({
  id: 'forged-reversals',
  says: 'Cancel and refund under wrong signatures, look at the payment, and refund it rightly.',
  role: 'server',
  exercises: [...parts, 'signatures.no-effect', 'answers.keyless'],
  async act(_plan, hand) {
    const { reference } = await pay(hand)
    const about = { originalPartnerReferenceNo: reference }
    const number = hand.fresh('partnerRefundNo')
    const back = { ...about, partnerRefundNo: number, refundAmount: money('4000.00') }
    for (const [operation, fields] of [
      ['cancel', about],
      ['refund', back],
    ] as const) {
      const model = original(hand, operation, fields)
      const paths = sorts.texts(model.check).filter(({ says }) => says === 'Another path is signed.')
      await sendAll(hand, model, [
        ...sorts.changes(model.check).slice(0, 1),
        ...paths,
        ...sorts.nothings().slice(0, 1),
      ])
    }
    await inquire(hand, reference)
    await hand.send(hand.seal('refund', back))
    await inquire(hand, reference)
  },
})

export const forgedCancellations = scenario({
  id: 'forged-cancellations',
  needs: 'cancel',
  says: 'Cancel a payment that could be cancelled under wrong signatures, and look at it.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.absent', 'signatures.no-effect', 'answers.keyless'],
  plans: ({ has }) => (has('idle') === 'no' ? [] : [undefined]),
  async act(_plan, hand) {
    const { reference } = await pay(hand, {}, 'idle')
    const model = original(hand, 'cancel', { originalPartnerReferenceNo: reference })
    await sendAll(hand, model, [...sorts.changes(model.check).slice(0, 1), ...sorts.nothings().slice(0, 1)])
    await inquire(hand, reference)
  },
})

export const unknownForgeries = scenario({
  id: 'forged-unknown',
  says: 'Ask, cancel and refund under a wrong signature: a payment that there is, and one that there is not.',
  role: 'server',
  exercises: ['signatures.first'],
  async act(_plan, hand) {
    const { reference } = await pay(hand)
    const serviceCode = String(hand.profile['statusServiceCode'])
    for (const originalPartnerReferenceNo of [reference, hand.fresh('partnerReferenceNo')]) {
      const about = { originalPartnerReferenceNo }
      const number = hand.fresh('partnerRefundNo')
      for (const [operation, more] of [
        ['status', { serviceCode }],
        ['cancel', {}],
        ['refund', { partnerRefundNo: number, refundAmount: money('100.00') }],
      ] as const) {
        const model = original(hand, operation, { ...about, ...more })
        await sendAll(hand, model, sorts.changes(model.check).slice(0, 1))
      }
    }
  },
})
