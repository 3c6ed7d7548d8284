/** Every legal but unusual variant of the desk. */
import type { Freedom } from '../../../defect.ts'
import type { Steps } from '../steps.ts'
import { decisions } from './decisions.ts'
import { messages } from './messages.ts'
import { style } from './style.ts'

/** The catalogue, family by family. */
export const freedoms: readonly Freedom<Steps>[] = [...style, ...messages, ...decisions]
