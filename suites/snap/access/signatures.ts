/** Wrong signatures are refused, whatever is wrong with them. */
import type { Profile } from '../../../src/contract/contract.ts'
import { rule, type Problem, type Rule } from '../../../src/judge/rule.ts'
import { asked } from '../../common/premises.ts'
import { isTokenService, told } from './asked.ts'
import { forged, isBlind, signatureAt, type Forged } from './forged.ts'

/** What is wrong when a forged request is carried out. */
function carriedOut({ one, differs }: Forged): Problem[] {
  return one.reaction === 'served'
    ? [{ expected: `a refusal: ${reasons[differs] ?? 'the signature is wrong'}`, received: told(one) }]
    : []
}

const reasons: { [differs: string]: string } = {
  absent: 'there is no signature',
  several: 'the signature belongs to another request',
  content: 'the body was changed after it was signed',
  token: 'the signature is over another token',
}

/** A request without a signature, or with one that is none, is refused by a code of its own: no accident. */
function brokenDown({ one: { exchange } }: Forged): Problem[] {
  const { status = 0 } = exchange.response ?? {}
  return status >= 500 ? [{ expected: 'a refusal', received: `HTTP ${status}` }] : []
}

interface Part {
  says: string
  differs: string[]
  holds?: (subject: Forged) => Problem[]
}

const parts: { [id: string]: Part } = {
  'signatures.method': { says: 'The method is signed in capital letters.', differs: ['method'] },
  'signatures.path': { says: 'A signature for another path is refused.', differs: ['path'] },
  'signatures.body': { says: 'A signature over another hash of the body is refused.', differs: ['body'] },
  'signatures.time': { says: 'A signature for another time is refused.', differs: ['timestamp'] },
  'signatures.encoding': {
    says: 'A signature that is not written as agreed is refused.',
    differs: ['encoding'],
  },
  'signatures.exact': {
    says: 'A signature in other letters is refused.',
    differs: ['letters'],
  },
  'signatures.algorithm': { says: 'A signature of another algorithm is refused.', differs: ['algorithm'] },
  'signatures.key': { says: 'A signature with another key is refused.', differs: ['key'] },
  'signatures.unreadable': {
    says: 'A signature that cannot be read is refused, without an HTTP 500.',
    differs: ['unreadable'],
    holds: (subject) => [...carriedOut(subject), ...brokenDown(subject)],
  },
}

/** Rules of one part each: none of them speaks where signatures are not looked at at all. */
const ofParts = Object.entries(parts).map(([id, { says, differs, holds = carriedOut }]) =>
  rule<Forged>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) =>
      forged(evidence).filter(
        (subject) =>
          isJudged(subject) && differs.includes(subject.differs) && !isBlind(evidence, subject.one.operation),
      ),
    holds: (subject, { profile }) =>
      holds(subject).map((problem) =>
        isHarmless(subject, profile) ? { ...problem, level: 'should' } : problem,
      ),
  }),
)

/** The same bytes in another dress, as many readers take it. */
function isHarmless({ differs, one: { exchange } }: Forged, profile: Profile): boolean {
  // Digits of hexadecimal are the same in either case to whoever reads them as digits.
  if (differs === 'letters') return profile['signatureEncoding'] !== 'base64'
  if (differs !== 'encoding' || !/loosely/.test(exchange.signatureFault?.says ?? '')) return false
  // Verifiers of RSA read Base64 themselves, and forgive its padding and its alphabet.
  return profile['requestSignature'] === 'asym' || /^[A-Za-z0-9+/]+$/.test(asked(exchange, signatureAt))
}

/** Token requests are signed otherwise, and have a rule of their own. */
const isJudged = ({ one }: Forged): boolean => !isTokenService(one.operation) && one.reaction !== 'open'

/** Changes that cannot be told apart from what the signature was made for. */
const changes = ['unknown', 'part', 'token', 'text', 'content', 'several']

const tampered = rule<Forged>({
  id: 'signatures.tampered',
  says: 'A request that was changed after it was signed is refused and does nothing.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    forged(evidence).filter((subject) => isJudged(subject) && changes.includes(subject.differs)),
  holds: carriedOut,
})

const absent = rule<Forged>({
  id: 'signatures.absent',
  says: 'A request without a signature is refused.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    forged(evidence).filter(({ differs, one }) => differs === 'absent' && one.reaction !== 'open'),
  holds: (subject) => [...carriedOut(subject), ...brokenDown(subject)],
})

export const signatures: Rule[] = [...ofParts, tampered, absent]
