/** Clients whose requests are no JSON of the contract, or go another way than it says. */
import type { Odd } from '../../oddity.ts'
import type { ClientSteps } from './steps.ts'

/** Changes the text of a request for a code, before it is signed. */
const written =
  (change: (text: string) => string): Odd<ClientSteps>['steps'] =>
  (steps) => ({ write: (body) => change(steps.write(body)) })

export const spelling: readonly Odd<ClientSteps>[] = [
  {
    id: 'writes-forms',
    says: 'Calls its JSON a form.',
    breaks: ['json.content-type'],
    steps: (steps) => ({
      headers: (headers, operation, shop) =>
        steps
          .headers(headers, operation, shop)
          .map(([name, value]) => [
            name,
            name === 'Content-Type' ? 'application/x-www-form-urlencoded' : value,
          ]),
    }),
  },
  {
    id: 'writes-lists',
    says: 'Puts the body into a list.',
    breaks: ['json.object'],
    steps: written((text) => `[${text}]`),
  },
  {
    id: 'writes-names-large',
    says: 'Writes invoice_number as Invoice_Number.',
    breaks: ['fields.named'],
    steps: written((text) => text.replace('"invoice_number":', '"Invoice_Number":')),
  },
  {
    id: 'joins-words',
    says: 'Writes reusable_status as reusableStatus.',
    breaks: ['fields.named'],
    steps: written((text) => text.replace('"reusable_status":', '"reusableStatus":')),
  },
  {
    id: 'writes-amounts-twice',
    says: 'Writes the amount twice.',
    breaks: ['fields.once'],
    steps: written((text) => text.replace(/("amount":[^,}]+)/, '$1,$1')),
  },
  {
    id: 'puts-requests',
    says: 'Asks for codes with PUT.',
    breaks: ['http.method'],
    steps: (steps) => ({
      send: (letter) => steps.send(letter.method === 'POST' ? { ...letter, method: 'PUT' } : letter),
    }),
  },
]
