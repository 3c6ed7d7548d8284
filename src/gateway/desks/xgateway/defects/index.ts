/** Every known-bad variant of the desk. */
import type { Defect } from '../../../defect.ts'
import type { Steps } from '../steps.ts'

/** Changes nothing: a suite that finds something wrong with it is wrong itself. */
const canary: Defect<Steps> = { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) }

/** The catalogue, family by family. */
export const defects: readonly Defect<Steps>[] = [canary]
