/** Signatures of a client on trial. */
import { rule, type Case, type Rule } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { isTokenService, requestsMade } from './asked.ts'

interface Signed extends Case {
  exchange: Exchange
}

const right = rule<Signed>({
  id: 'signatures.right',
  says: 'Every request of the client is rightly signed.',
  level: 'must',
  about: ['client'],
  over: (evidence) =>
    requestsMade(evidence)
      .filter(({ exchange: { signature } }) => signature !== 'unchecked')
      .map(({ exchange, operation }) => ({
        exchange,
        exchanges: [exchange],
        place: isTokenService(operation) ? 'clientIdTimestamp' : String(evidence.profile['requestSignature']),
      })),
  holds: ({ exchange: { signature, signatureFault } }) =>
    signature === 'good'
      ? []
      : [
          {
            expected: 'a right signature',
            received:
              signature === 'none'
                ? 'no signature'
                : (signatureFault?.says ?? 'a signature that does not fit'),
          },
        ],
})

export const clientSignatures: Rule[] = [right]
