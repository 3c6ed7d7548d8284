/** A merchant's books: its orders and payouts by number, and what became of each. */

export type State = 'pending' | 'paid' | 'failed'

export interface Entry {
  number: string
  kind: 'order' | 'payout'
  /** Whole rupiah. */
  amount: number
  state: State
  /** Its time is over, as far as the merchant knows. */
  expired?: boolean
  /** platOrderNum. */
  id?: string
  /** How often a user was credited, and paid back. */
  credits: number
  refunds: number
}

export interface Books {
  open(entry: Pick<Entry, 'number' | 'kind' | 'amount'> & Partial<Entry>): Entry
  find(number: string): Entry | undefined
  all(): Entry[]
}

/** One line for each effect that was booked. */
export interface Line {
  reference: string
  amount: number
  state: State | 'reversed'
  receipt?: string
}

/** Empty books. */
export function createBooks(): Books {
  const entries = new Map<string, Entry>()
  return {
    open(begun) {
      const entry: Entry = { state: 'pending', credits: 0, refunds: 0, ...begun }
      entries.set(entry.number, entry)
      return entry
    },
    find: (number) => entries.get(number),
    all: () => [...entries.values()],
  }
}

/** What the books say of a number. */
export function linesOf(books: Books, number: string): Line[] {
  const entry = books.find(number)
  if (!entry) return []
  const { amount, state, id, credits, refunds } = entry
  const line = (told: Line['state']): Line => ({
    reference: number,
    amount,
    state: told,
    ...(id !== undefined && { receipt: id }),
  })
  const main = Array.from({ length: Math.max(1, state === 'paid' ? credits : 1) }, () => line(state))
  return [...main, ...Array.from({ length: refunds }, () => line('reversed'))]
}

/** Books an end, once; whoever has failed is paid back. */
export function follow(entry: Entry, state: State): void {
  if (entry.state !== 'pending' || state === 'pending') return
  entry.state = state
  if (state === 'paid') entry.credits += 1
  if (state === 'failed' && entry.kind === 'payout') entry.refunds += 1
}
