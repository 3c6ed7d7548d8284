/** Every known-bad variant of the store client. */
import type { Variant } from '../steps.ts'
import { envelopes } from './envelopes.ts'
import { messages } from './messages.ts'
import { payments } from './payments.ts'
import { readers } from './readers.ts'
import { reversals } from './reversals.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Variant = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Variant[] = [
  canary,
  ...reversals,
  ...payments,
  ...readers,
  ...messages,
  ...envelopes,
]
