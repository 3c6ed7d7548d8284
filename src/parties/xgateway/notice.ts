/** What a partner understands of an answer or of a callback: members by name, and the pairs of MESSAGE by key. */
import type { Contract } from '../../contract/contract.ts'
import type { Reading } from '../../wire/reading.ts'
import type { State } from './books.ts'

export interface Notice {
  code: string
  reference: string
  transaction: string
  message: string
  serial: string
}

/** What is told of the members; undefined for what is no answer of the business. */
export function noticeOf(reading: Reading): Notice | undefined {
  if (!reading.ok || reading.rpc?.kind === 'fault' || reading.flaws.some(({ kind }) => kind === 'duplicate'))
    return undefined
  const member = (name: string) => textOf(reading.fields[name])
  return {
    code: member('RESPONSECODE'),
    reference: member('REQUESTID'),
    transaction: member('TRANSACTIONID'),
    message: member('MESSAGE').replace(/\s+/g, ' '),
    serial: member('SN').replace(/\s+/g, ' '),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** What a code says of a sale; undefined for 04, which tells nothing, and for codes that the document has not. */
export function stateOf({ codes, outcome }: Contract, code: string): State | undefined {
  const known = codes.find((one) => one.code === code)
  if (!known || code === '04') return undefined
  if (outcome.success.includes(code)) return 'paid'
  if (outcome.pending?.includes(code)) return 'pending'
  return code === '21' ? 'reversed' : 'failed'
}

const keys =
  'SAL|HRG|ID|SN|KET|METER|IDPEL|NAMA|DAYA|REF|RPBAYAR|ADMIN|METERAI|PPN|PPJ|ANGSURAN|RPTOKEN|KWH|TOKEN'

/** The pairs of a MESSAGE: each value runs to the next key that is known, since values hold commas. */
export function pairsIn(message: string): { [key: string]: string } {
  const found = [...message.matchAll(new RegExp(`(?:[.,] ?|^)(${keys})=`, 'g'))]
  return Object.fromEntries(
    found.map((match, index) => [
      match[1]!,
      message.slice(match.index + match[0].length, found[index + 1]?.index).trim(),
    ]),
  )
}

/** Product and number that a MESSAGE names: `ISI I20 KE 0857...`. */
export function subjectOf(message: string): { product: string; number: string } | undefined {
  const found = /\b(?:ISI|QUERY) (\S+) ke ([^\s,]+)/i.exec(message)
  return found ? { product: found[1]!, number: found[2]! } : undefined
}
