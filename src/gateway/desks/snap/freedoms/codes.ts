/** Freedoms of codes: other rows of the table for the same refusal. */
import type { Freedom } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Call, Operation, Outcome, Steps } from '../steps.ts'

/** Says some outcomes otherwise, of some operations. */
const saying =
  (
    others: { [form: string]: string },
    operations: readonly Operation[] = everything,
    when: (outcome: Outcome, call: Call) => boolean = () => true,
  ): Bend =>
  (honest) => {
    const changed = (call: Call, outcome: Outcome): Outcome => {
      const form = others[outcome.form]
      const fits = operations.includes(call.operation) && when(outcome, call)
      return form === undefined || !fits ? outcome : { ...outcome, form }
    }
    return { answer: (call, outcome) => honest.answer(call, changed(call, outcome)) }
  }

const everything: readonly Operation[] = ['payment', 'status', 'cancel', 'refund', 'token', 'customerToken']

const about = (what: string) => (outcome: Outcome) => outcome.about === what

export const codes: readonly Freedom<Steps>[] = [
  {
    id: 'calls-all-fields-malformed',
    says: 'Refuses fields and headers with case 01 whether they are missing or malformed.',
    warns: ['codes.kind'],
    because: 'SNAP-RC-01-VS-02',
    steps: saying({ '400##02': '400##01' }),
  },
  {
    id: 'calls-requests-bad',
    says: 'Refuses fields and headers with case 00.',
    warns: ['headers.named'],
    because: 'SNAP-RC-01-VS-02',
    steps: saying({ '400##01': '400##00', '400##02': '400##00' }),
  },
  {
    id: 'finds-no-token',
    says: 'Refuses tokens with 401 03.',
    because: 'SNAP-TOK-UNKNOWN',
    steps: saying({ '401##01': '401##03' }),
  },
  {
    id: 'refuses-tokens-in-general',
    says: 'Refuses tokens with 401 00.',
    because: 'SNAP-TOK-UNKNOWN',
    steps: saying({ '401##01': '401##00', '401##02': '401##00' }),
  },
  {
    id: 'misses-tokens',
    says: 'Refuses a request without a token with 401 03.',
    because: 'SNAP-TOK-MISSING',
    steps: saying({ '401##00': '401##03' }, everything, about('Token')),
  },
  {
    id: 'refuses-merchants-otherwise',
    says: 'Refuses unknown and suspended merchants with 403 01.',
    because: 'SNAP-ST-REJECTED',
    steps: saying({ '404##08': '403##01', '403##19': '403##01' }),
  },
  {
    id: 'declines-otherwise',
    says: 'Declines with suspended transactions and invalid cards.',
    because: 'SNAP-ST-REJECTED',
    steps: saying({ '403##05': '403##15', '403##07': '404##11', '403##08': '404##11' }, ['payment']),
  },
  {
    id: 'limits-otherwise',
    says: 'Refuses what exceeds a limit with 403 20.',
    because: 'SNAP-ST-REJECTED',
    steps: saying({ '403##02': '403##20' }, ['payment']),
  },
  {
    id: 'calls-changes-duplicates',
    says: 'Refuses a reference that comes again with other content with 409 01.',
    because: 'E-SNAP-40',
    steps: saying({ '404##18': '409##01' }, ['payment', 'refund']),
  },
  {
    id: 'refuses-cancellations-otherwise',
    says: 'Refuses to cancel with 404 00 what is paid, and with 405 01 what has another end.',
    because: 'E-SNAP-39',
    steps: saying({ '404##00': '405##01', '405##01': '404##00' }, ['cancel']),
  },
  {
    id: 'suspends-cancellations',
    says: 'Refuses to cancel what is paid with 403 15, and another amount with 404 18.',
    because: 'E-SNAP-39',
    steps: saying({ '405##01': '403##15', '404##13': '404##18' }, ['cancel']),
  },
  {
    id: 'refuses-refunds-otherwise',
    says: 'Refuses refunds with 405 01 for a state, and with 403 02 for too large an amount.',
    because: 'E-SNAP-39',
    steps: saying(
      { '404##00': '405##01', '404##13': '403##02' },
      ['refund'],
      ({ about: rest }) => rest !== undefined,
    ),
  },
  {
    id: 'finds-no-bill',
    says: 'Refuses the refund of an unknown payment with 404 12.',
    because: 'E-SNAP-42',
    steps: saying({ '404##01': '404##12' }, ['refund']),
  },
  {
    id: 'accepts-by-200',
    says: 'Answers 200 to a payment whose end is not known yet.',
    because: 'E-SNAP-53',
    steps: saying({ '202##00': '200##00' }, ['payment']),
  },
  {
    id: 'answers-timeouts-by-202',
    says: 'Answers 202 when an issuer does not answer in time.',
    because: 'SNAP-RC-504',
    steps: saying({ '504##00': '202##00' }, ['payment']),
  },
  {
    id: 'fails-otherwise',
    says: 'Answers 500 00 when a bank fails.',
    because: 'SNAP-RC-CASE-KNOWN',
    steps: saying({ '500##02': '500##00' }),
  },
  {
    id: 'has-its-limits',
    says: 'Answers 429 to one request in fifty, whatever it is, and looks at none of it.',
    because: 'E-SNAP-41',
    steps: limited,
  },
  {
    id: 'misses-signatures',
    says: 'Refuses a request without a signature as one without a mandatory field.',
    warns: ['codes.accepted'],
    because: 'SNAP-SIG-EMPTY',
    steps: (honest) => ({
      checkHeaders(call) {
        const refusal = honest.checkHeaders(call)
        return refusal?.about === 'Signature' ? { form: '400##02', about: 'X-SIGNATURE' } : refusal
      },
    }),
  },
]

function limited(honest: Steps): Partial<Steps> {
  let count = 0
  return {
    checkMethod: (call) => (++count % 50 === 0 ? { form: '429##00' } : honest.checkMethod(call)),
  }
}
