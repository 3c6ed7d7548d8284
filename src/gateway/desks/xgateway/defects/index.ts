/** Every known-bad variant of the desk. */
import { loadContract } from '../../../../contract/load.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { accounts } from './accounts.ts'
import { callbacks } from './callbacks.ts'
import { forgetting } from './forgetting.ts'
import { generatedDefects } from './generated.ts'
import { members } from './members.ts'
import { messages } from './messages.ts'
import { money } from './money.ts'
import { partners } from './partners.ts'
import { repeats } from './repeats.ts'
import { requests } from './requests.ts'
import { serials } from './serials.ts'
import { tokens } from './tokens.ts'
import { transport } from './transport.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [
  canary,
  ...repeats,
  ...forgetting,
  ...accounts,
  ...members,
  ...messages,
  ...serials,
  ...tokens,
  ...money,
  ...callbacks,
  ...partners,
  ...requests,
  ...transport,
  ...generatedDefects(loadContract('xgateway')),
]
