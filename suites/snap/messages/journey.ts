/** Payments from their beginning to their end: every service, with all that may be said. */
import { isOffered } from '../../../src/contract/offered.ts'
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import { text, type Fields } from '../../../src/wire/reading.ts'
import { cancellation, inquire, money, pay, refund, type Paid } from '../orders.ts'

const exercises = [
  'fields.type',
  'fields.present',
  'fields.length',
  'fields.format',
  'fields.named',
  'fields.once',
  'fields.unpadded',
  'codes.format',
  'codes.described',
  'codes.listed',
  'codes.http',
  'codes.service',
  'codes.text',
  'codes.plausible',
  'json.object',
  'json.content-type',
  'json.utf',
  'amounts.format',
  'times.order',
  'echoes.kept',
  'answers.discreet',
]

/** Every identifier that a provider may be asked by. */
function identifiers({ exchange, transaction }: Paid): Fields {
  const external = text(exchange.request.read, 'header:X-EXTERNAL-ID')
  return {
    ...(transaction === '' || transaction.length > 64 ? {} : { originalReferenceNo: transaction }),
    ...(external === undefined ? {} : { originalExternalId: external }),
  }
}

async function heard(hand: Hand, { reference }: Paid): Promise<void> {
  if (hand.callbackUrl !== undefined && hand.profile['notifyTarget'] === 'payNotify')
    await hand.callbacks(reference)
}

export const journey = scenario<'refund' | 'cancel'>({
  id: 'journey',
  says: 'Pay, ask, and refund twice or cancel; ask again.',
  role: 'server',
  exercises,
  plans: ({ contract, profile, has }) => {
    const cancels = has('idle') !== 'no' && isOffered(contract, profile, 'cancel')
    return ['refund' as const, ...(cancels ? ['cancel' as const] : [])]
  },
  async act(end, hand) {
    const payment = await pay(hand, { subMerchantId: 'SUB-1' }, end === 'refund' ? 'card' : 'idle')
    const { reference, fields } = payment
    const own = { ...identifiers(payment), merchantId: fields['merchantId']! }
    await inquire(hand, reference, own)
    if (end === 'refund') {
      await hand.send(refund(hand, reference, '4000.00', { ...own, reason: 'Returned' }))
      await hand.send(refund(hand, reference, '1000.00'))
    }
    await hand.send(cancellation(hand, reference, { ...own, reason: 'Changed', amount: money('10000.00') }))
    await inquire(hand, reference)
    if (end === 'refund') await heard(hand, payment)
  },
})

export const tokens = scenario<'customer'>({
  id: 'customer-tokens',
  says: 'Get the token of a customer.',
  role: 'server',
  exercises,
  plans: ({ has }) => (has('customer') === 'no' ? [] : ['customer' as const]),
  async act(_whose, hand) {
    await hand.token('header:Authorization-Customer')
  },
})
