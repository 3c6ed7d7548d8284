/** Clients that freedoms. */
import type { Odd } from '../../oddity.ts'
import type { ClientSteps } from './steps.ts'

export const freedoms: readonly Odd<ClientSteps>[] = []
