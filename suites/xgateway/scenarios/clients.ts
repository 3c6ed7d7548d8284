/** Meets a client in each situation, and reads its books when all is over. */
import { scenario, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { auditAll } from '../../common/auditing.ts'
import { asked } from '../../common/premises.ts'

interface Meeting {
  says: string
  exercises: string[]
  exclusive?: boolean
  /** What is done before the books are read. */
  then?: (hand: Hand, exchanges: Exchange[]) => Promise<void>
}

const everyRequest = ['client.method', 'client.credentials', 'client.unique', 'client.ordered']
const rings = [
  'http.post',
  'http.path',
  'xml.well-formed',
  'fields.present',
  'fields.length',
  'fields.format',
  'fields.named',
  'fields.once',
]

/** Longer than a trx_id stands for a status check. */
const dayAndMore = 86_400 + 600

/** Milliseconds that it is waited at most for a client to ask again. */
const most = 15_000

/** The longest pause between two requests of a client, in milliseconds. */
function pauseIn(exchanges: Exchange[]): number {
  const times = exchanges.map(({ sentAt }) => Date.parse(sentAt)).sort((a, b) => a - b)
  return Math.max(0, ...times.slice(1).map((time, index) => time - times[index]!))
}

const meetings: { [situation: string]: Meeting } = {
  success: {
    says: 'A purchase succeeds.',
    exercises: [...everyRequest, ...rings, 'client.once', 'client.outcome', 'client.serial'],
  },
  failure: { says: 'A purchase fails.', exercises: ['client.outcome', 'client.new-id'] },
  token: { says: 'A token is bought after a query.', exercises: ['client.query-first'] },
  'query-failure': { says: 'A query fails.', exercises: ['client.credentials'] },
  'pending-success': { says: 'A pending purchase succeeds.', exercises: ['client.outcome'] },
  'pending-failure': { says: 'A pending purchase fails.', exercises: ['client.outcome'] },
  'pending-refund': { says: 'A pending purchase is refunded.', exercises: ['client.outcome'] },
  'lost-answer': { says: 'An answer is lost.', exercises: ['client.retry', 'client.unknown-answer'] },
  'lost-twice': { says: 'Two answers are lost.', exercises: ['client.retry', 'client.unknown-answer'] },
  'lost-token': { says: 'The answer about a token is lost.', exercises: ['client.retry'] },
  'slow-answer': { says: 'An answer takes its time.', exercises: ['client.retry'] },
  'duplicate-code': { says: 'Status checks are answered 04.', exercises: ['client.duplicate-code'] },
  'unknown-code': { says: 'An answer has a code that is none.', exercises: ['client.unknown-answer'] },
  fault: { says: 'An answer is a fault.', exercises: ['client.unknown-answer', 'client.retry'] },
  'http-error': { says: 'An answer is an HTTP error.', exercises: ['client.unknown-answer', 'client.retry'] },
  'http-error-answer': { says: 'A whole answer comes with HTTP 500.', exercises: ['client.non-ok'] },
  truncated: { says: 'An answer is cut short.', exercises: ['client.unknown-answer', 'client.retry'] },
  'missing-code': { says: 'An answer has no RESPONSECODE.', exercises: ['client.missing-code'] },
  'foreign-answer': { says: 'An answer is that of another sale.', exercises: ['client.foreign'] },
  'other-order': { says: 'Members come in another order.', exercises: ['client.order'] },
  'extra-members': { says: 'An answer has more members.', exercises: ['client.unknown-member'] },
  untyped: { says: 'Values have no type.', exercises: ['client.untyped'] },
  spaced: { says: 'White space stands around types.', exercises: ['client.spaced'] },
  'comma-serial': {
    says: 'A serial holds commas.',
    exercises: ['client.serial', 'xml.escaped'],
  },
  'misleading-text': { says: 'A failure says SUKSES.', exercises: ['client.outcome'] },
  'doubtful-code': { says: 'The biller times out.', exercises: ['client.outcome'] },
  'early-callback': { says: 'A callback comes before the answer.', exercises: ['client.early'] },
  'callback-twice': { says: 'A callback comes twice.', exercises: ['client.outcome'] },
  'negative-balance': {
    says: 'The balance falls below zero.',
    exercises: ['client.negative'],
    // The balance is one for all sales, so no other one may be under way.
    exclusive: true,
    then: async (hand, [first]) => {
      if (!first) return
      // At once too, before the client asks about another sale and is told another balance.
      await hand.wait(30)
      await hand.weigh(asked(first, 'MSISDN'))
      // The answer has left, and its client is still reading it.
      await hand.wait(120)
      const late = { withinMs: hand.patienceMs }
      for (const reference of referencesIn([first])) await hand.audit(reference, late)
      await hand.weigh(asked(first, 'MSISDN'))
    },
  },
  'long-pending': {
    says: 'A purchase is pending for more than a day.',
    exercises: ['client.window'],
    exclusive: true,
    async then(hand, exchanges) {
      await hand.advance(dayAndMore)
      await hand.wait(500 + Math.min(most, 3 * pauseIn(exchanges)))
    },
  },
}

function meeting(situation: string, { says, exercises, exclusive, then }: Meeting): Scenario {
  return scenario({
    id: `clients.${situation}`,
    says,
    role: 'client',
    meets: situation,
    exercises,
    patient: true,
    ...(exclusive ? { exclusive } : {}),
    plans: () => [situation],
    async act(plan: string, hand) {
      const exchanges = await hand.meet(plan)
      await then?.(hand, exchanges)
      await auditAll(hand, plan, referencesIn(exchanges))
    },
  })
}

/** The trx_ids of purchases; a query is in no books. */
function referencesIn(exchanges: Exchange[]): Set<string> {
  const purchases = exchanges.filter(({ operation }) => operation !== undefined && operation !== 'query')
  return new Set(purchases.map((one) => asked(one, 'REQUESTID')).filter((reference) => reference !== ''))
}

export const clients: Scenario[] = Object.entries(meetings).map(([situation, one]) => meeting(situation, one))
