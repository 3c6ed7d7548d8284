/** Clients that defects. */
import type { Odd } from '../../oddity.ts'
import type { ClientSteps } from './steps.ts'

export const defects: readonly Odd<ClientSteps>[] = []
