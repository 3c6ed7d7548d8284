/** Requests whose signature is wrong and nothing else, by the part that differs. */
import { premise, type Case, type Evidence } from '../../../src/judge/rule.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { asked, isOrderlyBut } from '../../common/premises.ts'
import { requestsMade, type Asked } from './asked.ts'

export const signatureAt = 'header:X-SIGNATURE'

export interface Forged extends Case {
  one: Asked
  /** What of its signature differs: a difference of the verifier, or the part in which it differs from its original. */
  differs: string
  /** Nobody can know what was signed. */
  isWild: boolean
}

/** Wrongly signed requests that are in order otherwise. */
export const forged = premise((evidence: Evidence): Forged[] =>
  requestsMade(evidence)
    .filter(({ exchange: { signature } }) => signature === 'bad' || signature === 'none')
    .filter((one) => isOrderlyBut(evidence, one.exchange, signatureAt))
    .map((one) => forgedFrom(evidence, one)),
)

function forgedFrom(evidence: Evidence, one: Asked): Forged {
  const { exchange, operation } = one
  const common = { one, exchanges: [exchange], place: operation }
  if (exchange.signature === 'none') return { ...common, differs: 'absent', isWild: false }
  const differs = exchange.signatureFault?.differs ?? 'unknown'
  const original = differs === 'unknown' || differs === 'key' ? originalOf(evidence, exchange) : undefined
  if (!original) return { ...common, differs, isWild: differs === 'unknown' }
  return {
    ...common,
    differs: changeSince(original, exchange),
    isWild: false,
    exchanges: [original, exchange],
  }
}

/** The request that the signature was made for. */
function originalOf({ exchanges }: Evidence, exchange: Exchange): Exchange | undefined {
  const signature = asked(exchange, signatureAt)
  return exchanges.find(
    (other) => other !== exchange && other.signature === 'good' && asked(other, signatureAt) === signature,
  )
}

/** The one part that was changed, `several` where there is more than one. */
function changeSince({ request: before }: Exchange, { request: after }: Exchange): string {
  const at = (place: string) => (request: typeof before) =>
    request.read.ok ? String(request.read.fields[place] ?? '') : ''
  const parts: [string, (request: typeof before) => string][] = [
    ['path', ({ url }) => url],
    ['timestamp', at('header:X-TIMESTAMP')],
    ['token', at('header:Authorization')],
    ['content', ({ body }) => JSON.stringify(body)],
  ]
  const changed = parts.filter(([, of]) => of(before) !== of(after)).map(([part]) => part)
  return changed.length === 1 ? changed[0]! : 'several'
}

/** Signatures are not looked at at all, as far as this trace shows: then no part of them is to blame. */
export function isBlind(evidence: Evidence, operation: string): boolean {
  return forged(evidence).some(
    ({ one, isWild }) => isWild && one.operation === operation && one.reaction === 'served',
  )
}
