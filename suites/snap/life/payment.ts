/** What a payment may be answered: a first one, and one whose reference came before. */
import type { Step } from '../../../src/judge/linear.ts'
import { margin, type Deed, type Entry, type State } from '../deed.ts'
import type { World } from '../model.ts'
import { anything, breaks, differ, isOpen, keeps, told, waiting, withEntry } from './outcome.ts'

export function payment(world: World, state: State, deed: Deed): Step<State> {
  if (deed.said === 'turned') return anything({ ...state, touched: true })
  return state.entry ? again(world, state, state.entry, deed) : first(state, deed)
}

/** To come, and within an hour: nothing says for how long a provider takes payments at most. */
const isSoon = (expires: number, at: number): boolean => expires > at + margin && expires < at + 3_600_000

/** Cards that are said to pay, or to wait, and not to be refused. */
const willing = ['card', 'redirect', 'idle', 'pending', 'slow']

function first(state: State, deed: Deed): Step<State> {
  const open = withEntry({ ...state, cause: causeOf(deed) }, opened(deed))
  if (deed.ended === undefined) return anything(open)
  if (deed.said === 'open') return anything(open, { ...state, absent: true })
  const { expires, at } = deed
  if (expires !== undefined && expires < at - margin) return late(state, deed)
  const rules = [
    ...(expires === undefined ? [] : ['expiry.expires']),
    ...(state.refused === 'declined' ? ['payments.failed-repeat'] : []),
  ]
  if (deed.said !== 'refusal') return keeps(rules, 'anything', [open])
  if (expires !== undefined && isSoon(expires, at) && deed.plain && willing.includes(deed.data ?? ''))
    return breaks('expiry.expires', 'a payment: its validUpTo is still to come')
  return keeps(rules.slice(expires === undefined ? 0 : 1), 'anything', [turnedDown(state, deed)])
}

const causeOf = ({ raced }: Deed): string => (raced ? 'payments.parallel' : '')

const turnedDown = (state: State, { code }: Deed): State => ({
  ...state,
  refused: /^40[34]/.test(code) ? 'declined' : 'otherwise',
})

/** A payment that has expired before it began. */
function late(state: State, deed: Deed): Step<State> {
  const expected = 'a refusal: the payment has expired before it begins'
  if (deed.said === 'refusal') return keeps(['expiry.past'], expected, [turnedDown(state, deed)])
  const { expires: _past, ...entry } = opened(deed)
  return keeps(['expiry.past'], expected, [withEntry(state, entry)], [{ rule: 'expiry.past', expected }])
}

/** What a reference stands for after its first request. */
export function opened(deed: Deed): Entry {
  const { said, transaction, amount, currency, merchant, data, at, takes, expires } = deed
  return {
    status: '?',
    answered: deed.ended === undefined ? 'open' : said,
    transaction,
    ...(amount === undefined ? {} : { amount }),
    currency,
    merchant,
    ...(data === undefined ? {} : { data }),
    at,
    ...(takes === undefined ? {} : { takes }),
    ...(expires === undefined ? {} : { expires }),
    via: 'answer',
    refunds: [],
  }
}

const isOther = (entry: Entry, { amount, currency, merchant }: Deed): boolean =>
  (entry.amount !== undefined && amount !== undefined && entry.amount !== amount) ||
  differ(entry.currency, currency) ||
  differ(entry.merchant, merchant)

const isFailed = ({ status }: Entry): boolean => status === '05' || status === '06'

/** The promise that a repetition puts to the proof. */
function promiseOf(entry: Entry, deed: Deed): string {
  if (deed.raced) return 'payments.parallel'
  if (isOther(entry, deed)) return 'payments.inconsistent'
  const isPaid = !isOpen(entry.status) || (entry.answered === 'success' && entry.data === 'card')
  return isPaid ? 'payments.repeat' : 'payments.pending-repeat'
}

function again(world: World, state: State, entry: Entry, deed: Deed): Step<State> {
  if (isFailed(entry)) return afterFailure(state, entry, deed)
  const rule = promiseOf(entry, deed)
  const also = rule === 'payments.repeat' ? ['payments.replay'] : []
  const expected =
    rule === 'payments.inconsistent'
      ? `a refusal: the reference belongs to ${told(entry)}${differ(entry.merchant, deed.merchant) ? `, for the merchant ${entry.merchant}` : ''}`
      : `no second payment beside ${told(entry)}`
  const kept = withEntry(
    { ...state, cause: rule },
    { ...entry, ...meddled(entry, deed), cause: also[0] ?? rule },
  )
  if (deed.ended === undefined || deed.said === 'open')
    return anything(withEntry(kept, { ...kept.entry!, blind: true }))
  if (deed.said === 'refusal') return keeps([rule, ...also], expected, [kept])
  if (isOther(entry, deed)) return breaks(rule, expected)
  if (differ(entry.transaction, deed.transaction)) return breaks(renamed(world, rule), expected)
  const transaction = entry.transaction || deed.transaction
  const weak = entry.transaction === '' && entry.answered === 'open' ? { weak: true } : {}
  return keeps([rule, ...also], expected, [withEntry(kept, { ...kept.entry!, transaction, ...weak })])
}

const meddled = (entry: Entry, deed: Deed): Pick<Entry, 'other'> =>
  isOther(entry, deed) && deed.amount !== undefined ? { other: deed.amount } : {}

/** Another name is another payment, or one payment under a wrong name. */
export function renamed({ doubled }: World, rule: string): string {
  if (rule === 'payments.parallel') return doubled === false ? 'payments.replay' : rule
  return rule === 'payments.repeat' && !doubled ? 'payments.replay' : rule
}

/** A payment that failed, expired or was cancelled is refused, or its reference opens another one. */
function afterFailure(state: State, entry: Entry, deed: Deed): Step<State> {
  const rule = 'payments.failed-repeat'
  const expected = `a refusal, or another payment than ${told(entry)}`
  const renewed = withEntry(state, opened(deed))
  if (deed.ended === undefined || deed.said === 'open') return anything(state, renewed)
  // What was refused may be another payment all the same, that has failed too.
  const refused = entry.status === '06' ? withEntry(state, { ...entry, weak: true }) : state
  if (deed.said === 'refusal') return keeps(deed.raced ? [] : [rule], expected, [refused])
  if (differ(entry.transaction, deed.transaction)) return keeps([rule], expected, [renewed])
  const early = entry.via === 'status' ? waiting(entry) : undefined
  if (early && deed.said === 'pending') return breaks(early, `${told(entry)} for good`)
  const isSame = entry.transaction !== '' && deed.transaction !== '' && entry.status === '06' && !deed.raced
  return keeps([rule], expected, [state, renewed], isSame ? [{ rule, expected }] : [])
}
