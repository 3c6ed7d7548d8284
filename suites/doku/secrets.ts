/** Secret keys in messages: a word that signs a request as that was signed is the key, whatever it looks like. */
import { partsOf } from '../../src/dialects/doku-keyring.ts'
import { signParts, type SignedParts } from '../../src/dialects/doku-sign.ts'
import { premise, type Evidence } from '../../src/judge/rule.ts'
import { bytesOf } from '../../src/wire/exchange.ts'
import { asked } from '../common/premises.ts'
import { wordsIn } from '../common/words.ts'
import { at, requestsMade, type Asked } from './asked.ts'

interface Signed {
  parts: SignedParts
  signature: string
}

/** One rightly signed request of each merchant: whoever holds the key can sign it again. */
const samples = premise((evidence: Evidence): Signed[] => {
  const found = new Map<string, Signed>()
  for (const one of requestsMade(evidence))
    if (isReadable(one) && !found.has(one.merchant)) found.set(one.merchant, signedBy(one))
  return [...found.values()]
})

const isReadable = ({ exchange }: Asked): boolean =>
  exchange.signature === 'good' && exchange.request.read.ok && asked(exchange, at.signature) !== ''

function signedBy({ exchange }: Asked): Signed {
  const { request, operation = '' } = exchange
  const fields = request.read.ok ? request.read.fields : {}
  const call = { operation, method: request.method, path: request.url, fields, body: bytesOf(request.body) }
  return { parts: partsOf(call), signature: asked(exchange, at.signature).replace(/^HMACSHA256=/, '') }
}

/** Words that were tried, and whether one of them is a key. */
const tried = premise(() => new Map<string, boolean>())

/** A text has a merchant's secret key in it. */
export const tellsKey = (evidence: Evidence, text: string): boolean =>
  wordsIn(text).some((word) => {
    const known = tried(evidence)
    if (!known.has(word)) known.set(word, isKey(evidence, word))
    return known.get(word)!
  })

const isKey = (evidence: Evidence, word: string): boolean =>
  samples(evidence).some(({ parts, signature }) => signParts(parts, word) === `HMACSHA256=${signature}`)
