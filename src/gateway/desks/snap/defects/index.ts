/** Every known-bad variant of the desk. */
import { loadContract } from '../../../../contract/load.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { access } from './access.ts'
import { amounts } from './amounts.ts'
import { bodies } from './bodies.ts'
import { cancels } from './cancels.ts'
import { causes } from './causes.ts'
import { codes } from './codes.ts'
import { customers } from './customers.ts'
import { echoes } from './echoes.ts'
import { external } from './external.ts'
import { generatedDefects } from './generated.ts'
import { headers } from './headers.ts'
import { naming } from './naming.ts'
import { notices } from './notices.ts'
import { payments } from './payments.ts'
import { refunded } from './refunded.ts'
import { refunds } from './refunds.ts'
import { requests } from './requests.ts'
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
  ...naming,
  ...signatures,
  ...access,
  ...tokens,
  ...customers,
  ...external,
  ...headers,
  ...codes,
  ...causes,
  ...echoes,
  ...requests,
  ...amounts,
  ...bodies,
  ...notices,
  ...generatedDefects(loadContract('snap')),
]
