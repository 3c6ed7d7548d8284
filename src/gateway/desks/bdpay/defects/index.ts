/** Every known-bad variant of the desk. */
import { loadContract } from '../../../../contract/load.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { accounts } from './accounts.ts'
import { amounts } from './amounts.ts'
import { answers } from './answers.ts'
import { callbacks } from './callbacks.ts'
import { expiry } from './expiry.ts'
import { fees } from './fees.ts'
import { generatedDefects } from './generated.ts'
import { later } from './later.ts'
import { members } from './members.ts'
import { orders } from './orders.ts'
import { payouts } from './payouts.ts'
import { queries } from './queries.ts'
import { repeating } from './repeating.ts'
import { requests } from './requests.ts'
import { signatures, skips } from './signatures.ts'
import { transport } from './transport.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [
  canary,
  ...orders,
  ...queries,
  ...expiry,
  ...callbacks,
  ...repeating,
  ...later,
  ...payouts,
  ...accounts,
  ...fees,
  ...signatures,
  ...skips,
  ...answers,
  ...requests,
  ...amounts,
  ...members,
  ...transport,
  ...generatedDefects(loadContract('bdpay')),
]
