/** What a client did about each of its orders, and what it was told. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Booking } from '../../src/judge/trace.ts'
import { answered } from '../common/premises.ts'
import { at, codesAsked, statesAsked, type Asked } from './asked.ts'
import { notices, type Notice } from './paid.ts'
import { stateIn as stateOf } from './states.ts'

/** An order of a client: everything that came of one invoice number. */
export interface Thread {
  invoice: string
  first: Asked
  /** Its requests for a code, the first one among them. */
  asked: Asked[]
  looks: Asked[]
  told: Notice[]
  /** The last reading of the client's books about it; undefined where they were not read. */
  books: Booking[] | undefined
}

/** The orders of a trace, in the order in which they began. */
export const threads = premise((evidence: Evidence): Thread[] => {
  const all = codesAsked(evidence).filter(({ invoice }) => invoice !== '')
  const invoices = [...new Set(all.map(({ invoice }) => invoice))]
  return invoices.map((invoice) => {
    const asked = all.filter((one) => one.invoice === invoice)
    const ids = new Set(asked.map(({ id }) => id))
    return {
      invoice,
      first: asked[0]!,
      asked,
      looks: statesAsked(evidence).filter((one) => one.invoice === invoice || ids.has(one.invoice)),
      told: notices(evidence).filter((notice) => notice.invoice === invoice),
      books: booksOf(evidence, invoice),
    }
  })
})

function booksOf({ trace }: Evidence, invoice: string): Booking[] | undefined {
  const read = trace.entries.findLast((entry) => entry.kind === 'ledger' && entry.code === invoice)
  return read?.kind === 'ledger' ? read.payments : undefined
}

/** Exchanges of an order, in their order. */
export const storyOf = ({ asked, looks, told }: Thread) =>
  [...asked, ...looks, ...told].map(({ exchange }) => exchange).sort((a, b) => a.began - b.began)

/** The books of this client tell payment codes. */
export const tellsCodes = premise(({ trace }: Evidence): boolean =>
  trace.entries.some(
    (entry) => entry.kind === 'ledger' && entry.payments.some(({ receipt }) => Boolean(receipt)),
  ),
)

/** The payment code that the books have, '' for none. */
export const codeIn = ({ books = [] }: Thread): string =>
  books.find(({ receipt }) => Boolean(receipt))?.receipt ?? ''

/** State of an order in the books, '' where they have no line of it. */
export const stateIn = ({ books = [] }: Thread): string =>
  books.some(({ state }) => state === 'paid') ? 'paid' : (books[0]?.state ?? '')

/** An answer whose signature is wrong, or missing. */
export const isForged = ({ exchange: { response } }: Asked): boolean =>
  response?.signature === 'bad' || response?.signature === 'none'

/** What is wrong with an answer that has a code: who takes the code makes a mistake. */
export function faultOf(one: Asked): 'unsigned' | 'foreign' | undefined {
  if (isForged(one)) return 'unsigned'
  return isForeign(one, one.invoice) ? 'foreign' : undefined
}

/** An answer that names another invoice than this. */
export function isForeign({ exchange }: Asked, invoice: string): boolean {
  const other = answered(exchange, at.invoice)
  return other !== '' && other !== invoice
}

export const tellsSuccess = (look: Asked): boolean => stateOf(look) === 'SUCCESS'

/** An answer by which an order is paid: rightly signed, and about that order. */
export const isProof = (look: Asked, { invoice }: Thread): boolean =>
  tellsSuccess(look) && !isForged(look) && !isForeign(look, invoice)

/** The answer that gave the client its code: rightly signed, for its own invoice, in whatever status. */
export const givenTo = ({ asked }: Thread): Asked | undefined =>
  asked.find((one) => one.code !== '' && [200, 409].includes(one.status) && !faultOf(one))

/** Silence, or an error of the server: nobody knows what was done. */
export const isOpen = ({ reaction }: Asked): boolean => reaction === 'open' || reaction === 'broken'

/** What the client sent about an order after an exchange. */
export const after = ({ asked, looks }: Thread, one: Asked): Asked[] =>
  [...asked, ...looks]
    .filter(
      ({ exchange }) =>
        exchange.began > (one.exchange.ended ?? one.exchange.began) && exchange !== one.exchange,
    )
    .sort((a, b) => a.exchange.began - b.exchange.began)

/** Orders under numbers that the client was not given, each with the last one before it whose answer was lost. */
const renewals = premise((evidence: Evidence): Map<Thread, Thread> => {
  const given = new Set(
    evidence.trace.entries.flatMap((entry) => (entry.kind === 'provided' ? [entry.item.code] : [])),
  )
  const [named, own] = [true, false].map((is) =>
    threads(evidence).filter(({ invoice }) => given.has(invoice) === is),
  ) as [Thread[], Thread[]]
  return new Map(
    own.flatMap((other): [Thread, Thread][] => {
      const isBefore = (one: Asked) => isOpen(one) && one.exchange.began < other.first.exchange.began
      const lost = named.findLast(({ asked }) => asked.some(isBefore))
      return lost ? [[lost, other]] : []
    }),
  )
})

/** What a client has ordered anew, under another number, when an answer was lost; where it takes the numbers that it is given. */
export const renewed = (evidence: Evidence, thread: Thread): Thread | undefined =>
  renewals(evidence).get(thread)

/** An answer with members that no table has. */
export function isOdd({ contract }: Evidence, { exchange: { response, operation } }: Asked): boolean {
  if (!response?.read.ok) return false
  const spec = contract.messages[contract.operations[operation!]!.response ?? '']
  const rows = new Set(spec?.fields.map(({ name }) => name))
  const isUnknown = (place: string) =>
    !place.startsWith('header:') &&
    !place.endsWith(']') &&
    !place.startsWith('additional_info') &&
    !rows.has(place.replace(/\[\d+\]/g, '[]'))
  return Object.keys(response.read.fields).some(isUnknown)
}

/** An answer whose headers are named in small letters, as proxies and HTTP/2 write them. */
export const isSmall = ({ exchange: { response } }: Asked): boolean =>
  response?.headers.some(([name]) => name === 'client-id' || name === 'request-id') === true
