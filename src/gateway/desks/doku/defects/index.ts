/** Every known-bad variant of the desk. */
import { loadContract } from '../../../../contract/load.ts'
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { amounts } from './amounts.ts'
import { retries } from './attempts.ts'
import { codes } from './codes.ts'
import { generatedDefects } from './generated.ts'
import { headers } from './headers.ts'
import { names } from './names.ts'
import { notices } from './notices.ts'
import { repeats } from './repeats.ts'
import { requests } from './requests.ts'
import { signatures } from './signatures.ts'
import { states } from './states.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [
  canary,
  ...headers,
  ...signatures,
  ...requests,
  ...codes,
  ...repeats,
  ...notices,
  ...retries,
  ...states,
  ...names,
  ...amounts,
  ...generatedDefects(loadContract('doku')),
]
