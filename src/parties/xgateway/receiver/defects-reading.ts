/** Receivers that misread what comes, or take it from anybody. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { header } from '../../../wire/exchange.ts'
import type { Read } from '../../../wire/reading.ts'
import { readXmlRpcStrict } from '../../../wire/xmlrpc-strict.ts'
import type { Odd } from '../../oddity.ts'
import type { Arrival } from '../../serving.ts'
import type { Notice } from '../notice.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

export const reading: readonly Defect[] = [
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
    id: 'reads-by-position',
    says: 'Reads the members of a callback by their position.',
    breaks: ['receiver.order'],
    steps: (honest) => ({
      understand(read) {
        const notice = honest.understand(read)
        return notice && read.ok ? byPosition(read, notice) : undefined
      },
    }),
  },
  {
    id: 'reads-typed-values-only',
    says: 'Reads a value without a type as empty.',
    breaks: ['receiver.untyped'],
    steps: (honest) => ({
      understand: (read) =>
        read.ok && Object.values(read.rpc?.types ?? {}).includes('untyped')
          ? undefined
          : honest.understand(read),
    }),
  },
  {
    id: 'cuts-serials',
    says: 'Keeps of a serial what is before its first comma.',
    breaks: ['receiver.serial'],
    steps: (honest) => ({
      understand(read) {
        const notice = honest.understand(read)
        return notice && { ...notice, serial: notice.serial.split(',')[0]! }
      },
    }),
  },
  {
    id: 'keeps-entities',
    says: 'Keeps the serial as it stands in the XML, &amp; in place of &.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => serial.replaceAll('&', '&amp;')),
  },
  {
    id: 'keeps-serials-in-latin-1',
    says: 'Reads the UTF-8 of a serial as Latin-1, so that a letter beyond ASCII becomes two.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => Buffer.from(serial).toString('latin1')),
  },
  {
    id: 'keeps-serials-in-capitals',
    says: 'Keeps the serial of a token in capital letters.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => serial.toUpperCase()),
  },
  {
    id: 'keeps-serials-without-slashes',
    says: 'Keeps the serial of a token with blanks in place of its slashes.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => serial.replaceAll('/', ' ')),
  },
  {
    id: 'keeps-five-parts-of-serials',
    says: 'Keeps the first two and the last three parts of a serial, so that a name ends at its slash.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => {
      const parts = serial.split('/')
      return parts.length > 5 ? [...parts.slice(0, 2), ...parts.slice(-3)].join('/') : serial
    }),
  },
  {
    id: 'keeps-serials-as-floats',
    says: 'Keeps a serial of digits as a float, printed with fourteen digits and a power of ten.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) =>
      /^\d+$/.test(serial) ? Number(serial).toExponential(13).toUpperCase() : serial,
    ),
  },
  {
    id: 'escapes-quotes-in-serials',
    says: 'Keeps the serial of a token with a backslash before each quote of a name.',
    breaks: ['receiver.serial'],
    steps: keeping((serial) => serial.replace(/['"\\]/g, '\\$&')),
  },
  {
    id: 'trips-over-debts',
    says: 'Refuses a callback that tells of a balance below zero.',
    breaks: ['receiver.acknowledges'],
    steps: (honest) => ({
      understand(read) {
        const notice = honest.understand(read)
        return notice && /SAL=-/.test(notice.message) ? undefined : notice
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

/** What stands where the samples have each member; nothing where that is no code. */
function byPosition({ order, fields }: Read, notice: Notice): Notice | undefined {
  const [code = '', reference = '', , serial = '', transaction = ''] = order.map((name) =>
    String(fields[name] ?? ''),
  )
  return /^\d\d$/.test(code) ? { ...notice, code, reference, serial, transaction } : undefined
}

/** Members as a regular expression finds them. */
function picked({ body }: Arrival) {
  const pairs = Buffer.from(body)
    .toString('latin1')
    .matchAll(/<name>(\w+)<\/name>\s*<value>\s*(?:<string>)?([^<]*)/g)
  const fields = Object.fromEntries([...pairs].map(([, name, value]) => [name!, value!]))
  return { ok: true as const, name: '', fields, order: Object.keys(fields), flaws: [] }
}

function keeping(written: (serial: string) => string): Defect['steps'] {
  return (honest) => ({
    understand(read) {
      const notice = honest.understand(read)
      return notice && { ...notice, serial: written(notice.serial) }
    },
  })
}
