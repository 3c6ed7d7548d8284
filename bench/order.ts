/** The search for a lawful order of a race, against the search that remembers nothing. */
import { linearize, type Model, type Op } from '../src/judge/linear.ts'
import { worked } from './measure.ts'
import { rowOf, type Row } from './row.ts'

interface Act extends Op {
  write?: number
  read?: number
}

const register: Model<number, Act> = {
  initial: 0,
  key: String,
  step: (state, { write, read }) => ({
    rule: '',
    expected: '',
    next: write !== undefined ? [write] : read === state ? [state] : [],
  }),
}

/** Twelve at once of which one saw what nobody wrote, so that every order is to be ruled out. */
const race: Act[] = Array.from({ length: 12 }, (_, index) => {
  const value = (index >> 1) + 1
  const act = index % 2 === 0 ? { write: value } : { read: value === 6 ? 99 : value }
  return { began: index, ended: 100 + index, ...act }
})

export async function orderRow(): Promise<Row> {
  if (linearize(race, register).kind !== 'broken' || naively(race)) throw new Error('The race is not lawful.')
  const compared = await worked(
    9,
    () => linearize(race, register),
    () => naively(race),
  )
  return rowOf({ what: 'rule out a race of 12', limit: 'without memory' }, compared)
}

function naively(left: Act[], state = register.initial): boolean {
  if (left.length === 0) return true
  const horizon = Math.min(...left.map(({ ended = Infinity }) => ended))
  return left.some((op) => {
    if (op.began > horizon) return false
    const rest = left.filter((other) => other !== op)
    return register.step(state, op).next.some((next) => naively(rest, next))
  })
}
