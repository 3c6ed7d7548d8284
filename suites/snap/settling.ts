/** What is answered 202 although it could have been done at once: it is waited for before the case goes on. */
import type { Hand } from '../../src/stimulate/scenario.ts'
import type { Exchange } from '../../src/wire/exchange.ts'
import { text, type Fields } from '../../src/wire/reading.ts'
import { askUntil } from '../common/asking-until.ts'

/** Test data whose payments wait for nobody. */
export const prompt: readonly string[] = ['card', 'slow']

/** Milliseconds before the first question whether it is done, and between all others. */
const [soon, ...rests] = [100, 200, 400, 800, 1600] as const

const isLater = ({ response }: Exchange): boolean => response?.status === 202

/** Asks for a payment that was answered 202 until it has an end; gives the last answer, undefined without a question. */
export const paidIn = (hand: Hand, answer: Exchange, reference: string): Promise<Exchange | undefined> =>
  asking(hand, answer, reference, (state) => !['01', '02', '03'].includes(state))

/** Asks for a payment whose cancellation was answered 202 until it is cancelled, or has another end. */
export const cancelledIn = (hand: Hand, answer: Exchange, reference: string): Promise<Exchange | undefined> =>
  asking(hand, answer, reference, (state) => state === '05' || state === '06')

async function asking(
  hand: Hand,
  answer: Exchange,
  reference: string,
  isDone: (state: string) => boolean,
): Promise<Exchange | undefined> {
  if (!isLater(answer)) return undefined
  await hand.wait(soon)
  return askUntil(hand, {
    ask: () => hand.send(hand.seal('status', question(hand, reference))),
    hasEnded({ response }) {
      const state = text(response?.read, 'latestTransactionStatus')
      return state === undefined || isDone(state)
    },
    rests,
  })
}

const question = ({ profile }: Hand, originalPartnerReferenceNo: string): Fields => ({
  originalPartnerReferenceNo,
  serviceCode: String(profile['statusServiceCode']),
})
