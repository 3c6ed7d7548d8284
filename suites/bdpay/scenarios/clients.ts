/** Meets a client in each situation, and reads its books when all is over. */
import { loadContract } from '../../../src/contract/load.ts'
import { scenario, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { auditAll } from '../../common/auditing.ts'
import { asked } from '../../common/premises.ts'
import { makers } from '../seen.ts'

const everyRequest = [
  'http.post',
  'http.path',
  'json.object',
  'json.content-type',
  'json.charset',
  'json.utf',
  'json.flat',
  'signatures.right',
  'fields.present',
  'fields.unwanted',
  'fields.length',
  'fields.format',
  'fields.type',
  'fields.named',
  'fields.once',
  'amounts.format',
  'client.unique',
  'client.name-length',
  'client.letters',
  'client.rupiah',
  'client.period',
  'client.null',
  'client.secrets',
  'client.ovo',
  'client.ovo-form',
  'client.checks',
  'client.zeros',
]

/** What each situation is there for. */
const exercised: { [situation: string]: string[] } = {
  paid: [...everyRequest, 'client.only-success', 'client.once'],
  'late-callback': ['client.only-success', 'client.once'],
  'refused-order': ['client.code'],
  'created-status': ['client.code'],
  'error-order': ['client.code'],
  'tampered-answer': ['client.verifies'],
  'unsigned-answer': ['client.verifies'],
  'foreign-key': ['client.verifies'],
  'tampered-query': ['client.verifies'],
  'lengthened-query': ['client.verifies'],
  'payout-forged': ['client.verifies', 'client.no-repeat'],
  'number-amounts': ['client.numbers', 'client.amount-types'],
  'extra-members': ['client.extra'],
  'long-number': ['client.number'],
  'unpaid-query': ['client.query-code', 'client.query'],
  'page-open': ['client.only-success'],
  cancelled: ['client.only-success'],
  'channel-error': ['client.only-success'],
  'unknown-state': ['client.unknown-status'],
  'early-callback': ['client.early'],
  'payout-early-callback': ['client.early'],
  'redirect-visit': ['client.redirect'],
  'payout-accepted': ['client.accepted'],
  'payout-unknown': ['client.undecided', 'client.no-repeat'],
  'payout-unknown-fails': ['client.undecided', 'client.no-repeat'],
  'payout-error': ['client.undecided', 'client.no-repeat'],
  'payout-lost': ['client.timeout', 'client.no-repeat'],
  'payout-cut': ['client.timeout', 'client.no-repeat'],
  'payout-slow': ['client.timeout', 'client.no-repeat'],
  'payout-unavailable': ['client.timeout', 'client.no-repeat'],
  'payout-not-yet': ['client.notexist', 'client.no-repeat'],
  'payout-query-unknown': ['client.query-unknown', 'client.no-repeat'],
  'payout-query-refused': ['client.query-refused'],
  'payout-state-number': ['client.status-types'],
}

/** Situations that end with a query that tells the end of a payout: that has just come, and is booked by and by. */
const telling = ['payout-revoked', 'payout-state-number']

/** Situations that end with a query that decides nothing: whoever takes it for an end may book that by and by. */
const isUndecided = (id: string): boolean => !telling.includes(id) && endsWithQuery.has(id)

const { situations } = loadContract('bdpay')
const endsWithQuery = new Set(situations.filter(({ until }) => until !== undefined).map(({ id }) => id))

/** Of each run, the meetings that last as long as their client has patience. */
const lasting = new WeakMap<object, Promise<unknown>[]>()

/** Meets the client; where it has been told no end, when the others are over, so that nobody waits for it alone. */
async function met(hand: Hand, id: string): Promise<Exchange[]> {
  const meeting = hand.meet(id)
  const others = lasting.get(hand.credentials) ?? []
  lasting.set(hand.credentials, others)
  if (!isUndecided(id)) others.push(meeting)
  const exchanges = await meeting
  if (isUndecided(id)) await Promise.allSettled(others)
  return exchanges
}

function meeting(id: string, says: string): Scenario {
  return scenario<string>({
    id: `clients.${id}`,
    says,
    role: 'client',
    meets: id,
    exercises: exercised[id] ?? ['client.status', 'client.accepted', 'client.only-success'],
    patient: true,
    plans: () => [id],
    async act(plan, hand) {
      const exchanges = await met(hand, plan)
      await auditAll(hand, plan, numbersIn(exchanges), telling.includes(plan))
    },
  })
}

/** The numbers of the orders that were begun. */
function numbersIn(exchanges: Exchange[]): Set<string> {
  const begun = exchanges.filter(({ operation }) => makers.includes(operation ?? ''))
  return new Set(begun.map((exchange) => asked(exchange, 'orderNum')).filter((number) => number !== ''))
}

export const clients: Scenario[] = situations.map(({ id, says }) => meeting(id, says))
