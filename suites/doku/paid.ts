/** Payments in the stores, as far as the suite had them made, and the notifications that tell of them. */
import { premise, type Evidence } from '../../src/judge/rule.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import type { Item } from '../../src/judge/trace.ts'
import { isAcknowledged } from '../common/callbacks.ts'
import { asked } from '../common/premises.ts'
import { at } from './asked.ts'
import { codesGiven, timeAt, type Given } from './given.ts'

/** An attempt to pay a code, and what became of it: `unknown` where the target does not tell. */
export interface Attempt {
  result: 'paid' | 'refused' | 'unknown'
  amount: string
  tick: number
  /** The target's time then. */
  time: number | undefined
}

/** The attempts to pay a code, in their order. */
export function attempts(evidence: Evidence, { code, one }: Given): Attempt[] {
  return evidence.trace.entries.flatMap((entry): Attempt[] => {
    if (entry.kind !== 'provided' || entry.data !== 'payment') return []
    const { amount, reason, paymentCode = entry.item.code } = entry.item
    // A code that no counter knows was given out wrongly, which is not the counter's fault.
    if (reason === 'unknown') return []
    if (paymentCode !== code || entry.tick < (one.exchange.ended ?? one.exchange.began)) return []
    return [
      {
        result: resultOf(entry.item),
        amount: String(amount ?? ''),
        tick: entry.tick,
        time: timeAt(evidence, entry.tick),
      },
    ]
  })
}

/** Whether money was taken, or how often. */
export function resultOf({ paid, taken = paid }: Item): Attempt['result'] {
  if (typeof taken === 'number') return taken > 0 ? 'paid' : 'refused'
  return taken === true ? 'paid' : taken === false ? 'refused' : 'unknown'
}

/** Payments that were made, as far as is known. */
export const payments = (evidence: Evidence, given: Given): Attempt[] =>
  attempts(evidence, given).filter(({ result }) => result !== 'refused')

/** A notification that came. */
export interface Notice {
  exchange: Exchange
  invoice: string
  state: string
  /** The order that it is about. */
  given: Given | undefined
}

/** The notifications of a trace, in their order. */
export const notices = premise((evidence: Evidence): Notice[] =>
  evidence.exchanges
    .filter(({ from }) => from === 'gateway')
    .map((exchange) => {
      const invoice = asked(exchange, at.invoice)
      const code = asked(exchange, at.code)
      const all = codesGiven(evidence)
      const named = all.filter((one) => one.invoice === invoice)
      const client = asked(exchange, at.client)
      const given =
        named.find(({ merchant }) => merchant === client) ?? named[0] ?? all.find((one) => one.code === code)
      return { exchange, invoice, state: asked(exchange, at.state), given }
    })
    .sort((a, b) => a.exchange.began - b.exchange.began),
)

/** The notifications about a code. */
export const noticesOf = (evidence: Evidence, given: Given): Notice[] =>
  notices(evidence).filter((notice) => notice.given === given)

/** A notification that was taken: an answer of 2xx came to it. */
export const isTaken = ({ exchange }: Notice): boolean => isAcknowledged(exchange)

/** Waits for notifications about an invoice number: without one, silence proves nothing. */
export function waitsFor({ trace }: Evidence, { invoice }: Given) {
  return trace.entries.flatMap((entry) =>
    entry.kind === 'listened' && entry.reference === invoice ? [entry] : [],
  )
}

/** The address that was configured for the target, as far as it is declared or the trace tells. */
export const configured = premise((evidence: Evidence): string | undefined => {
  const { trace, profile } = evidence
  const declared = profile['notificationUrl']
  if (typeof declared === 'string' && URL.canParse(declared)) return declared
  const urls = trace.entries.flatMap((entry) =>
    entry.kind === 'provided' && typeof entry.item['callbackUrl'] === 'string'
      ? [entry.item['callbackUrl']]
      : [],
  )
  return urls.find((url) => URL.canParse(url)) ?? (trace.role === 'client' ? notifiedAt(evidence) : undefined)
})

/** Where a client on trial is notified by us, which is where it wants to be, overrides aside. */
function notifiedAt(evidence: Evidence): string | undefined {
  const overrides = codesGiven(evidence).map(({ override }) => override)
  return notices(evidence).find(({ exchange }) => !overrides.includes(exchange.request.url))?.exchange.request
    .url
}
