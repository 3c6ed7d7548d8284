/** Every variant that a protocol's desk can play, and the honest one. */
import { deskModule } from '../../src/gateway/desk.ts'
import type { Variant } from './trial.ts'

export async function variantsOf(protocol: string): Promise<Variant[]> {
  const { defects, freedoms } = await deskModule(protocol)
  return [
    { protocol, kind: 'honest', id: 'honest', says: 'Keeps its contract.', breaks: [] },
    ...freedoms.map(({ id, says }) => ({ protocol, kind: 'freedom' as const, id, says, breaks: [] })),
    ...defects.map(({ id, says, breaks, catalogue }) => ({
      protocol,
      kind: 'defect' as const,
      id,
      says,
      breaks: breaks ?? [],
      ...(catalogue ? { catalogue } : {}),
    })),
  ]
}
