/** Reads a callback: a bare methodResponse, members by name. */
import { readMembers, Unreadable } from './read.ts'

export interface Notice {
  code: string
  trx: string
  message: string
  serial: string
  id: string
}

export function readNotice(body: Buffer): Notice {
  const members = readMembers(body, 'methodResponse')
  const of = (name: string): string => {
    const text = members.get(name)
    if (text === undefined) throw new Unreadable(`no ${name}`)
    return text
  }
  const notice = {
    code: of('RESPONSECODE'),
    trx: of('REQUESTID'),
    message: of('MESSAGE'),
    serial: of('SN'),
    id: of('TRANSACTIONID'),
  }
  if (!/^\d\d$/.test(notice.code) || notice.trx === '') throw new Unreadable('no code or no trx_id')
  return notice
}

/** Product and number that a MESSAGE names. */
export function namedIn(message: string): { product: string; number: string } | undefined {
  const [, product, number] = /\bISI\s+(\w+)\s+KE\s+(\w+)\s*,/i.exec(message) ?? []
  return product === undefined ? undefined : { product, number: number! }
}
