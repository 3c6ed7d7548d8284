/** Reads the books of a client when a situation is over. */
import type { Hand } from '../../src/stimulate/scenario.ts'

/**
 * Reads them for each number. What was told, as where a situation ends with what it waits for, has just come, and is booked by
 * and by.
 */
export async function auditAll(
  hand: Hand,
  situation: string,
  numbers: Iterable<string>,
  isTold?: boolean,
): Promise<void> {
  const { until } = hand.contract.situations.find(({ id }) => id === situation) ?? {}
  const withinMs = (isTold ?? until !== undefined) ? hand.patienceMs : 0
  for (const number of numbers) await hand.audit(number, { withinMs })
}
