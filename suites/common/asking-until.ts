/** Asks for what a target works at until it is done: it may do that in the background, in a time of its own. */
import type { Hand } from '../../src/stimulate/scenario.ts'

interface Question<Answer> {
  ask(): Promise<Answer>
  hasEnded(answer: Answer): boolean
  /** Milliseconds of rest before each further question. */
  rests: Iterable<number>
}

/** Asks, looks whether it has ended, rests and asks again; gives the last answer, which need not tell an end. */
export async function askUntil<Answer>(
  hand: Pick<Hand, 'wait'>,
  { ask, hasEnded, rests }: Question<Answer>,
): Promise<Answer> {
  let answer = await ask()
  for (const rest of rests) {
    if (hasEnded(answer)) break
    await hand.wait(rest)
    answer = await ask()
  }
  return answer
}
