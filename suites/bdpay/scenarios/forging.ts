/** Requests that are signed otherwise than they want to be, and lawful ones that a weak verifier trips over. */
import { signText } from '../../../src/dialects/bdpay-sign.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { ask, numberOf, said } from '../orders.ts'
import { forgedIn, forgeries, splitting, type Forgery } from './forgeries.ts'
import { answerable, plain, sendAndAsk } from './flaws.ts'

const forge = (hand: Hand, letter: Letter, forgery: Forgery): Fields =>
  forgedIn(hand, letter, 'sign', forgery)

function needKey(hand: Hand): void {
  hand.needSigner()
}

/** Forgeries that one rule speaks about: they share the number of an order until one of them is taken. */
const kinds: string[][] = [
  ['names and values', 'the order of the message', 'URL-encoded values', 'JSON texts'],
  ['RSA-SHA256', 'RSA-SHA1', 'padding of type 2'],
  ['another key', 'short padding'],
  ['the first block alone', 'half of the text', 'a longer text', 'a text around it'],
  ['four characters less', 'one byte', 'no Base64', 'very much'],
]

/** Whoever verifies orders and payouts may still forget it elsewhere. */
const great = ['pay', 'cash']
const others = ['prepaidOrder', 'staticVa', 'query', 'account', 'bankAccountVerify']

export const forged = scenario<{ kind: string[]; operation: string }>({
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
  plans: () => [
    ...kinds.flatMap((kind) => great.map((operation) => ({ kind, operation }))),
    ...others.map((operation) => ({ kind: ['another key'], operation })),
  ],
  async act({ kind, operation }, hand) {
    needKey(hand)
    let right = hand.seal(operation, await answerable(hand, operation))
    for (const what of kind) {
      const flaws = what === 'no Base64' ? 1 : 0
      const fake = forge(hand, right, forgeries[what]!)
      const answer = await hand.send(hand.seal(operation, fake, { spare: ['sign'], note: what, flaws }))
      // A number that was used would be refused for that.
      if (isTaken(answer)) right = hand.seal(operation, await plain(hand, operation))
    }
    if (great.includes(operation)) await askAndSend(hand, right)
  },
})

const isTaken = (answer: Exchange): boolean => said(answer, 'platRespCode') === 'SUCCESS'

/** Asks whether refused requests left an order behind, and sends the right one; refused, is it taken under another number? */
async function askAndSend(hand: Hand, right: Letter): Promise<void> {
  const { operation } = right
  await ask(hand, numberOf(right), operation === 'cash' ? 'CASH_QUERY' : 'ORDER_QUERY')
  if (said(await hand.send(right), 'platRespCode') === 'FAIL')
    await hand.send(hand.seal(operation, await plain(hand, operation)))
}

/** Another value for each field that is signed, of the same form. */
const otherValues: { [field: string]: Json } = {
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

/** A number that nobody has ordered under, another account that there is, or another value of the same form. */
async function otherFor(hand: Hand, field: string, own: Json): Promise<Json> {
  if (field === 'orderNum') return hand.fresh('orderNum')
  if (field === 'number') return otherAccount((await hand.need('account')).code, String(own))
  return otherValues[field] ?? 'other'
}

/** A pool may hold one account: its last digit is changed then. */
const otherAccount = (code: string, own: string): string =>
  code === own ? code.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : code

/** Fields that are changed after signing, to a value of their own or to another one, those of an order apart that share its number. */
const changes: { [operation: string]: string[][] } = {
  pay: [
    ['method', 'payMoney', 'notifyUrl', 'appId'],
    ['productDetail', 'name', 'email', 'phone'],
    ['dateTime', 'expiryPeriod', 'name=BudiSantoso', 'name=BUDI SANTOSO'],
    ['orderNum'],
  ],
  cash: [
    ['money', 'number', 'bankCode', 'feeType'],
    ['description', 'name', 'notifyUrl', 'dateTime'],
    ['orderNum'],
  ],
  query: [['dateTime']],
}

export const tampered = scenario<{ operation: string; fields: string[] }>({
  id: 'tampered',
  says: 'Change, add or leave out one field after signing.',
  role: 'server',
  exercises: ['signatures.tampered', 'signatures.no-effect'],
  plans: () =>
    Object.entries(changes).flatMap(([operation, all]) => all.map((fields) => ({ operation, fields }))),
  async act({ operation, fields }, hand) {
    needKey(hand)
    let right = hand.seal(operation, await answerable(hand, operation))
    for (const change of fields) {
      const [field = '', value] = change.split('=')
      const body = JSON.parse(right.body.toString('utf8')) as Fields
      const changed = { ...body, [field]: value ?? (await otherFor(hand, field, body[field] ?? '')) }
      const letter = hand.seal(operation, changed, { spare: ['sign'], note: `another ${field}` })
      if (field === 'orderNum') await sendAndAsk(hand, letter)
      else if (isTaken(await hand.send(letter))) {
        // The right one shows what was signed; a number that was used would be refused for that.
        await hand.send(right)
        right = hand.seal(operation, await plain(hand, operation))
      }
    }
    await (great.includes(operation) ? askAndSend(hand, right) : hand.send(right))
  },
})

interface Lawful {
  what: string
  fields?: (hand: Hand) => Fields
  block?: number
}

/** What a weak verifier trips over; the first shows that nothing else is in the way. */
const lawful: { [operation: string]: Lawful[] } = {
  pay: [
    { what: 'plain, but for a name that no table has', fields: () => ({ zeta: 'z' }) },
    { what: 'a name in capitals', fields: () => ({ Zeta: 'z' }) },
    { what: 'an empty value', fields: () => ({ appId: '' }) },
    { what: 'a value that is null', fields: () => ({ appId: verbatim('null') }) },
    { what: 'small blocks', block: 50 },
    {
      what: 'a long address',
      fields: (hand) => ({ notifyUrl: `${hand.callbackUrl ?? 'http://127.0.0.1:9'}/${'a'.repeat(300)}` }),
    },
    { what: 'plain' },
  ],
  cash: [
    { what: 'plain', fields: () => ({ feeType: '1' }) },
    { what: 'the value 0', fields: () => ({ feeType: '0' }) },
  ],
}

export const lawfully = scenario<string>({
  id: 'lawful',
  says: 'Sign what a weak verifier trips over, beside plain requests.',
  role: 'server',
  exercises: [
    'signatures.order',
    'signatures.empty',
    'signatures.null',
    'signatures.zero',
    'signatures.blocks',
    'signatures.long',
  ],
  plans: () => Object.keys(lawful),
  async act(operation, hand) {
    needKey(hand)
    for (const { what, fields, block } of lawful[operation]!) {
      const whole = { ...(await plain(hand, operation)), ...fields?.(hand) }
      const letter = hand.seal(operation, whole, { note: what })
      if (block === undefined) await hand.send(letter)
      else {
        const small: Forgery = (text, key) => signText(text, key, { block })
        await hand.send(hand.seal(operation, forge(hand, letter, small), { spare: ['sign'], note: what }))
      }
    }
  },
})

export const letters = scenario<'all'>({
  id: 'letters',
  says: 'Order payments for something beyond ASCII, with and without a character across two blocks.',
  role: 'server',
  exercises: ['signatures.bytes', 'json.letters'],
  plans: () => ['all'],
  async act(_plan, hand) {
    needKey(hand)
    for (const productDetail of ['Paket é', 'Paket 付款', 'Paket 🙂', 'é'])
      await hand.send(hand.seal('pay', { ...(await plain(hand, 'pay')), productDetail }))
    const again = { ...(await plain(hand, 'pay')), productDetail: 'é' }
    await hand.send(
      hand.seal('pay', { ...again, ...splitting(hand, again) }, { note: 'é across two blocks' }),
    )
  },
})
