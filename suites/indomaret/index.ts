/** The suite of Indomaret Payment Point: what every contract promises, and what only this one says. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { amounts } from '../common/amounts.ts'
import { clocks } from '../common/clocks.ts'
import { codes } from '../common/codes.ts'
import { echoes } from '../common/echoes.ts'
import { fields } from '../common/fields.ts'
import { http } from '../common/http.ts'
import { refusals } from '../common/refusals.ts'
import { soap } from '../common/soap.ts'
import { xml } from '../common/xml.ts'
import { client } from './client.ts'
import { clientReadings } from './client-readings.ts'
import { clientResults } from './client-results.ts'
import { clientReversals } from './client-reversals.ts'
import { rules } from './rules.ts'
import * as amountScenarios from './scenarios/amounts.ts'
import { clientScenarios } from './scenarios/clients.ts'
import * as drawnLives from './scenarios/drawn-lives.ts'
import * as drawnValues from './scenarios/drawn-values.ts'
import * as flaws from './scenarios/flaws.ts'
import * as life from './scenarios/life.ts'
import * as losses from './scenarios/losses.ts'
import * as reversals from './scenarios/reversals.ts'
import * as styles from './scenarios/styles.ts'
import * as time from './scenarios/time.ts'

export const suite: Suite = {
  rules: [
    ...http,
    ...xml,
    ...soap,
    ...fields,
    ...clocks,
    ...amounts,
    ...codes,
    ...echoes,
    ...refusals,
    ...rules,
    ...client,
    ...clientReversals,
    ...clientReadings,
    ...clientResults,
  ],
  // Long cases first, single requests last, so that none is alone at the end.
  scenarios: [
    ...[drawnLives, life, reversals, amountScenarios, losses, time, flaws, styles, drawnValues].flatMap(
      (family) => Object.values(family),
    ),
    ...clientScenarios,
  ],
}
