/** Indomaret seals a message as SOAP and signs requests with an HMAC over seven fields. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Contract, messageOf } from '../contract/contract.ts'
import type { SignatureVerdict } from '../wire/exchange.ts'
import type { Fields, Json, Reading } from '../wire/reading.ts'
import { readSoap } from '../wire/soap-read.ts'
import { readSoapStrict } from '../wire/soap-strict.ts'
import { writeSoap } from '../wire/soap-write.ts'
import type { Dialect, Draft, Keys, Sealed, SoapStyle } from './dialect.ts'

type Sign = NonNullable<Keys['sign']>

/** The dialect of a SOAP contract. */
export function dialect(contract: Contract): Dialect {
  return {
    seal: (draft, keys) => seal(contract, draft, keys),
    open: (raw) => readSoapStrict(raw),
    receive: (raw) => readSoap(raw),
    operationOf: (reading) => operationOf(contract, reading),
    verify: (reading, operation, keys) => verify(contract, reading, operation, keys),
  }
}

/** Signs with a key as contract.json describes: HMAC-SHA-384 over the joined fields, in upper-case hexadecimal. */
export function signer(contract: Contract, key: string): Sign {
  const { fields: names, join } = schemeOf(contract)
  return (fields) => {
    const text = names.map((name) => spoken(fields[name])).join(join)
    return createHmac('sha384', key).update(text, 'utf8').digest('hex').toUpperCase()
  }
}

/** The text of a value as its reader sees it: the first of a repeated one, nothing for an absent one. */
function spoken(value: Json | undefined): string {
  const first = Array.isArray(value) ? value[0] : value
  return String(first ?? '')
}

function schemeOf(contract: Contract): NonNullable<Contract['signature']> {
  const { signature } = contract
  if (signature?.scheme !== 'hmac-sha384')
    throw new Error(
      `${contract.id} describes no signature of the scheme hmac-sha384. Add it to contract.json.`,
    )
  return signature
}

function seal(contract: Contract, draft: Draft, keys: Keys): Sealed {
  const spec = messageOf(contract, draft.operation, draft.side)
  const fields = draft.side === 'request' ? signed(contract, draft, keys) : draft.fields
  const names = spec.fields.map(({ name }) => name)
  const ordered = inOrder(fields, names)
  const { headers, body } = writeSoap(spec.message, ordered, styleOf(draft))
  return { method: 'POST', path: '', headers, body }
}

const styleOf = ({ side, style }: Draft): SoapStyle =>
  side === 'response' ? { soapAction: null, ...style } : { ...style }

function signed(contract: Contract, { operation, fields, spare }: Draft, { sign }: Keys): Fields {
  const { at, placeholder } = schemeOf(contract)
  if (spare?.includes(at)) return fields
  return { ...fields, [at]: sign ? sign(fields, operation) : (placeholder ?? '') }
}

/** Fields in the order of the table; what the table does not know comes last. */
function inOrder(fields: Fields, names: string[]): Fields {
  const known = names.filter((name) => name in fields).map((name) => [name, fields[name]!] as const)
  const others = Object.entries(fields).filter(([name]) => !names.includes(name))
  return Object.fromEntries([...known, ...others])
}

/** By the payload's root: the names of the messages first, then the other roots that are tolerated. */
function operationOf(contract: Contract, reading: Reading): string | undefined {
  if (!reading.ok || reading.soap?.fault) return undefined
  const specs = Object.values(contract.messages)
  const found =
    specs.find(({ message }) => message === reading.name) ??
    specs.find(({ roots }) => roots?.includes(reading.name))
  return found?.operation
}

function verify(contract: Contract, reading: Reading, operation: string, { sign }: Keys): SignatureVerdict {
  if (!sign) return 'unchecked'
  const { at } = schemeOf(contract)
  const given = reading.ok ? bare(reading.fields[at]) : ''
  if (!reading.ok || given === '') return 'none'
  return isSame(given, bare(sign(reading.fields, operation))) ? 'good' : 'bad'
}

/** White space in a signature is the layout of the document that it was copied from, and hexadecimal has no case. */
const bare = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s+/g, '').toUpperCase() : ''

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given, 'utf8'), Buffer.from(wanted, 'utf8')]
  return left.length === right.length && timingSafeEqual(left, right)
}
