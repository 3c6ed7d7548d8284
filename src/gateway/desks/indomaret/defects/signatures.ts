/** Defects of signatures. */
import type { Defect } from '../../../defect.ts'
import type { Call, Steps } from '../steps.ts'
import { answering, isReversal, overlooking } from './bend.ts'

const given = (call: Call): string => call.texts['Signature'] ?? ''

export const signatures: readonly Defect<Steps>[] = [
  {
    id: 'trusts-anyone',
    catalogue: 'M-IDM-53',
    says: 'Never looks at the signature.',
    breaks: ['signatures.verified', 'signatures.bound'],
    steps: () => ({ authenticate: async () => undefined }),
  },
  {
    id: 'trusts-reversals',
    catalogue: 'M-IDM-54',
    says: 'Looks at the signature of payments and not of reversals.',
    breaks: ['signatures.verified', 'signatures.bound'],
    steps: (honest) => ({
      authenticate: async (call) => (isReversal(call) ? undefined : honest.authenticate(call)),
    }),
  },
  {
    id: 'trusts-the-unsigned',
    catalogue: 'M-IDM-55',
    says: 'Serves requests without a signature.',
    breaks: ['refusals.missing-key'],
    steps: overlooking('Signature', (call) => given(call) === ''),
  },
  {
    id: 'trusts-what-is-no-signature',
    says: 'Serves requests whose signature is no hexadecimal number.',
    breaks: ['signatures.verified'],
    steps: (honest) => {
      const isNone = (call: Call) => given(call) !== '' && !/^([0-9A-Fa-f]{2})+$/.test(given(call))
      return {
        authenticate: async (call) => (isNone(call) ? undefined : honest.authenticate(call)),
        ...overlooking('Signature', isNone)(honest),
      }
    },
  },
  {
    id: 'compares-the-digits-it-gets',
    says: 'Compares a signature for as many digits as it has.',
    breaks: ['signatures.verified'],
    steps: (honest) => ({
      async authenticate(call) {
        const { reading, operation, till } = call
        const right = till.keys.sign?.(reading.fields, operation) ?? ''
        return given(call) !== '' && right.startsWith(given(call)) ? undefined : honest.authenticate(call)
      },
    }),
  },
  {
    id: 'trusts-old-signatures',
    says: 'Takes a signature that was right once for any other request.',
    breaks: ['signatures.bound'],
    steps: (honest) => {
      const seen = new Set<string>()
      return {
        async authenticate(call) {
          if (seen.has(given(call))) return undefined
          const refusal = await honest.authenticate(call)
          if (!refusal && given(call) !== '') seen.add(given(call))
          return refusal
        },
      }
    },
  },
  {
    id: 'trusts-signatures-of-no-amount',
    says: 'Takes a signature that was made without the amount too.',
    breaks: ['signatures.bound@payment', 'signatures.bound@reversal'],
    steps: (honest) => ({
      async authenticate(call) {
        const { Amount: _amount, ...fields } = call.reading.fields
        const bare = { ...call, reading: { ...call.reading, fields } }
        return (await honest.authenticate(call)) && honest.authenticate(bare)
      },
    }),
  },
  {
    id: 'reads-signatures-by-case',
    says: 'Refuses signatures in small letters.',
    breaks: ['signatures.case'],
    steps: (honest) => ({
      authenticate: async (call) =>
        given(call) === given(call).toUpperCase()
          ? honest.authenticate(call)
          : { cause: 'invalid-signature' },
    }),
  },
  {
    id: 'signs-its-answers',
    says: 'Adds a signature to its answers.',
    breaks: ['signatures.absent'],
    steps: answering((fields) => ({ ...fields, Signature: '0'.repeat(96) })),
  },
]
