/** What an answer makes of a transaction. */
import type { Note, Step } from '../../../src/judge/linear.ts'
import type { Deed, Entry, State } from '../deed.ts'

/** No promise is at stake. */
export const anything = (state: State): Step<State> => ({ rule: '', expected: 'anything', next: [state] })

export const lost = (state: State): State => ({ ...state, lost: true })

/** What a trx_id stands for after its first answer. */
export function opened(deed: Deed): Entry {
  const { said, code, transaction, serial, number, product, at } = deed
  const status =
    said === 'success'
      ? 'success'
      : said === 'pending'
        ? 'pending'
        : said === 'unclear'
          ? 'open'
          : failure(code)
  return {
    status,
    code,
    transaction,
    serial,
    number,
    product,
    at,
    repeated: false,
    raced: deed.raced,
    wasPending: status === 'pending',
    via: 'answer',
    ...naming(deed),
  }
}

export const failure = (code: string): Entry['status'] =>
  code === '21' ? 'refunded' : code === '04' ? 'open' : 'failed'

/** Product and number, as MESSAGE has them. */
export const nameIn = ({ phrase }: Deed): string | undefined =>
  phrase && `${phrase.product} for ${phrase.number}`

/** The price, as MESSAGE has it. */
export const priceIn = ({ phrase, said }: Deed): string | undefined =>
  said === 'success' ? phrase?.pairs['HRG']?.replace(/\D/g, '') : undefined

function naming(deed: Deed): Pick<Entry, 'named' | 'price'> {
  const [named, price] = [nameIn(deed), priceIn(deed)]
  return { ...(named === undefined ? {} : { named }), ...(price === undefined ? {} : { price }) }
}

/** The entry with what an answer or a callback adds to it. */
export function ended(entry: Entry, deed: Deed, via: Entry['via']): Entry {
  const { said, code, transaction, serial } = deed
  const known = {
    ...naming(deed),
    ...entry,
    transaction: entry.transaction === '' ? transaction : entry.transaction,
  }
  if (said === 'pending') return { ...known, status: 'pending', code, wasPending: true }
  const status = said === 'success' ? 'success' : failure(code)
  return { ...known, status, code, serial: said === 'success' ? serial : '', via }
}

export const withEntry = (state: State, entry: Entry): State => ({ ...state, entry })

/** The answer breaks this promise, and the story stops here. */
export const breaks = (rule: string, expected: string): Step<State> => ({ rule, expected, next: [] })

/** The answer is allowed, and these promises were at stake in it. */
export function keeps(rules: string[], expected: string, next: State[], notes: Note[] = []): Step<State> {
  const [rule = '', ...also] = rules
  return { rule, also, expected, next, ...(notes.length > 0 ? { notes } : {}) }
}

/** Both are known, and they differ. */
export const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b
