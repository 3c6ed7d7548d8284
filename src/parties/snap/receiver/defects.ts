/** Receivers that do one thing wrong. */
import type { Odd } from '../../oddity.ts'
import { answering } from './defects-answering.ts'
import { booking, keeping } from './defects-booking.ts'
import { headers } from './defects-headers.ts'
import { memory } from './defects-memory.ts'
import { bodies } from './defects-reading.ts'
import { signatures } from './defects-signatures.ts'
import type { ReceiverSteps } from './steps.ts'

const canary: Odd<ReceiverSteps> = {
  id: 'canary',
  says: 'Does nothing wrong.',
  breaks: [],
  steps: () => ({}),
}

export const defects: readonly Odd<ReceiverSteps>[] = [
  canary,
  ...signatures,
  ...booking,
  ...keeping,
  ...memory,
  ...headers,
  ...bodies,
  ...answering,
]
