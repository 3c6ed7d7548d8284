/** A request under a trx_id that stands for a transaction: the status of that transaction, and nothing new. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import type { Profile } from '../../../src/contract/contract.ts'
import { hour, margin, type Deed, type Entry, type State } from '../deed.ts'
import { breaks, differ, ended, keeps, nameIn, priceIn, withEntry } from './outcome.ts'

/** The promise that a repetition puts to the proof. */
function promiseOf(entry: Entry, deed: Deed): string {
  if (deed.raced || entry.raced) return 'purchase.parallel'
  if (!isSamePayload(entry, deed)) return 'purchase.payload'
  if (entry.status === 'pending' || entry.wasPending) return 'purchase.pending'
  return entry.status === 'failed' || entry.status === 'refunded' ? 'purchase.failed' : 'purchase.repeat'
}

const isSamePayload = (entry: Entry, { number, product }: Deed): boolean =>
  entry.number === number && entry.product === product

export function again(profile: Profile, state: State, entry: Entry, deed: Deed): Step<State> {
  const rule = promiseOf(entry, deed)
  const kept = {
    ...state,
    entry: { ...entry, repeated: true, raced: entry.raced || deed.raced },
    cause: rule,
  }
  if (deed.ended === undefined) return keeps([rule], 'anything', [kept])
  if (deed.said === 'refusal' && deed.code === '04') return duplicate(profile, kept, rule, entry, deed)
  if (entry.status === 'open') return learnt(kept, rule, deed)
  if (entry.status === 'pending') return whilePending(kept, rule, deed)
  return entry.status === 'success' ? afterSuccess(kept, rule, deed) : afterFailure(kept, rule, deed)
}

/** 04 says that nothing new was begun, but not how the transaction stands. */
function duplicate(profile: Profile, kept: State, rule: string, entry: Entry, deed: Deed): Step<State> {
  const expected = `the status of the transaction: ${statusOf(entry)}; 04 only by a dupPolicy that says so`
  const free = deed.raced || entry.status === 'open' || !isSamePayload(entry, deed)
  const isAgreed = profile['dupPolicy'] === 'code-04'
  // Its own row in the table of codes gives 04 an hour; after that nothing in the document speaks for it.
  if (!free && !isAgreed && deed.at - entry.at > hour + margin) return breaks('purchase.replay', expected)
  const notes: Note[] = free || isAgreed ? [] : [{ rule: 'purchase.replay', expected }]
  return keeps(free ? [rule] : [rule, 'purchase.replay'], expected, [kept], notes)
}

export const statusOf = ({ code, transaction, serial }: Entry): string =>
  [code, transaction && `TRANSACTIONID ${transaction}`, serial && `SN ${serial}`].filter(Boolean).join(', ')

/** Nobody knew how the transaction stood. */
function learnt(kept: State, rule: string, deed: Deed): Step<State> {
  return keeps([rule], 'the status of the transaction', [withEntry(kept, ended(kept.entry!, deed, 'check'))])
}

function whilePending(kept: State, rule: string, deed: Deed): Step<State> {
  const entry = kept.entry!
  const expected = '68 until the transaction is final, then its end, always with the same TRANSACTIONID'
  if (deed.said === 'refusal' && rule === 'purchase.payload') return keeps([rule], expected, [kept])
  if (differ(entry.transaction, deed.transaction))
    return breaks(
      rule === 'purchase.parallel' || (deed.said === 'success' && rule !== 'purchase.pending')
        ? rule
        : 'purchase.same-transaction',
      expected,
    )
  const rules = [rule, ...anewToo(rule), 'purchase.same-transaction', ...textual(deed)]
  return wording(entry, deed) ?? keeps(rules, expected, [withEntry(kept, ended(entry, deed, 'check'))])
}

/** The promise that a new transaction breaks. */
const anew = (rule: string): string => (rule === 'purchase.pending' ? 'purchase.repeat' : rule)

const anewToo = (rule: string): string[] => (anew(rule) === rule ? [] : [anew(rule)])

function afterSuccess(kept: State, rule: string, deed: Deed): Step<State> {
  const entry = kept.entry!
  const expected = `the status of the transaction: ${statusOf(entry)}`
  const otherId = differ(entry.transaction, deed.transaction)
  if (deed.said === 'pending') {
    if (otherId) return breaks(anew(rule), expected)
    return deed.raced ? keeps([rule], expected, [kept]) : breaks(turned(entry, rule), expected)
  }
  if (deed.said === 'refusal') return refusedAfterSuccess(kept, rule, deed, expected)
  if (otherId && (entry.serial === '' || differ(entry.serial, deed.serial)))
    return breaks(anew(rule), expected)
  if (otherId) return breaks('purchase.same-transaction', expected)
  const isKnown = !deed.mute && !(entry.via === 'callback' && entry.serial === '')
  if (isKnown && entry.serial !== deed.serial)
    return breaks(
      entry.via === 'callback' && deed.serial !== '' ? 'callbacks.consistent' : 'purchase.replay',
      expected,
    )
  const also = entry.via === 'callback' ? ['callbacks.consistent'] : []
  const rules = [
    rule,
    ...anewToo(rule),
    'purchase.replay',
    'purchase.same-transaction',
    ...also,
    ...textual(deed),
  ]
  return wording(entry, deed) ?? keeps(rules, expected, [kept])
}

/** A refund may follow a success; a repetition with another payload may be refused. */
function refusedAfterSuccess(kept: State, rule: string, deed: Deed, expected: string): Step<State> {
  const entry = kept.entry!
  if (deed.code === '21') {
    const next = withEntry(kept, ended(entry, deed, 'check'))
    return keeps([rule, 'purchase.replay'], expected, [next], [{ rule: 'purchase.replay', expected }])
  }
  if (rule === 'purchase.payload') return keeps([rule], expected, [kept])
  return breaks(deed.raced ? rule : turned(entry, 'purchase.replay'), expected)
}

function afterFailure(kept: State, rule: string, deed: Deed): Step<State> {
  const entry = kept.entry!
  const expected = `the failure again: ${statusOf(entry)}`
  if (deed.said !== 'refusal') {
    const next = withEntry(kept, { ...ended(entry, deed, 'check'), transaction: deed.transaction })
    if (entry.code === '18' && !deed.raced) return keeps([rule], expected, [next], [{ rule, expected }])
    if (differ(entry.transaction, deed.transaction))
      return breaks(deed.raced || rule === 'purchase.payload' ? rule : 'purchase.failed', expected)
    return breaks(turned(entry, rule), expected)
  }
  if (rule === 'purchase.payload') return keeps([rule], expected, [kept])
  if (deed.code !== entry.code)
    return deed.raced
      ? keeps([rule], expected, [kept], [{ rule, expected }])
      : breaks(turned(entry, rule), expected)
  if (differ(entry.transaction, deed.transaction))
    return breaks(deed.raced ? rule : 'purchase.same-transaction', expected)
  const also = entry.via === 'callback' ? ['callbacks.consistent'] : []
  return (
    wording(entry, deed) ??
    keeps([rule, 'purchase.same-transaction', ...also, ...textual(deed)], expected, [kept])
  )
}

/** Which promise it breaks that a final status is another one now. */
function turned(entry: Entry, rule: string): string {
  if (entry.via === 'callback') return 'callbacks.consistent'
  if (entry.wasPending) return 'purchase.pending'
  return rule === 'purchase.repeat' ? 'purchase.replay' : rule
}

const textual = ({ phrase }: Deed): string[] => (phrase ? ['purchase.replay-text'] : [])

/** MESSAGE of a repetition names the product, the number and the price that it named first. */
function wording({ product, number, named, price }: Entry, deed: Deed): Step<State> | undefined {
  const [first, said] = [named ?? `${product} for ${number}`, nameIn(deed)]
  if (said !== undefined && said !== first)
    return { rule: 'purchase.replay-text', expected: `a MESSAGE about ${first}`, received: said, next: [] }
  const now = priceIn(deed)
  if (price === undefined || now === undefined || now === price) return undefined
  return {
    rule: 'purchase.replay-text',
    expected: `HRG=${price} as before`,
    received: `HRG=${now}`,
    next: [],
  }
}
