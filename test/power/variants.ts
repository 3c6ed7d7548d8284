/** Every variant that our own parties to a protocol can play: the desk of its gateway, its model client and receiver. */
import type { Role } from '../../src/contract/contract.ts'
import { deskModule } from '../../src/gateway/desk.ts'
import { partyModule, type PartyOddity } from '../../src/parties/party.ts'
import type { Variant } from './trial.ts'

/** Roles that can be on trial. */
export const roles: readonly Role[] = ['server', 'client', 'receiver']

/** The variants of a protocol's roles; none for a role that nobody of ours plays. */
export async function variantsOf(protocol: string, only: readonly Role[] = roles): Promise<Variant[]> {
  const all = await Promise.all(only.map((role) => variantsIn(protocol, role)))
  return all.flat()
}

interface Oddities {
  defects: readonly PartyOddity[]
  freedoms: readonly PartyOddity[]
}

function odditiesOf(protocol: string, role: Role): Promise<Oddities | undefined> {
  return role === 'server' ? deskModule(protocol) : partyModule(protocol, role)
}

async function variantsIn(protocol: string, role: Role): Promise<Variant[]> {
  const found = await odditiesOf(protocol, role)
  if (!found) return []
  const played = { protocol, role }
  return [
    { ...played, kind: 'honest', id: 'honest', says: 'Keeps its contract.', breaks: [] },
    ...found.freedoms.map(({ id, says, warns }) => ({
      ...played,
      kind: 'freedom' as const,
      id,
      says,
      breaks: [],
      ...(warns ? { warns } : {}),
    })),
    ...found.defects.map(({ id, says, breaks, catalogue }) => ({
      ...played,
      kind: 'defect' as const,
      id,
      says,
      breaks: breaks ?? [],
      ...(catalogue ? { catalogue } : {}),
    })),
  ]
}
