/** Requests that are signed otherwise than they want to be, and lawful ones that a weak verifier trips over. */
import { signText } from '../../../src/dialects/bdpay-sign.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import { said } from '../orders.ts'
import { forgedIn, forgeries, splitting, type Forgery } from './forgeries.ts'
import { plain, sendAndAsk } from './flaws.ts'

const forge = (hand: Hand, letter: Letter, forgery: Forgery): Fields =>
  forgedIn(hand, letter, 'sign', forgery)

function needKey(hand: Hand): void {
  hand.needSigner()
}

export const forged = scenario<{ what: string; operation: string }>({
  id: 'forged',
  says: 'Sign a request otherwise than it wants to be, and then rightly.',
  role: 'server',
  exercises: [
    'signatures.text',
    'signatures.algorithm',
    'signatures.key',
    'signatures.whole',
    'signatures.unreadable',
    'signatures.padding',
    'signatures.no-effect',
  ],
  plans: () =>
    Object.keys(forgeries).flatMap((what) => ['pay', 'cash'].map((operation) => ({ what, operation }))),
  async act({ what, operation }, hand) {
    needKey(hand)
    const fields = await plain(hand, operation)
    const right = hand.seal(operation, fields)
    const flaws = what === 'no Base64' ? 1 : 0
    const fake = forge(hand, right, forgeries[what]!)
    await sendAndAsk(hand, hand.seal(operation, fake, { spare: ['sign'], note: what, flaws }))
    const answer = await hand.send(right)
    // Refused under this number: is it taken under another?
    if (said(answer, 'platRespCode') === 'FAIL')
      await hand.send(hand.seal(operation, await plain(hand, operation)))
  },
})

/** Another value for each field that is signed, of the same form. */
const others: { [field: string]: Json } = {
  method: 'VA_BNI',
  orderNum: 'OTHER',
  payMoney: '1',
  productDetail: 'Other',
  name: 'Other',
  email: 'other@example.com',
  phone: '0812',
  notifyUrl: 'http://127.0.0.1:9/other',
  dateTime: '20240131235959',
  expiryPeriod: '999',
  money: '1',
  description: 'other',
  bankCode: '008',
  feeType: '0',
  queryType: 'CASH_QUERY',
}

/** A number that nobody has ordered under, an account that there is, or another value of the same form. */
async function otherFor(hand: Hand, field: string): Promise<Json> {
  if (field === 'orderNum') return hand.fresh('orderNum')
  if (field === 'number') return (await hand.need('account')).code
  return others[field] ?? 'other'
}

export const tampered = scenario<{ operation: string; field: string }>({
  id: 'tampered',
  says: 'Change, add or leave out one field after signing.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.no-effect'],
  plans: () => [
    ...[
      'method',
      'orderNum',
      'payMoney',
      'productDetail',
      'name',
      'email',
      'phone',
      'notifyUrl',
      'dateTime',
      'expiryPeriod',
      'appId',
    ].map((field) => ({ operation: 'pay', field })),
    ...[
      'orderNum',
      'money',
      'description',
      'name',
      'bankCode',
      'number',
      'notifyUrl',
      'feeType',
      'dateTime',
    ].map((field) => ({ operation: 'cash', field })),
  ],
  async act({ operation, field }, hand) {
    needKey(hand)
    const fields = await plain(hand, operation)
    const right = hand.seal(operation, fields)
    const body = JSON.parse(right.body.toString('utf8')) as Fields
    const value = await otherFor(hand, field)
    // The right one comes second: a number that was used would be refused for that.
    await sendAndAsk(
      hand,
      hand.seal(operation, { ...body, [field]: value }, { spare: ['sign'], note: `another ${field}` }),
    )
    await hand.send(right)
  },
})

interface Lawful {
  what: string
  operation: string
  fields: (hand: Hand) => Fields
  /** What shows that nothing else is in the way. */
  twin: Fields
  block?: number
}

const lawful: Lawful[] = [
  { what: 'a name in capitals', operation: 'pay', fields: () => ({ Zeta: 'z' }), twin: { zeta: 'z' } },
  { what: 'an empty value', operation: 'pay', fields: () => ({ appId: '' }), twin: {} },
  { what: 'a value that is null', operation: 'pay', fields: () => ({ appId: verbatim('null') }), twin: {} },
  {
    what: 'the value 0',
    operation: 'cash',
    fields: () => ({ feeType: '0' }),
    twin: { feeType: '1' },
  },
  { what: 'small blocks', operation: 'pay', fields: () => ({}), twin: {}, block: 50 },
  {
    what: 'a long address',
    operation: 'pay',
    fields: (hand) => ({ notifyUrl: `${hand.callbackUrl ?? 'http://127.0.0.1:9'}/${'a'.repeat(300)}` }),
    twin: {},
  },
]

export const lawfully = scenario<Lawful>({
  id: 'lawful',
  says: 'Sign what a weak verifier trips over, beside a plain request.',
  role: 'server',
  exercises: [
    'signatures.order',
    'signatures.empty',
    'signatures.null',
    'signatures.zero',
    'signatures.blocks',
    'signatures.long',
  ],
  plans: () => lawful,
  async act({ what, operation, fields, twin, block }, hand) {
    needKey(hand)
    await hand.send(hand.seal(operation, { ...(await plain(hand, operation)), ...twin }))
    const letter = hand.seal(
      operation,
      { ...(await plain(hand, operation)), ...fields(hand) },
      { note: what },
    )
    if (block === undefined) {
      await hand.send(letter)
      return
    }
    const small: Forgery = (text, key) => signText(text, key, { block })
    await hand.send(hand.seal(operation, forge(hand, letter, small), { spare: ['sign'], note: what }))
  },
})

export const letters = scenario<string>({
  id: 'letters',
  says: 'Order a payment for something beyond ASCII, with and without a character across two blocks.',
  role: 'server',
  exercises: ['signatures.bytes', 'json.letters'],
  plans: () => ['é', '付款', '🙂', 'split'],
  async act(what, hand) {
    needKey(hand)
    const productDetail = what === 'split' ? 'é' : `Paket ${what}`
    const fields = { ...(await plain(hand, 'pay')), productDetail }
    await hand.send(hand.seal('pay', fields))
    if (what !== 'split') return
    const again = { ...fields, orderNum: hand.fresh('orderNum') }
    await hand.send(
      hand.seal('pay', { ...again, ...splitting(hand, again) }, { note: 'é across two blocks' }),
    )
  },
})
