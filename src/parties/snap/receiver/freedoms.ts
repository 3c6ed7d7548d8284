/** Receivers that do otherwise than most, and keep the contract. */
import type { Odd } from '../../oddity.ts'
import type { ReceiverSteps } from './steps.ts'

export const freedoms: readonly Odd<ReceiverSteps>[] = []
