/** Defects of tokens: how they are got, whose they are, and how long they are good for. */
import { bareToken } from '../../../../dialects/snap-keyring.ts'
import type { Defect } from '../../../defect.ts'
import { answering, type Bend, isCancel, isRefund, isStatus, together } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { addedSeconds } from '../time.ts'
import { overlooking } from './overlooking.ts'
import { bytesOf, isTokenRequest, mistaken, tolerating } from './signing.ts'

const authorization = 'header:Authorization'

const isIssue = ({ operation }: Call): boolean => isTokenRequest(operation)
const knownOf = (call: Call) => call.till.tokens.known(bareToken(call.steps.valueAt(call, authorization)))

/** It was given to that partner, however long ago. */
function isOwn(call: Call, partner: string): boolean {
  const token = knownOf(call)
  return token?.partner === partner && token.customer === undefined
}

/** It was given to whomever, and its time is not over. */
function isInForce(call: Call): boolean {
  const token = knownOf(call)
  return token !== undefined && token.customer === undefined && call.at < token.expires
}

/** Takes some tokens that are not good. */
const takingTokens =
  (isFine: (call: Call, partner: string) => boolean): Bend =>
  (honest) => ({
    isTokenGood: (call, partner) => honest.isTokenGood(call, partner) || isFine(call, partner.id),
  })

/** Tells another lifetime than the tokens have, or have had. */
const lasting =
  (seconds: (agreed: number) => number): Bend =>
  () => ({
    async token({ till, partner, at }) {
      const agreed = Number(till.profile['tokenSeconds'])
      const expires = addedSeconds(at, seconds(agreed))
      const accessToken = till.tokens.issue({ partner: partner?.id ?? '', expires })
      return { form: '200##00', fields: { accessToken, tokenType: 'Bearer', expiresIn: String(agreed) } }
    },
  })

export const tokens: readonly Defect<Steps>[] = [
  {
    id: 'pays-back-without-a-look-at-tokens',
    says: 'Carries out refunds whatever token they carry.',
    breaks: ['tokens.unknown', 'tokens.expired'],
    steps: takingTokens(isRefund),
  },
  {
    id: 'cancels-without-a-look-at-tokens',
    says: 'Carries out cancellations whatever token they carry.',
    breaks: ['tokens.unknown'],
    steps: takingTokens(isCancel),
  },
  {
    id: 'tells-states-without-a-look-at-tokens',
    says: 'Answers inquiries whatever token they carry.',
    breaks: ['tokens.unknown', 'tokens.expired'],
    steps: takingTokens(isStatus),
  },
  {
    id: 'pays-back-to-tokens-of-others',
    says: 'Carries out refunds under the token of another partner.',
    breaks: ['tokens.bound'],
    steps: takingTokens((call) => isRefund(call) && isInForce(call)),
  },
  {
    id: 'tells-states-to-expired-tokens',
    says: 'Answers inquiries under a token whose time is over.',
    breaks: ['tokens.expired'],
    steps: takingTokens((call, partner) => isStatus(call) && isOwn(call, partner)),
  },
  {
    id: 'pays-back-to-expired-tokens',
    says: 'Carries out refunds under a token whose time is over.',
    breaks: ['tokens.expired'],
    steps: takingTokens((call, partner) => isRefund(call) && isOwn(call, partner)),
  },
  {
    id: 'takes-expired-tokens',
    catalogue: 'D073',
    says: 'Takes a token whose time is over.',
    breaks: ['tokens.expired'],
    steps: takingTokens(isOwn),
  },
  {
    id: 'counts-milliseconds-for-seconds',
    catalogue: 'D076',
    says: 'Counts the time of a token in milliseconds times a thousand.',
    breaks: ['tokens.expired'],
    steps: lasting((seconds) => seconds * 1000),
  },
  {
    id: 'expires-early',
    says: 'Refuses a token after two thirds of its time.',
    breaks: ['tokens.expired'],
    steps: lasting((seconds) => Math.floor((seconds * 2) / 3)),
  },
  {
    id: 'takes-any-token',
    catalogue: 'D074',
    says: 'Takes a token that nobody issued.',
    breaks: ['tokens.unknown'],
    steps: takingTokens(
      (call) => call.steps.valueAt(call, authorization) !== undefined && knownOf(call) === undefined,
    ),
  },
  {
    id: 'ignores-the-case-of-tokens',
    says: 'Finds a token whatever the case of its letters is.',
    breaks: ['tokens.unknown'],
    steps: (honest) => {
      const issued = new Map<string, string>()
      const letters = (token: string) => token.toLowerCase()
      return {
        async token(call) {
          const outcome = await honest.token(call)
          const token = String(outcome.fields?.['accessToken'])
          issued.set(letters(token), token)
          return outcome
        },
        isTokenGood(call, partner) {
          const given = bareToken(call.steps.valueAt(call, authorization))
          const valueAt: Steps['valueAt'] = (one, place) =>
            place === authorization ? `Bearer ${issued.get(letters(given))}` : honest.valueAt(one, place)
          return honest.isTokenGood({ ...call, steps: { ...call.steps, valueAt } }, partner)
        },
      }
    },
  },
  {
    id: 'takes-tokens-of-others',
    catalogue: 'D075',
    says: 'Takes the token of another partner.',
    breaks: ['tokens.bound'],
    steps: takingTokens(isInForce),
  },
  {
    id: 'needs-no-token',
    catalogue: 'D176',
    says: 'Takes a request without Authorization.',
    breaks: ['tokens.missing'],
    steps: together(
      overlooking(({ field, constraint }) => field.name === authorization && constraint === 'required'),
      (honest) => ({
        isTokenGood: (call, partner) =>
          call.steps.valueAt(call, authorization) === undefined || honest.isTokenGood(call, partner),
      }),
    ),
  },
  {
    id: 'forgets-earlier-tokens',
    catalogue: 'D194',
    says: 'Refuses the tokens of a partner as soon as he gets another one.',
    breaks: ['tokens.several'],
    steps: (honest) => {
      const latest = new Map<string, string>()
      return {
        async token(call) {
          const outcome = await honest.token(call)
          latest.set(call.partner?.id ?? '', String(outcome.fields?.['accessToken']))
          return outcome
        },
        isTokenGood: (call, partner) =>
          honest.isTokenGood(call, partner) &&
          bareToken(call.steps.valueAt(call, authorization)) === latest.get(partner.id),
      }
    },
  },
  {
    id: 'says-another-lifetime',
    says: 'Gives tokens for an hour where a quarter of one is agreed on.',
    breaks: ['tokens.lifetime'],
    steps: (honest) => ({
      token: (call) =>
        honest.token({
          ...call,
          till: { ...call.till, profile: { ...call.till.profile, tokenSeconds: 3600 } },
        }),
    }),
  },
  {
    id: 'tells-lifetimes-as-numbers',
    catalogue: 'D077',
    says: 'Answers expiresIn as a number.',
    breaks: ['fields.type@TokenResponse/expiresIn'],
    steps: answering(
      (fields) => ('expiresIn' in fields ? { ...fields, expiresIn: Number(fields['expiresIn']) } : fields),
      isIssue,
    ),
  },
  {
    id: 'issues-tokens-to-strangers',
    catalogue: 'D078',
    says: 'Issues a token whatever key its request is signed with.',
    breaks: ['tokens.signature'],
    steps: tolerating((check) => bytesOf(check).length === 256, isIssue),
  },
  {
    id: 'takes-swapped-signatures',
    says: 'Takes token requests that sign the time before the client, or join them by a colon.',
    breaks: ['tokens.signature'],
    steps: tolerating(mistaken('text'), isIssue),
  },
  {
    id: 'takes-any-grant',
    catalogue: 'D079',
    says: 'Issues a token for any grantType, and for none.',
    breaks: ['tokens.grant'],
    steps: overlooking(({ field }, { operation }) => operation === 'token' && field.name === 'grantType'),
  },
]
