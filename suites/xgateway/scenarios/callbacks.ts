/** Callbacks that the suite writes, in the place of the gateway, about sales of the receiver on trial. */
import type { Hand, Letter, Scope, Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { paceOf, timePaid, waitToBook } from '../../common/booking-pace.ts'
import { isFinal } from '../receiver-heard.ts'

/** A sale that waits. */
export interface Sale {
  reference: string
  transaction: string
  number: string
  product: string
}

/** Of each run, the sale that was made before all others. */
const firsts = new WeakMap<object, Promise<Sale | undefined>>()

/** A sale that is older than all others of the run, and that nothing is told about; none where sales are few. */
export function oldest(hand: Hand): Promise<Sale | undefined> {
  const known = firsts.get(hand.credentials) ?? (hand.plenty('sale') ? made(hand, 'sale', {}) : nothing)
  firsts.set(hand.credentials, known)
  return known
}

const nothing = Promise.resolve(undefined)

/** A sale of the kind; `sent` has no TRANSACTIONID in the receiver's books yet. */
export async function waiting(
  hand: Hand,
  data: 'sale' | 'sent' = 'sale',
  more: { product?: string; number?: string; code?: string } = {},
): Promise<Sale> {
  await oldest(hand)
  return made(hand, data, more)
}

async function made(hand: Hand, data: 'sale' | 'sent', more: { [key: string]: string }): Promise<Sale> {
  const { transaction, number } = strange(hand)
  const wish = { ...(data === 'sale' ? { transaction, number } : { number }), ...more }
  const item = await hand.need(data, wish)
  return {
    reference: item.code,
    transaction: String(item['transaction'] ?? transaction),
    number: String(item['number'] ?? number),
    product: String(item['product'] ?? 'I20'),
  }
}

/** A sale that nobody has in his books. */
export function strange(hand: Hand): Sale {
  const reference = hand.fresh('REQUESTID')
  const digits = String(Number.parseInt(hand.fresh('REQUESTID').slice(-9), 36) || 0).padStart(9, '0')
  return {
    reference,
    transaction: `18${digits}${String(Date.now()).slice(-4)}`,
    number: `0857${digits.slice(-8)}`,
    product: 'I20',
  }
}

const words: { [code: string]: string } = {
  '07': 'Nomor tidak ditemukan',
  '21': 'Transaksi digagalkan',
  '23': 'Gagal Biller',
  '68': '',
}

/** The members of a callback; `left` is what is left of the balance. */
export function fieldsOf(
  { reference, transaction, number, product }: Sale,
  code: string,
  left = '5609112',
): Fields {
  const serial = code === '00' ? `0329${transaction}` : ''
  const message =
    code === '00'
      ? `ISI ${product} KE ${number} , SUKSES. SAL=${left},HRG=20175,ID=${transaction},SN=${serial}`
      : `ISI ${product} KE ${number}, ${code === '68' ? 'PENDING' : 'GAGAL'}. SAL=${left}, ID=${transaction}, KET=${words[code] ?? ''}`
  return {
    RESPONSECODE: code,
    REQUESTID: reference,
    MESSAGE: message,
    SN: serial,
    TRANSACTIONID: transaction,
  }
}

/** A callback about a sale. */
export function callback(hand: Hand, sale: Sale, code: string, sending: Sending = {}, left?: string): Letter {
  return hand.seal('callback', fieldsOf(sale, code, left), sending)
}

/** The members of a callback about a token that was sold. */
export function tokenOf(sale: Sale, name: string): Fields {
  const fields = fieldsOf(sale, '00')
  const token = `0${sale.transaction}123456`.slice(0, 20).replace(/\d{4}(?=\d)/g, '$&-')
  const SN = sale.product.startsWith('PLNA') ? `${token}/${name}/kWh13,5/R1/1300` : fields['SN']
  const MESSAGE = String(fields['MESSAGE']).replace(String(fields['SN']), String(SN))
  return {
    ...fields,
    SN: String(SN),
    MESSAGE: SN === fields['SN'] ? MESSAGE : `${MESSAGE},${slipOf(sale, token, name)}`,
  }
}

const slipOf = ({ number, transaction }: Sale, token: string, name: string): string =>
  `METER=${number},IDPEL=${number},NAMA=${name},DAYA=R1/1300,REF=APL${transaction},RPBAYAR=20000,ADMIN=0,METERAI=2000.0,PPN=2000.0,PPJ=2000.0,ANGSURAN=2000.0,RPTOKEN=12000.0,KWH=kWh13.5,TOKEN=${token}`

/** A callback with members that the table does not have. */
export function longer(hand: Hand, sale: Sale, more: Fields): Letter {
  return hand.seal('callback', { ...fieldsOf(sale, '00'), ...more })
}

/** Bytes in the place of a callback. */
export function bytes(hand: Hand, body: string | Buffer, note: string): Letter {
  return hand.raw('callback', Buffer.from(body), [['Content-Type', 'text/xml']], note)
}

/** How long this receiver takes to book a success: it may do the work when it has acknowledged. */
async function measured(hand: Hand): Promise<number> {
  const sale = await waiting(hand)
  await hand.send(callback(hand, sale, '00'))
  return timePaid(hand, sale.reference)
}

// Where there are no sales, the case that wants one says so.
const pace = (hand: Hand): Promise<number> => measured(hand).catch(() => 0)

/** A while in which a receiver can finish what it has acknowledged. */
export const settle = (hand: Hand): Promise<void> => waitToBook(hand, 100, () => pace(hand))

/** Reads the books of a sale whose end was told. Whoever books from a queue may have much before it. */
export async function readEnd(hand: Hand, { reference }: Sale): Promise<void> {
  await settle(hand)
  const usual = await paceOf(hand, () => pace(hand))
  await hand.audit(reference, { withinMs: usual === 0 ? 0 : Math.min(6000, 200 + 20 * usual) })
}

/** Plans, as far as the receiver can be given sales. */
export const given =
  <Plan>(plans: Plan[], data = 'sale') =>
  ({ has }: Scope): Plan[] =>
    has(data) === 'no' ? [] : plans

export async function called(hand: Hand, sale: Sale, code: string, sending: Sending = {}): Promise<void> {
  await hand.send(callback(hand, sale, code, sending))
  if (isFinal(hand, { code })) return readEnd(hand, sale)
  await settle(hand)
  await hand.audit(sale.reference)
}
