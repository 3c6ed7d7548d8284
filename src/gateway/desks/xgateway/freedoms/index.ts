/** Every legal but unusual variant of the desk. */
import type { Freedom } from '../../../defect.ts'
import type { Steps } from '../steps.ts'

/** The catalogue, family by family. */
export const freedoms: readonly Freedom<Steps>[] = []
