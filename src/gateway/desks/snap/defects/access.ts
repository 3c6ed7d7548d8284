/** Defects of who is let in: missing signatures, the order of checks, what a refused request leaves behind. */
import type { Defect } from '../../../defect.ts'
import { header } from '../../../../wire/exchange.ts'
import type { Bend } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking } from './overlooking.ts'
import { checksFor, isBusiness } from './signing.ts'

const signatureHeader = 'X-SIGNATURE'
const isAboutSignature = ({ name }: { name: string }): boolean => name === `header:${signatureHeader}`

/** Lets requests in without a signature. */
const unsigned =
  (when: (signature: string | undefined) => boolean): Bend =>
  (honest) => {
    const isFree = (call: Call) => isBusiness(call) && when(header(call.raw.headers, signatureHeader))
    return {
      ...overlooking(({ field }, call) => isAboutSignature(field) && isFree(call))(honest),
      signatureOf: (call, partner) => (isFree(call) ? 'good' : honest.signatureOf(call, partner)),
    }
  }

const nameOf = (call: Call): string =>
  [call.steps.valueAt(call, 'header:X-PARTNER-ID'), call.steps.valueAt(call, 'partnerReferenceNo')].join(' ')

/** Members that nothing hangs on. */
const isIncidental =
  /^(?:additionalInfo|externalStoreId|terminalId|journeyId|subMerchantId|pointOf|feeType|disabled|payOption|reason)/

export const access: readonly Defect<Steps>[] = [
  {
    id: 'takes-empty-signatures',
    catalogue: 'D069',
    says: 'Takes a request whose signature is empty.',
    breaks: ['signatures.absent'],
    steps: unsigned((signature) => signature !== undefined && signature.trim() === ''),
  },
  {
    id: 'takes-unsigned-requests',
    catalogue: 'D157',
    says: 'Verifies a signature only where there is one.',
    breaks: ['signatures.absent', 'codes.accepted@missing-signature'],
    steps: unsigned((signature) => signature === undefined),
  },
  {
    id: 'stumbles-over-signatures',
    catalogue: 'D072',
    says: 'Answers 500 to a signature that it cannot decode.',
    breaks: ['signatures.unreadable', 'codes.blame'],
    steps: (honest) => ({
      async authenticate(call) {
        const signature = (header(call.raw.headers, signatureHeader) ?? '').trim()
        const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(signature) && signature.length % 4 === 0
        return isBase64 || !isBusiness(call) ? honest.authenticate(call) : { form: '500##00' }
      },
      ...overlooking(({ field, constraint }) => isAboutSignature(field) && constraint !== 'required')(honest),
    }),
  },
  {
    id: 'acts-before-it-verifies',
    catalogue: 'D080',
    says: 'Makes a payment and looks at its signature afterwards.',
    breaks: ['signatures.no-effect'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        const partner = await call.steps.partnerOf(call)
        if (refusal && partner && call.operation === 'payment' && call.complaints.length === 0)
          await call.steps.payment({ ...call, partner })
        return refusal
      },
    }),
  },
  {
    id: 'cancels-before-it-verifies',
    says: 'Cancels a payment and looks at the signature afterwards.',
    breaks: ['signatures.no-effect'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        const partner = await call.steps.partnerOf(call)
        if (refusal && partner && call.operation === 'cancel') await call.steps.cancel({ ...call, partner })
        return refusal
      },
    }),
  },
  {
    id: 'cancels-for-partners-it-refuses',
    says: 'Cancels a payment for the owner of a token under which another partner was named, and refuses that.',
    breaks: ['isolation.cancel'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        if (!refusal || call.operation !== 'cancel') return refusal
        const token = call.steps.valueAt(call, 'header:Authorization')?.replace(/^Bearer /, '') ?? ''
        const owner = call.till.tokens.known(token)?.partner
        const partner = owner === undefined ? undefined : await call.till.ledger.partner(owner)
        if (partner && owner !== call.steps.valueAt(call, 'header:X-PARTNER-ID'))
          await call.steps.cancel({ ...call, partner })
        return refusal
      },
    }),
  },
  {
    id: 'acts-before-it-checks',
    says: 'Makes a payment and a cancellation, and looks at their optional fields afterwards.',
    breaks: ['refusals.no-effect'],
    steps: (honest) => {
      const isLate = ({ operation, complaints }: Call) =>
        (operation === 'payment' || operation === 'cancel') &&
        complaints.every(({ field }) => isIncidental.test(field.name))
      const late = (operation: 'payment' | 'cancel') => async (call: Call) => {
        const outcome = await honest[operation](call)
        return honest.checkFields(call) ?? outcome
      }
      return {
        checkFields: (call) => (isLate(call) ? undefined : honest.checkFields(call)),
        payment: late('payment'),
        cancel: late('cancel'),
      }
    },
  },
  {
    id: 'looks-before-it-verifies',
    catalogue: 'D081',
    says: 'Answers 404 to a request about an unknown payment before it looks at the signature.',
    breaks: ['signatures.first', 'codes.accepted@wrong-signature', 'codes.accepted@wrong-client'],
    steps: (honest) => ({
      async authenticate(call) {
        const partner = await call.steps.partnerOf(call)
        const isAbout = ['status', 'cancel', 'refund'].includes(call.operation)
        if (partner && isAbout && !(await call.steps.find({ ...call, partner }))) {
          const isGood = call.steps.signatureOf(call, partner) === 'good'
          if (!isGood) return { form: '404##01' }
        }
        return honest.authenticate(call)
      },
    }),
  },
  {
    id: 'burns-references',
    catalogue: 'D094',
    says: 'Counts a reference as used whose request was refused for its signature or token.',
    breaks: ['signatures.no-effect'],
    steps: (honest) => {
      const burnt = new Set<string>()
      return {
        async authenticate(call) {
          const refusal = await honest.authenticate(call)
          if (refusal && call.operation === 'payment') burnt.add(nameOf(call))
          return refusal
        },
        payment: async (call) => (burnt.has(nameOf(call)) ? { form: '409##01' } : honest.payment(call)),
      }
    },
  },
  {
    id: 'lets-replays-in',
    catalogue: 'D182',
    says: 'Carries out a request again that comes again byte by byte.',
    breaks: ['signatures.replay', 'codes.accepted@external-id-again'],
    steps: (honest) => {
      const seen = new Set<string>()
      return {
        async once(call, work) {
          const signature = header(call.raw.headers, signatureHeader) ?? ''
          const isAgain = seen.has(signature)
          seen.add(signature)
          return isAgain ? work() : honest.once(call, work)
        },
      }
    },
  },
  {
    id: 'takes-any-partner',
    catalogue: 'D027',
    says: 'Takes the X-PARTNER-ID of another partner, as long as the signature is that of somebody.',
    breaks: ['headers.partner'],
    steps: (honest) => ({
      async authenticate(call) {
        const { steps, till } = call
        const named = await steps.partnerOf(call)
        const owner = await ownerOf(call)
        if (!named || !owner || named.id === owner.id) return honest.authenticate(call)
        const isSigned = checksFor(call, owner).length > 0 && honest.signatureOf(call, owner) === 'good'
        if (!isSigned || !till.checksSignatures) return honest.authenticate(call)
        call.partner = owner
        return undefined
      },
    }),
  },
]

/** Whose token a request carries. */
async function ownerOf({ fields, till }: Call) {
  const text = String(fields['header:Authorization'] ?? '').replace(/^Bearer /, '')
  return till.ledger.partner(till.tokens.known(text)?.partner ?? '')
}
