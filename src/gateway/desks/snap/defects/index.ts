/** Every known-bad variant of the desk. */
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { access } from './access.ts'
import { cancels } from './cancels.ts'
import { external } from './external.ts'
import { payments } from './payments.ts'
import { refunded } from './refunded.ts'
import { refunds } from './refunds.ts'
import { signatures } from './signatures.ts'
import { states } from './states.ts'
import { statuses } from './statuses.ts'
import { tokens } from './tokens.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [
  canary,
  ...states,
  ...payments,
  ...refunds,
  ...refunded,
  ...cancels,
  ...statuses,
  ...signatures,
  ...access,
  ...tokens,
  ...external,
]
