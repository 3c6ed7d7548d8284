/** What the sandbox tells of a request beside its status: what was asked and answered, and what no server could read. */
import { messageOf, type Profile } from '../contract/contract.ts'
import { shapeOf, type Complaint, type Shape } from '../contract/shape.ts'
import { loadDialect } from '../dialects/load.ts'
import type { Heard } from '../gateway/heard.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { gistOf } from '../report/gist.ts'
import { createMask } from '../report/mask.ts'
import { clip, visible } from '../report/text.ts'
import type { Reading } from '../wire/reading.ts'
import { contractOf } from './protocol.ts'
import { exchangeReader } from './stage-exchange.ts'

/** An exchange in short. */
export interface Told {
  operation?: string
  sent: string
  got: string
  /** What breaks the field tables, or is not the form of the protocol. */
  flaws: string[]
}

/** Tells exchanges of the protocols that a gateway serves. */
export async function tellerOf({ protocols, profiles }: Gateway): Promise<(heard: Heard) => Told> {
  const tellers = await Promise.all(protocols.map((id) => oneOf(id, profiles[id] ?? {})))
  const byProtocol = new Map(protocols.map((id, index) => [id, tellers[index]!]))
  return (heard) => byProtocol.get(heard.protocol)!(heard)
}

async function oneOf(id: string, profile: Profile): Promise<(heard: Heard) => Told> {
  const contract = contractOf(id)
  const { secretFields = [] } = contract
  const mask = createMask([], secretFields)
  const read = exchangeReader({ contract, dialect: await loadDialect(contract, profile), keys: {} })
  return (heard) => {
    const exchange = read(heard)
    const { operation, request } = exchange
    const { sent, got } = gistOf(mask(exchange))
    if (operation === undefined) return { sent, got, flaws: [] }
    const shape = shapeOf(contract, messageOf(contract, operation, 'request'), profile)
    return { operation, sent, got, flaws: flawsOf(request.read, shape, secretFields) }
  }
}

function flawsOf(read: Reading, shape: Shape, secrets: string[]): string[] {
  if (!read.ok) return []
  const complaints = shape.check(read.fields, read.json?.numbers).filter(({ level }) => level === 'must')
  const texts = [...read.flaws.map(({ says }) => says), ...complaints.map((one) => saysOf(one, secrets))]
  return texts.map((text) => visible(clip(text, 160)))
}

function saysOf(
  { field: { name }, constraint, expected, received = 'none' }: Complaint,
  secrets: string[],
): string {
  if (constraint === 'required') return `${name} is missing.`
  return `${name}: expected ${expected}, received ${secrets.includes(name) ? 'another' : received}.`
}
