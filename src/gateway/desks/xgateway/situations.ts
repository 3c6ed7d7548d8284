/** What clients are put through: each situation replaces some steps for one transaction of theirs. */
import type { Steps } from './steps.ts'

/** A situation by its id in situations.json. */
export interface Situation {
  id: string
  steps: (honest: Steps) => Partial<Steps>
}

/** Every situation that the contract lists. */
export const situations: readonly Situation[] = []
