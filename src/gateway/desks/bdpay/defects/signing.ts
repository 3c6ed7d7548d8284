/** Ways to judge and to make signatures otherwise, for defects. */
import { pairsOf, textToSign, valueText, type Pairs } from '../../../../dialects/bdpay-sign.ts'
import { verifyValues, type Check } from '../../../../dialects/bdpay-verify.ts'
import { text, type Fields } from '../../../../wire/reading.ts'
import { type Bend, answering, always, type When } from '../bend.ts'
import { houseName } from '../intake.ts'
import type { Merchant } from '../ledger.ts'
import type { Call, Steps, Till, Told } from '../steps.ts'

/** What the signature of a request is held against. */
export function checkFor({ reading }: Call, { publicKey }: Merchant): Check {
  if (!reading.ok) return { pairs: [], signature: '', key: publicKey }
  return { pairs: pairsOf(reading, 'sign'), signature: text(reading, 'sign') ?? '', key: publicKey }
}

/** Takes some signatures too that are wrong. */
export const tolerating =
  (isFine: (check: Check, call: Call) => boolean): Bend =>
  (honest) => ({
    signatureOf(call, merchant) {
      const verdict = honest.signatureOf(call, merchant)
      return verdict !== 'good' && isFine(checkFor(call, merchant), call) ? 'good' : verdict
    },
  })

/** Takes signatures that are wrong in some way. */
export const mistaken = (...kinds: string[]): Bend =>
  tolerating((check) => {
    const found = verifyValues(check)
    return !found.good && kinds.includes(found.differs)
  })

/** Refuses some signatures that are right. */
export const doubting =
  (isFine: (check: Check, call: Call) => boolean): Bend =>
  (honest) => ({
    signatureOf(call, merchant) {
      const verdict = honest.signatureOf(call, merchant)
      return verdict === 'good' && !isFine(checkFor(call, merchant), call) ? 'bad' : verdict
    },
  })

/** Names and values before they are signed. */
export const pairsIn = (fields: Fields): Pairs =>
  Object.entries(fields).map(([name, value]) => [name, valueText(value)])

/** Makes a signature of the platform from what is to be signed. */
export type Sign = (pairs: Pairs, key: string, till: Till) => string | null

const signed = (fields: Fields, till: Till, sign: Sign): Fields => ({
  ...fields,
  platSign: sign(pairsIn(fields), till.pairOf(houseName).privateKey, till),
})

/** Signs answers otherwise. */
export const signingAnswers = (
  sign: (pairs: Pairs, key: string, call: Call) => string | null,
  when: When = always,
): Bend =>
  answering(
    (fields, call) =>
      call.merchant ? signed(fields, call.till, (pairs, key) => sign(pairs, key, call)) : fields,
    when,
  )

/** Signs callbacks otherwise. */
export const signingCallbacks =
  (sign: Sign): Bend =>
  (honest) => ({
    compose: (told, till, steps) =>
      honest.compose({ ...told, fields: signed(told.fields, till, sign) }, till, steps),
  })

/** Tells something else in callbacks. */
export const telling =
  (operation: Told['operation'], change: (fields: Fields) => Fields): Bend =>
  (honest) => ({
    compose: (told, till, steps) =>
      honest.compose(
        told.operation === operation ? { ...told, fields: change(told.fields) } : told,
        till,
        steps,
      ),
  })

/** Writes callbacks otherwise, after they were signed. */
export const composing =
  (change: (sealed: Awaited<ReturnType<Steps['compose']>>, told: Told) => typeof sealed): Bend =>
  (honest) => ({
    compose: async (told, till, steps) => change(await honest.compose(told, till, steps), told),
  })

/** The text that is signed, with a change to its names and values before. */
export const changedText = (pairs: Pairs, change: (pairs: Pairs) => Pairs): string =>
  textToSign(change(pairs))
