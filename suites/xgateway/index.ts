/** The suite of XGateway H2H-XML: what every contract promises, and what only this one says. */
import type { Suite } from '../../src/stimulate/suite.ts'
import { codes } from '../common/codes.ts'
import { echoes } from '../common/echoes.ts'
import { fields } from '../common/fields.ts'
import { http } from '../common/http.ts'
import { xml } from '../common/xml.ts'
import { client } from './client.ts'
import { clientBeliefs } from './client-beliefs.ts'
import { receiver } from './receiver.ts'
import { receiverBooks } from './receiver-books.ts'
import { clients } from './scenarios/clients.ts'
import { receivers } from './scenarios/receivers.ts'

export const suite: Suite = {
  rules: [
    ...http,
    ...xml,
    ...fields,
    ...codes,
    ...echoes,
    ...client,
    ...clientBeliefs,
    ...receiver,
    ...receiverBooks,
  ],
  scenarios: [...clients, ...receivers],
}
