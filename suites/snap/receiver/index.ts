/** Receivers of notifications on trial. */
import type { Scenario } from '../../../src/stimulate/scenario.ts'
import { forgeries } from './scenarios/forgeries.ts'
import { harms } from './scenarios/harms.ts'
import { orderly } from './scenarios/orderly.ts'
import { repeats } from './scenarios/repeats.ts'
import { ways } from './scenarios/ways.ts'

export { receiverRules } from './rules.ts'

export const receiverScenarios: Scenario[] = [...repeats, ...orderly, ...ways, ...forgeries, ...harms]
