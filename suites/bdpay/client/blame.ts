/** Which rule a wrong belief of a client is held against. */
import type { Evidence } from '../../../src/judge/rule.ts'
import { asked } from '../../common/premises.ts'
import { endOf, isForged, type Thread, type Word } from './threads.ts'

const listed = ['INIT_ORDER', 'NO_PAY', 'OPEN_PAY_URL', 'SUCCESS', 'PAY_CANCEL', 'PAY_ERROR']

const isOf = (how: Word['how']) => (word: Word) => word.how === how

/** The rules that a wrong belief about an order breaks: by what is not as usual about it, else by what queries told. */
export function rulesFor(evidence: Evidence, thread: Thread): string[] {
  const odd = oddityIn(evidence, thread)
  if (odd) return odd
  const queries = thread.words.filter(isOf('query'))
  return thread.kind === 'payout' ? payoutRules(queries) : paymentRules(thread, queries)
}

/** Rules about what is believed where every answer came as usual, so that only what it says can be misread. */
const plain = ['client.status', 'client.accepted', 'client.query-code', 'client.only-success']

export const isPlain = (rules: string[]): boolean => rules.some((id) => plain.includes(id))

/** A wrong belief, and the rules about it. */
export interface Wrong {
  rules: string[]
  kind: Thread['kind']
  /** States that queries told and that decide nothing. */
  open: string[]
  /** What the books say in their place; undefined where they are right. */
  state: string | undefined
  /** Nothing has told the end of it. */
  isOpen: boolean
}

/** The rules that are to blame, each of one wrong belief: what is misread where nothing is odd is blamed there alone. */
export function blamed(all: Wrong[]): string[][] {
  const wrong = all.filter(({ state }) => state !== undefined)
  const misread = new Set(wrong.filter(({ rules }) => isPlain(rules)).flatMap(readingsOf))
  const visits = wrong.filter(({ rules }) => rules.includes('client.redirect'))
  const isHasty = wrong.some((one) => isPlain(one.rules) && one.isOpen && one.state === 'paid')
  return all.map((one) => {
    const { rules, state, open } = one
    if (state === undefined) return rules
    if (!isPlain(rules) && readingsOf(one).some((reading) => misread.has(reading))) return []
    // One page is visited in a run: more than one order that is taken for paid has another reason.
    if (rules.includes('client.redirect') && visits.length > 1)
      return [open.includes('NO_PAY') ? 'client.query-code' : 'client.only-success']
    if (!rules.includes('client.accepted')) return rules
    return state === 'paid' && isHasty ? ['client.accepted'] : rules.slice(0, 1)
  })
}

/** Open states, each with what it was wrongly taken for. */
const readingsOf = ({ open, kind, state }: Wrong): string[] => open.map((one) => `${kind} ${one} ${state}`)

function oddityIn(evidence: Evidence, { words, kind, ...rest }: Thread): string[] | undefined {
  const [queries, creates] = [words.filter(isOf('query')), words.filter(isOf('create'))]
  if (words.some(({ by, how }) => how !== 'callback' && isForged(by))) return ['client.verifies']
  if (isEarly({ words, kind, ...rest })) return ['client.early']
  if (creates.some(({ by, code }) => code === '' || by.response === undefined))
    return queries.some(({ code }) => code === 'NOTEXIST')
      ? ['client.notexist']
      : queries.some(({ code }) => code === 'UNKNOWN' || code === 'ERROR')
        ? ['client.query-unknown']
        : ['client.timeout']
  if (creates.some(({ code }) => code === 'UNKNOWN' || code === 'ERROR'))
    return kind === 'payout' ? ['client.undecided'] : ['client.code']
  if (creates.some(({ by, code }) => code === 'FAIL' || by.response!.status !== 200)) return ['client.code']
  if (kind === 'payout' && queries.some(({ code }) => code === 'FAIL')) return ['client.query-refused']
  return formOf(evidence, words)
}

/** A callback was over before the answer to the order was. */
function isEarly({ words }: Thread): boolean {
  const create = words.find(isOf('create'))
  return words.some(
    ({ how, by }) => how === 'callback' && create !== undefined && endOf(by) < endOf(create.by),
  )
}

/** Lawful ways in which answers were written. */
function formOf({ contract }: Evidence, words: Word[]): string[] | undefined {
  for (const { by, how } of words) {
    const read = by.response?.read
    if (how === 'callback' || !read?.ok) continue
    const spec = contract.messages[contract.operations[by.operation!]?.response ?? '']
    // What a wrapped answer says in words is read as platRespMessage.
    const known = ['message', ...(spec?.fields.map(({ name }) => name) ?? [])]
    if (read.order.some((name) => !known.includes(name))) return ['client.extra']
    if (how === 'create' && ['payMoney', 'money'].some((name) => typeof read.fields[name] === 'number'))
      return ['client.numbers', 'client.amount-types']
    if (how === 'query' && typeof read.fields['status'] === 'number') return ['client.status-types']
  }
  return undefined
}

const payoutRules = (queries: Word[]): string[] =>
  queries.length > 0 ? ['client.status', 'client.accepted'] : ['client.accepted']

function paymentRules({ words, creates }: Thread, queries: Word[]): string[] {
  const states = queries.map(({ state }) => state).filter((state) => state !== '')
  if (states.some((state) => !listed.includes(state))) return ['client.unknown-status']
  const isPaid = words.some(isOf('callback')) || states.includes('SUCCESS')
  const isWaiting = !isPaid && states.every((state) => state === 'NO_PAY' || state === 'OPEN_PAY_URL')
  if (isWaiting && asked(creates[0], 'redirectUrl') !== '') return ['client.redirect']
  if (isWaiting && states.length > 0 && !states.includes('OPEN_PAY_URL')) return ['client.query-code']
  return ['client.only-success', 'client.number']
}
