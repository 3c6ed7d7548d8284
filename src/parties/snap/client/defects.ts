/** Clients that do one thing wrong. */
import type { Odd } from '../../oddity.ts'
import { agreeing } from './defects-agreeing.ts'
import { asking } from './defects-asking.ts'
import { reading } from './defects-reading.ts'
import { writing } from './defects-writing.ts'
import type { ClientSteps } from './steps.ts'

const canary: Odd<ClientSteps> = {
  id: 'canary',
  says: 'Does nothing wrong.',
  breaks: [],
  steps: () => ({}),
}

export const defects: readonly Odd<ClientSteps>[] = [canary, ...asking, ...agreeing, ...reading, ...writing]
