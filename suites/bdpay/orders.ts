/** Requests that nothing is wrong with: what scenarios send, or change one thing of. */
import type { Item } from '../../src/judge/trace.ts'
import type { Hand, Letter, Sending } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'
import { askUntil } from '../common/asking-until.ts'

/** The time of sending, in fourteen digits, or some hours before or after it. */
export const stamp = (hand: Hand, seconds = 0): string => hand.now(seconds).replace(/\D/g, '').slice(0, 14)

/** Where callbacks about an order are to go; somewhere, where nobody listens. */
export const notifyUrl = (hand: Hand, path = ''): string =>
  `${hand.callbackUrl?.replace(/\/$/, '') ?? 'http://127.0.0.1:9'}/callback${path}`

/** The fields that every order of a payment has; its payer is known by his phone. */
export function order(hand: Hand, payer: Pick<Item, 'code'>, fields: Fields = {}): Fields {
  return {
    method: 'VA_BCA',
    orderNum: hand.fresh('orderNum'),
    payMoney: '50000',
    productDetail: 'Paket data',
    name: 'Budi Santoso',
    email: 'budi@example.com',
    phone: payer.code,
    notifyUrl: notifyUrl(hand),
    dateTime: stamp(hand),
    ...fields,
  }
}

/** The fields of a payment on a page, where the payer chooses. */
export const link = (hand: Hand, payer: Pick<Item, 'code'>, fields: Fields = {}): Fields => ({
  ...order(hand, payer, { method: null }),
  redirectUrl: 'https://merchant.example/thanks',
  ...fields,
})

/** The fields of a static VA; its payer is known by the name that stands for him. */
export const fixed = (hand: Hand, payer: Pick<Item, 'code'>, fields: Fields = {}): Fields => ({
  method: 'VA_BNC_STATIC',
  orderNum: hand.fresh('orderNum'),
  productDetail: 'Iuran',
  name: payer.code,
  notifyUrl: notifyUrl(hand),
  dateTime: stamp(hand),
  ...fields,
})

/** The fields of a payout to an account. */
export const payout = (hand: Hand, account: Item, fields: Fields = {}): Fields => ({
  orderNum: hand.fresh('orderNum'),
  money: '20000',
  description: 'gaji',
  name: String(account['name'] ?? 'Budi Santoso'),
  bankCode: String(account['bankCode'] ?? '014'),
  number: account.code,
  notifyUrl: notifyUrl(hand),
  feeType: '1',
  dateTime: stamp(hand),
  ...fields,
})

/** A query about an order. */
export const query = (hand: Hand, orderNum: string, queryType = 'ORDER_QUERY', sending?: Sending): Letter =>
  hand.seal('query', { queryType, orderNum, dateTime: stamp(hand) }, sending)

/** Asks about an order. */
export const ask = (hand: Hand, orderNum: string, type?: string, sending?: Sending): Promise<Exchange> =>
  hand.send(query(hand, orderNum, type, sending))

/** A question about the balance. */
export const balance = (hand: Hand, sending?: Sending): Letter =>
  hand.seal('account', { dateTime: stamp(hand) }, sending)

/** Reads the balance, by its operation and beside the wire. */
export async function weigh(hand: Hand, merchant: string, sending?: Sending): Promise<void> {
  await hand.weigh(merchant)
  await hand.send(balance(hand, sending))
}

/** The number of an order that was sealed. */
export const numberOf = ({ draft }: Letter): string => String(draft.fields['orderNum'] ?? '')

/** What an answer says, '' for nothing. */
export const said = (exchange: Exchange, field: string): string => text(exchange.response?.read, field) ?? ''

/** Milliseconds within which a callback comes whose event is a second away. */
export const PATIENCE = 8000

/** States in which something is still to come. */
const onTheWay = ['', 'INIT_ORDER', 'NO_PAY', 'OPEN_PAY_URL', '0', '1', '5']

/** Waits for the end of an order: for its callback where somebody listens, then by asking until it is told. */
export async function settle(
  hand: Hand,
  orderNum: string,
  type = 'ORDER_QUERY',
  sending?: Sending,
): Promise<Exchange> {
  if (hand.callbackUrl !== undefined) await hand.callbacks(orderNum, { withinMs: PATIENCE })
  return askUntil(hand, {
    ask: () => ask(hand, orderNum, type, sending),
    hasEnded: (answer) =>
      !onTheWay.includes(said(answer, 'status')) || said(answer, 'platRespCode') !== 'SUCCESS',
    rests: Array<number>(12).fill(250),
  })
}

/** The credentials of another merchant, from test data. */
export const credentialsOf = (item: Item): { [name: string]: string } => ({
  merchant: item.code,
  privateKey: String(item['privateKey'] ?? ''),
  ...(typeof item['publicKey'] === 'string' ? { publicKey: item['publicKey'] } : {}),
})
