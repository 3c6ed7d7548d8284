/** Stops asking a target for what it has stopped answering, so that a dead operation costs seconds and not an hour. */
import type { Exchange } from '../wire/exchange.ts'
import { Skipped, type Letter } from './scenario.ts'

export interface Fuse {
  /** Throws Skipped when the letter's operation is given up. */
  check(letter: Letter): void
  feed(exchange: Exchange): void
}

/** Answers in a row that an operation may owe before it is given up. */
const patience = 4

export function createFuse(): Fuse {
  const owed = new Map<string, number>()
  return {
    check({ operation }) {
      if ((owed.get(operation) ?? 0) >= patience)
        throw new Skipped(
          'no-answer',
          `The target left ${patience} requests in a row to «${operation}» without a whole answer, so no more were sent.`,
        )
    },
    feed({ operation = '', trouble, request }) {
      if (!request.read.ok || trouble?.kind === 'cut') return
      owed.set(operation, trouble ? (owed.get(operation) ?? 0) + 1 : 0)
    },
  }
}
