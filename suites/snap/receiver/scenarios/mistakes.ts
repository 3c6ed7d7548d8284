/** Notifications under signatures that are made by a mistake which many make. */
import type { Check } from '../../../../src/dialects/snap-check.ts'
import { mistakes } from '../../../../src/dialects/snap-mistakes.ts'
import { scenario, type Hand, type Letter, type Scenario } from '../../../../src/stimulate/scenario.ts'
import { sorts } from '../../access/scenarios/ways.ts'
import { about, given, settled, waiting } from './notices.ts'
import { encodingOf, signedIn, signedText, withSignature } from './signing.ts'

interface Mistaken {
  exercises: string
  /** What is wrong with the text, or with the key. */
  says: string[]
}

/** Kinds of mistakes, each of which one rule speaks of. */
const kinds: { [plan: string]: Mistaken } = {
  heads: {
    exercises: 'receiver.path',
    says: [
      'The method is signed in lower case.',
      'The path is signed from its version on.',
      'The path is not signed.',
    ],
  },
  layouts: {
    exercises: 'receiver.minified',
    says: [
      'The keys of the body are sorted before it is hashed.',
      'White space inside the strings of the body is taken out too.',
    ],
  },
  forms: {
    exercises: 'receiver.tampered',
    says: [
      'The parts are joined by pipes, not by colons.',
      'The time is signed first, not last.',
      'Only client id and time are signed.',
    ],
  },
}

/** Those that only a secret and a token make possible. */
const symmetric: { [plan: string]: Mistaken } = {
  tokens: {
    exercises: 'receiver.tampered',
    says: [
      'The token is signed with «Bearer » before it.',
      'The token is not signed.',
      'The token is left out of what is signed.',
    ],
  },
  keys: {
    exercises: 'receiver.tampered',
    says: ['The secret decoded from Base64.', 'The id of the client for a secret.', 'No secret.'],
  },
}

const all = { ...kinds, ...symmetric }

/** The letter under the signatures of a mistake; none where it comes to the right one. */
function mistaken(hand: Hand, letter: Letter, wanted: string): Letter[] {
  const check: Check = { ...signedIn(hand, letter), signature: undefined, encoding: encodingOf(hand) }
  const texts = mistakes(check).filter(({ says }) => says === wanted)
  const keys = check.scheme === 'sym' ? sorts.keys(check).filter(({ says }) => says === wanted) : []
  return [
    ...texts.map(({ text }) => signedText(hand, letter, () => text)),
    ...keys.map(({ signature }) => withSignature(letter, signature ?? '')),
  ]
}

export const mistakenOnes: Scenario = scenario<string>({
  id: 'receivers.mistaken',
  says: 'A notification is signed by one of the mistakes that many make.',
  role: 'receiver',
  exercises: [...new Set(Object.values(all).map(({ exercises }) => exercises))],
  plans: (scope) => given(Object.keys(scope.profile['notifySignature'] === 'sym' ? all : kinds))(scope),
  async act(kind, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    for (const note of all[kind]!.says) {
      const letter = about(hand, order, { transactionStatusDesc: 'Payment Success' }, { note })
      for (const wrong of mistaken(hand, letter, note)) await hand.send(wrong)
    }
    await settled(hand, order)
  },
})
