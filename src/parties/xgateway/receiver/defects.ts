/** Receivers that do one thing wrong. */
import type { Odd } from '../../oddity.ts'
import { booking, odd } from './defects-booking.ts'
import { matching } from './defects-matching.ts'
import { reading } from './defects-reading.ts'
import type { ReceiverSteps } from './steps.ts'

const canary: Odd<ReceiverSteps> = {
  id: 'canary',
  says: 'Does nothing wrong.',
  breaks: [],
  steps: () => ({}),
}

export const defects: readonly Odd<ReceiverSteps>[] = [canary, ...reading, ...booking, ...odd, ...matching]
