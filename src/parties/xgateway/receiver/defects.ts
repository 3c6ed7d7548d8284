/** Receivers that do one thing wrong. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { header } from '../../../wire/exchange.ts'
import { readXmlRpcStrict } from '../../../wire/xmlrpc-strict.ts'
import { settle, type Sale } from '../books.ts'
import { subjectOf } from '../notice.ts'
import type { Odd } from '../../oddity.ts'
import type { Arrival } from '../../serving.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

const canary: Defect = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

const reading: Defect[] = [
  {
    id: 'wants-method-calls',
    catalogue: 'M-XGW-80',
    says: 'Understands a methodCall only, and answers 404 to a bare methodResponse.',
    breaks: ['receiver.shape'],
    steps: (honest) => ({
      understand: (read) => (read.ok && read.rpc?.kind === 'call' ? honest.understand(read) : undefined),
      refuse: () => ({ status: 404 }),
    }),
  },
  {
    id: 'expands-entities',
    catalogue: 'M-XGW-88',
    says: 'Expands the entities of a DTD, those that name a file included.',
    breaks: ['receiver.hostile'],
    steps: (honest) => ({
      read(arrival) {
        const read = honest.read(arrival)
        const isDtd = !read.ok && read.fault.what === 'doctype'
        return isDtd ? readXmlRpcStrict({ ...arrival, body: expanded(arrival) }) : read
      },
    }),
  },
  {
    id: 'wants-application-xml',
    catalogue: 'M-XGW-89',
    says: 'Takes application/xml only, and answers 415 to text/xml.',
    breaks: ['receiver.content-type'],
    steps: (honest) => ({ admit: (arrival) => honest.admit(arrival) ?? typed(arrival, 'application/xml') }),
  },
  {
    id: 'wants-text-xml',
    says: 'Takes text/xml only, and answers 415 to application/xml.',
    breaks: ['receiver.content-type'],
    steps: (honest) => ({ admit: (arrival) => honest.admit(arrival) ?? typed(arrival, 'text/xml') }),
  },
  {
    id: 'trips-over-space',
    says: 'Refuses a callback with white space around its types.',
    breaks: ['receiver.spaced'],
    steps: (honest) => ({
      understand: (read) => (read.ok && read.rpc?.spaced ? undefined : honest.understand(read)),
    }),
  },
  {
    id: 'trips-over-members',
    says: 'Refuses a callback with a member that it does not know.',
    breaks: ['receiver.unknown-member'],
    steps: (honest) => ({
      understand: (read) => (read.ok && read.order.length > 5 ? undefined : honest.understand(read)),
    }),
  },
  {
    id: 'takes-broken-xml',
    says: 'Picks the members out of a callback that is not well-formed.',
    breaks: ['receiver.malformed'],
    steps: (honest) => ({
      read(arrival) {
        const read = honest.read(arrival)
        return read.ok || read.fault.what === 'doctype' ? read : picked(arrival)
      },
    }),
  },
  {
    id: 'errs-on-broken-xml',
    says: 'Answers 500 to a callback that is not well-formed.',
    breaks: ['receiver.malformed'],
    steps: () => ({ refuse: () => ({ status: 500, body: 'Internal Server Error' }) }),
  },
  {
    id: 'believes-sukses',
    says: 'Takes SUKSES in MESSAGE for a success, whatever RESPONSECODE is.',
    breaks: ['receiver.failure'],
    steps: (honest) => ({
      understand(reading) {
        const notice = honest.understand(reading)
        return notice && /SUKSES/.test(notice.message) ? { ...notice, code: '00' } : notice
      },
    }),
  },
  {
    id: 'lets-anybody-call',
    says: 'Takes callbacks from every address.',
    breaks: ['receiver.address'],
    steps: (honest) => ({ admit: (arrival) => honest.admit({ ...arrival, address: '127.0.0.1' }) }),
  },
]

const booking: Defect[] = [
  {
    id: 'acknowledges-before-storing',
    catalogue: 'M-XGW-81',
    says: 'Acknowledges a callback and books it a while later, if it lives that long.',
    breaks: ['receiver.stores'],
    steps: (honest) => ({
      async store(...notice) {
        void sleep(40, undefined, { ref: false }).then(() => honest.store(...notice))
      },
    }),
  },
  {
    id: 'credits-repeats',
    catalogue: 'M-XGW-82',
    says: 'Credits the customer again when a callback comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'paid' && state === 'paid') settle(sale, 'paid')
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'refuses-repeats',
    says: 'Answers 409 to a callback that comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      fits: (notice, sale) => !(sale.state === 'paid' && notice.code === '00') && honest.fits(notice, sale),
    }),
  },
  {
    id: 'lets-pending-overwrite',
    catalogue: 'M-XGW-83',
    says: 'Lets a late 68 make a sale pending again that had ended.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'pending') sale.state = 'pending'
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'lets-failures-overwrite',
    says: 'Lets a later failure make a sale failed that was paid.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'failed') sale.state = 'failed'
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'ignores-failures',
    catalogue: 'M-XGW-84',
    says: 'Acknowledges the callback of a failure and leaves the sale pending.',
    breaks: ['receiver.failure'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'paid' || state === 'pending') honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'errs-on-failures',
    says: 'Answers 500 to the callback of a failure.',
    breaks: ['receiver.acknowledges'],
    steps: (honest) => ({
      acknowledge: (notice) => (notice.code === '00' ? honest.acknowledge(notice) : { status: 500 }),
    }),
  },
]

const matching: Defect[] = [
  {
    id: 'drops-early-callbacks',
    catalogue: 'M-XGW-85',
    says: 'Takes a callback for unknown that comes before the answer to the purchase.',
    breaks: ['receiver.early'],
    steps: (honest) => ({
      find(notice, counter) {
        const sale = honest.find(notice, counter)
        return sale?.transaction === undefined ? undefined : sale
      },
    }),
  },
  {
    id: 'creates-sales',
    catalogue: 'M-XGW-86',
    says: 'Books a successful sale for a trx_id that it never sent.',
    breaks: ['receiver.unknown'],
    steps: (honest) => ({
      stranger(notice, counter) {
        const { product = '', number = '' } = subjectOf(notice.message) ?? {}
        const { reference, transaction } = notice
        const begun = { reference, transaction, product, number, price: 0, sentAt: 0 }
        settle(counter.books.open({ ...begun, operation: 'topup' }), 'paid')
        return honest.acknowledge(notice)
      },
    }),
  },
  {
    id: 'errs-on-unknown',
    says: 'Answers 500 to a callback for a trx_id that it does not know.',
    breaks: ['receiver.unknown'],
    steps: () => ({ stranger: () => ({ status: 500 }) }),
  },
  {
    id: 'matches-by-transaction',
    catalogue: 'M-XGW-87',
    says: 'Finds the sale of a callback by TRANSACTIONID, whatever REQUESTID says.',
    breaks: ['receiver.matches'],
    steps: matchingBy(({ transaction }, notice) => transaction === notice.transaction),
  },
  {
    id: 'matches-by-number',
    catalogue: 'M-XGW-87',
    says: 'Finds the sale of a callback by its number, whatever REQUESTID says.',
    breaks: ['receiver.matches'],
    steps: matchingBy(({ number }, notice) => number === subjectOf(notice.message)?.number),
  },
  {
    id: 'matches-by-reference-alone',
    says: 'Takes a callback whose TRANSACTIONID, product or number are those of another sale.',
    breaks: ['receiver.matches'],
    steps: () => ({ fits: () => true }),
  },
]

function matchingBy(
  isMeant: (sale: Sale, notice: { transaction: string; message: string }) => boolean,
): Defect['steps'] {
  return (honest) => ({
    find: (notice, counter) =>
      counter.books.all().findLast((sale) => isMeant(sale, notice)) ?? honest.find(notice, counter),
    fits: () => true,
  })
}

function typed({ headers }: Arrival, wanted: string) {
  const type = header(headers, 'content-type') ?? ''
  return type.toLowerCase().startsWith(wanted) ? undefined : { status: 415 }
}

/** The document without its DTD, its entities put in: what a parser with all its doors open makes of it. */
function expanded({ body }: Arrival): Buffer {
  let text = Buffer.from(body).toString('utf8')
  const dtd = /<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/.exec(text)?.[0] ?? ''
  const entities = [...dtd.matchAll(/<!ENTITY\s+(\w+)\s+(SYSTEM\s+)?["']([^"']*)["']\s*>/g)]
  text = text.replace(dtd, '')
  for (const [, name, system, value] of entities.reverse())
    if (text.length < 100_000) text = text.replaceAll(`&${name};`, system ? contentOf(value!) : value!)
  return Buffer.from(text)
}

function contentOf(address: string): string {
  try {
    return readFileSync(fileURLToPath(address), 'utf8').replace(/[&<]/g, ' ').slice(0, 200)
  } catch {
    return ''
  }
}

/** Members as a regular expression finds them. */
function picked({ body }: Arrival) {
  const pairs = Buffer.from(body)
    .toString('latin1')
    .matchAll(/<name>(\w+)<\/name>\s*<value>\s*(?:<string>)?([^<]*)/g)
  const fields = Object.fromEntries([...pairs].map(([, name, value]) => [name!, value!]))
  return { ok: true as const, name: '', fields, order: Object.keys(fields), flaws: [] }
}

export const defects: readonly Defect[] = [canary, ...reading, ...booking, ...matching]
