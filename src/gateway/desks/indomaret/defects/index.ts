/** Every known-bad variant of the desk. */
import { loadContract } from '../../../../contract/load.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { amounts } from './amounts.ts'
import { clocks } from './clocks.ts'
import { codes } from './codes.ts'
import { echoes } from './echoes.ts'
import { fields } from './fields.ts'
import { generatedDefects } from './generated.ts'
import { idempotency } from './idempotency.ts'
import { inquiries } from './inquiries.ts'
import { keys } from './keys.ts'
import { memory } from './memory.ts'
import { reversal } from './reversal.ts'
import { signatures } from './signatures.ts'
import { soap } from './soap.ts'
import { transport } from './transport.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [
  canary,
  ...clocks,
  ...echoes,
  ...codes,
  ...fields,
  ...amounts,
  ...inquiries,
  ...idempotency,
  ...keys,
  ...memory,
  ...reversal,
  ...signatures,
  ...soap,
  ...transport,
  ...generatedDefects(loadContract('indomaret')),
]
