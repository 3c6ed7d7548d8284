/** Client secrets in answers: a word that signs a request as that was signed is the secret, whatever it looks like. */
import { partsOf } from '../../../src/dialects/snap-keyring.ts'
import { pathIn } from '../../../src/dialects/snap-paths.ts'
import { signParts, type SignedParts } from '../../../src/dialects/snap-sign.ts'
import { premise, rule, type Case, type Evidence, type Rule } from '../../../src/judge/rule.ts'
import { bytesOf, type Exchange } from '../../../src/wire/exchange.ts'
import { asked } from '../../common/premises.ts'
import { wordsIn } from '../../common/words.ts'
import { isService, requestsMade, type Asked } from './asked.ts'

/** Letters below which a word is no secret that protects anything. */
const shortest = 8

interface Signed {
  parts: SignedParts
  signature: string
  encoding: 'base64' | 'hex'
}

/** One rightly signed request of each partner: whoever holds the secret can sign it again. */
const samples = premise((evidence: Evidence): Map<string, Signed> => {
  const found = new Map<string, Signed>()
  for (const one of requestsMade(evidence))
    if (isService(one) && one.exchange.signature === 'good' && !found.has(one.partner))
      found.set(one.partner, signedBy(evidence, one))
  return found
})

function signedBy({ profile }: Evidence, { exchange, operation }: Asked): Signed {
  const { method, url, body, read } = exchange.request
  const fields = read.ok ? read.fields : {}
  const signature = asked(exchange, 'header:X-SIGNATURE')
  return {
    parts: partsOf({ operation, method, path: pathIn(url), fields, body: bytesOf(body) }, profile),
    signature,
    encoding: /^[0-9a-f]{128}$/i.test(signature) ? 'hex' : 'base64',
  }
}

interface Told extends Case {
  exchange: Exchange
  words: string[]
  signed: Signed
}

/** Refusals and tokens: where frameworks and careless hands tell what they know of a client. */
function tellings(evidence: Evidence): Told[] {
  return requestsMade(evidence).flatMap((one): Told[] => {
    const { exchange, partner, reaction } = one
    const signed = samples(evidence).get(partner)
    if (!signed || !exchange.response || (reaction === 'served' && isService(one))) return []
    const { body, headers } = exchange.response
    const text = ['utf8' in body ? body.utf8 : '', ...headers.map(([, value]) => value)].join('\n')
    return [{ exchange, signed, words: wordsIn(text, shortest), exchanges: [exchange] }]
  })
}

/** Words that were tried with a partner's request, and whether they sign it. */
const tried = premise(() => new Map<Signed, Map<string, boolean>>())

function isSecret(evidence: Evidence, signed: Signed, word: string): boolean {
  const known = tried(evidence).get(signed) ?? new Map<string, boolean>()
  tried(evidence).set(signed, known)
  const { parts, signature, encoding } = signed
  const found = known.get(word) ?? signParts('sym', parts, word, encoding) === signature
  known.set(word, found)
  return found
}

const keyless = rule<Told>({
  id: 'answers.keyless',
  says: 'No answer tells the secret that requests are signed with.',
  level: 'must',
  about: ['server'],
  span: 'run',
  given: (_contract, profile) => ['sym', 'symOrAsym'].includes(String(profile['requestSignature'])),
  over: tellings,
  holds: ({ words, signed }, evidence) =>
    words.some((word) => isSecret(evidence, signed, word))
      ? [{ expected: 'an answer without it', received: 'the secret of the client' }]
      : [],
})

export const secretRules: Rule[] = [keyless]
