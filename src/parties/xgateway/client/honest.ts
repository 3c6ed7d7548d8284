/** The client that keeps its contract. */
import { randomInt } from 'node:crypto'
import { readXmlRpcStrict } from '../../../wire/xmlrpc-strict.ts'
import { follow } from '../books.ts'
import { noticeOf, pairsIn, stateOf } from '../notice.ts'
import { sender } from '../../posting.ts'
import type { ClientSteps } from './steps.ts'
import { documentOf } from './write.ts'

const methods = {
  query: 'PLNPrepaidQuery',
  topup: 'topUpRequest',
  purchase: 'PLNPrepaidTopup',
  direct: 'PLNPrepaidDirectTopup',
}

/** A status check counts as one for 24 hours; an hour is kept between that and the last one. */
const patience = 23 * 3_600_000

/** A member that the document does not know; whoever sells tokens has it printed on them. */
const shopName: [string, string] = ['TOKO', 'PULSA & TOKEN JAYA']

let count = 0

export const honest: ClientSteps = {
  reference: ({ now }) => `T${now().toString(36)}${(++count).toString(36)}X${randomInt(1e6)}`.toUpperCase(),
  method: ({ operation }) => methods[operation],
  members: ({ operation, reference, number, product }, { credentials: { user = '', pin = '' } }) => [
    ['MSISDN', user],
    ['REQUESTID', reference],
    ['PIN', pin],
    ['NOHP', number],
    ['NOM', product],
    ...(operation === 'topup' ? [] : [shopName]),
  ],
  write: (method, members) => documentOf(method, members),
  pack: (body, { url }) => ({
    method: 'POST',
    url,
    headers: [['Content-Type', 'text/xml']],
    body: Buffer.from(body),
  }),
  post: sender(),
  read: (heard) => readXmlRpcStrict(heard),
  understand: (reading) => noticeOf(reading),
  answers: (notice, { reference }) => notice.reference === reference,
  judge: (notice, { contract }) => (notice && stateOf(contract, notice.code)) ?? 'unknown',
  pairs: pairsIn,
  weigh: (told, shop) => void (shop.balance = Number(told)),
  note(sale, word, notice) {
    if (notice && notice.transaction !== '') sale.transaction ??= notice.transaction
    if (word !== 'unknown') follow(sale, word)
  },
  isReady: (query) => query === 'paid',
  queries: () => true,
  asksOn: (sale) => sale.state === 'pending',
  isFresh: ({ sentAt }, { now }) => now() - sentAt < patience,
  again: (sale) => sale,
  renew: (sale, code, attempt, shop) =>
    attempt === 1 && sale.state === 'failed' && code === '07' ? shop.steps.reference(shop) : undefined,
  pause: 120,
}
