/** Faults made by hand, apart from the suite's own defects: what each does wrong, and the clauses that may tell. */
import { amountFaults } from './faults-amounts.ts'
import { answerFaults } from './faults-answers.ts'
import { keyFaults } from './faults-keys.ts'
import { otherFaults } from './faults-others.ts'
import { raceFaults } from './faults-races.ts'
import { reversalTimeFaults } from './faults-reversal-time.ts'
import { reversalFaults } from './faults-reversal.ts'
import { trustFaults } from './faults-trust.ts'
import { wireFaults } from './faults-wire.ts'
import type { Fault } from './fault.ts'

export const faults: { [group: string]: Fault[] } = {
  keys: keyFaults,
  amounts: amountFaults,
  reversal: reversalFaults,
  'reversal-time': reversalTimeFaults,
  races: raceFaults,
  answers: answerFaults,
  wire: wireFaults,
  trust: trustFaults,
  others: otherFaults,
}
