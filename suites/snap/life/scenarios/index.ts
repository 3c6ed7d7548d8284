/** The scenarios of the life of a payment: those that wait first, so that none is alone at the end. */
import type { Scenario } from '../../../../src/stimulate/scenario.ts'
import * as cancels from './cancels.ts'
import * as crossing from './crossing.ts'
import * as days from './days.ts'
import * as drawn from './drawn.ts'
import * as expiry from './expiry.ts'
import * as inquiries from './inquiries.ts'
import * as losses from './losses.ts'
import * as numbers from './numbers.ts'
import * as payments from './payments.ts'
import * as races from './races.ts'
import * as refunds from './refunds.ts'

export const scenarios: Scenario[] = [
  cancels,
  payments,
  refunds,
  numbers,
  crossing,
  races,
  losses,
  drawn,
  inquiries,
  expiry,
  days,
].flatMap((family) => Object.values(family))
