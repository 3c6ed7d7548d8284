/** Callbacks that the suite writes, in the place of the gateway, about sales of the receiver on trial. */
import type { Hand, Letter, Scope, Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'

/** A sale that waits. */
export interface Sale {
  reference: string
  transaction: string
  number: string
  product: string
}

/** A sale of the kind; `sent` has no TRANSACTIONID in the receiver's books yet. */
export async function waiting(
  hand: Hand,
  data: 'sale' | 'sent' = 'sale',
  more: { product?: string } = {},
): Promise<Sale> {
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

/** The members of a callback about a token that was sold, its customer's name full of signs. */
export function tokenOf(sale: Sale): Fields {
  const fields = fieldsOf(sale, '00')
  const token = `0${sale.transaction}123456`.slice(0, 20).replace(/\d{4}(?=\d)/g, '$&-')
  const SN = sale.product.startsWith('PLNA')
    ? `${token}/SITI S/O BUDI & ANI, ALM/kWh13,5/R1/1300`
    : fields['SN']
  const MESSAGE = String(fields['MESSAGE']).replace(String(fields['SN']), String(SN))
  return {
    ...fields,
    SN: String(SN),
    MESSAGE: SN === fields['SN'] ? MESSAGE : `${MESSAGE},${slipOf(sale, token)}`,
  }
}

const slipOf = ({ number, transaction }: Sale, token: string): string =>
  `METER=${number},IDPEL=${number},NAMA=SITI S/O BUDI & ANI, ALM,DAYA=R1/1300,REF=APL${transaction},RPBAYAR=20000,ADMIN=0,METERAI=2000.0,PPN=2000.0,PPJ=2000.0,ANGSURAN=2000.0,RPTOKEN=12000.0,KWH=kWh13.5,TOKEN=${token}`

/** A callback with members that the table does not have. */
export function longer(hand: Hand, sale: Sale, more: Fields): Letter {
  return hand.seal('callback', { ...fieldsOf(sale, '00'), ...more })
}

/** Bytes in the place of a callback. */
export function bytes(hand: Hand, body: string | Buffer, note: string): Letter {
  return hand.raw('callback', Buffer.from(body), [['Content-Type', 'text/xml']], note)
}

/** A while in which a receiver can finish what it has acknowledged. */
export const settle = (hand: Hand): Promise<void> => hand.wait(100)

/** Plans, as far as the receiver can be given sales. */
export const given =
  <Plan>(plans: Plan[], data = 'sale') =>
  ({ has }: Scope): Plan[] =>
    has(data) === 'no' ? [] : plans

export async function called(hand: Hand, sale: Sale, code: string, sending: Sending = {}): Promise<void> {
  await hand.send(callback(hand, sale, code, sending))
  await settle(hand)
  await hand.audit(sale.reference)
}
