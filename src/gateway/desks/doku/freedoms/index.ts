/** What the document leaves open, used in every way that is known. */
import type { Freedom } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { decisions } from './decisions.ts'
import { style } from './style.ts'

/** Every legal oddity of the desk. */
export const freedoms: readonly Freedom<Steps>[] = [...style, ...decisions]
