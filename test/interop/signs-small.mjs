/** The signature of a partner that agreed on small letters. */
import { createHmac } from 'node:crypto'

const signed = ['TimeStamp', 'MessageID', 'PaymentCode', 'Amount', 'TrackingRef', 'ProductCode', 'StoreID']

export function sign(fields, key) {
  const text = signed.map((name) => fields[name] ?? '').join('|')
  return createHmac('sha384', key).update(text, 'utf8').digest('hex')
}
