/** Meets a client in each situation, and reads its books when all is over. */
import { scenario, type Hand, type Scenario, type Scope } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { auditAll } from '../../common/auditing.ts'
import { asked } from '../../common/premises.ts'
import { referenceOf } from './threads.ts'

interface Meeting {
  says: string
  exercises: string[]
  /** Alone, after all others: what is done before the client is met. */
  before?: (hand: Hand) => Promise<void>
}

const everyRequest = [
  'http.post',
  'http.path',
  'json.object',
  'json.content-type',
  'json.utf',
  'signatures.right',
  'fields.present',
  'fields.length',
  'fields.format',
  'fields.named',
  'fields.type',
  'amounts.format',
  'client.channel',
  'client.amounts',
  'client.currency',
  'client.expiry',
  'client.reference',
  'client.external-id',
  'client.secrets',
]
const unclear = ['client.unknown', 'client.retry']

const meetings: { [situation: string]: Meeting } = {
  honest: { says: 'A payment is made.', exercises: [...everyRequest, 'client.outcome'] },
  redirect: { says: 'A payer is sent to a page and pays there.', exercises: ['client.pending'] },
  'refused-on-page': { says: 'A payer refuses on the page.', exercises: ['client.pending'] },
  pending: { says: 'A payment is pending and succeeds.', exercises: ['client.pending', 'client.service'] },
  'pending-fails': { says: 'A payment is pending and fails.', exercises: ['client.pending'] },
  'stays-pending': { says: 'A payment stays pending.', exercises: ['client.pending'] },
  'timeout-paid': { says: 'A payment is answered 504, and was made.', exercises: unclear },
  'timeout-failed': { says: 'A payment is answered 504, and was not made.', exercises: unclear },
  'lost-answer': { says: 'An answer is lost.', exercises: unclear },
  'cut-answer': { says: 'An answer is cut.', exercises: unclear },
  'late-answer': { says: 'An answer is late.', exercises: unclear },
  'server-error': { says: 'A payment is made, and answered 500.', exercises: unclear },
  'html-error': { says: 'A payment is made, and answered by a page.', exercises: unclear },
  'too-many': { says: 'A payment is answered 429.', exercises: unclear },
  'error-inside-success': { says: 'A refusal comes with HTTP 200.', exercises: ['client.mismatch'] },
  'success-inside-401': { says: 'A success comes with HTTP 401.', exercises: ['client.mismatch'] },
  'success-inside-500': { says: 'A success comes with HTTP 500.', exercises: ['client.mismatch'] },
  'eight-digits': { says: 'A code has eight digits.', exercises: ['client.tolerant'] },
  'unknown-code': { says: 'A refusal has a case that is none.', exercises: ['client.outcome'] },
  'no-code': { says: 'An answer has no code.', exercises: unclear },
  declined: { says: 'A payment is declined.', exercises: ['client.outcome'] },
  poor: { says: 'A payer has not enough money.', exercises: ['client.outcome'] },
  'inconsistent-payment': { says: 'A payment is answered 4045418.', exercises: ['client.inconsistent'] },
  'duplicate-payment': { says: 'A payment is answered 4095401.', exercises: ['client.duplicate'] },
  'external-conflict': { says: 'A payment is answered 4095400.', exercises: ['client.retry'] },
  'token-expired': { says: 'A token is refused once.', exercises: ['client.token-refresh', 'client.retry'] },
  'token-refused': { says: 'Every token is refused.', exercises: ['client.token-refresh'] },
  'token-reused': { says: 'Three payments follow each other.', exercises: ['client.token-reuse'] },
  'many-at-once': { says: 'Ten payments are wanted at once.', exercises: ['client.external-id'] },
  'slow-sequence': { says: 'Two payments are three seconds apart.', exercises: ['client.timestamp'] },
  customer: {
    says: 'A payment is made with the token of a customer.',
    exercises: ['signatures.right', 'client.outcome'],
  },
  'customer-cancels': {
    says: 'A payment is cancelled with the token of a customer.',
    exercises: ['signatures.right', 'client.outcome'],
  },
  'unknown-fields': { says: 'Answers have members beyond the table.', exercises: ['client.tolerant'] },
  'bare-answers': { says: 'Answers have their mandatory members alone.', exercises: ['client.tolerant'] },
  'odd-headers': { says: 'Answers spell their headers in small letters.', exercises: ['client.tolerant'] },
  'foreign-answer': { says: 'An answer names another payment.', exercises: unclear },
  'foreign-status': { says: 'An inquiry is answered with another payment.', exercises: ['client.unknown'] },
  'unknown-state': { says: 'A state is none of the list.', exercises: ['client.tolerant'] },
  'status-lost': { says: 'The answer to an inquiry is lost.', exercises: ['client.retry', 'client.pending'] },
  'status-error': { says: 'An inquiry is answered 5045500.', exercises: ['client.pending'] },
  'status-not-found': { says: 'A payment is not found.', exercises: unclear },
  refund: {
    says: 'A refund is made.',
    exercises: ['client.outcome', 'client.amounts', 'client.refund-sum', 'client.agreeing'],
  },
  'refund-pending': { says: 'A refund is pending and is made.', exercises: ['client.pending'] },
  'refund-fails': { says: 'A refund is pending and fails.', exercises: ['client.pending'] },
  'refund-beside': {
    says: 'A refund is pending, and others of its payment failed.',
    exercises: ['client.pending'],
  },
  'refund-lost': { says: 'The answer to a refund is lost.', exercises: unclear },
  'refund-inconsistent': { says: 'A refund is answered 4045818.', exercises: ['client.inconsistent'] },
  'refund-timeout': { says: 'A refund is answered 504.', exercises: unclear },
  'refund-refused': { says: 'A refund is refused.', exercises: ['client.outcome'] },
  cancel: { says: 'A payment is cancelled.', exercises: ['client.outcome', 'client.agreeing'] },
  'cancel-pending': { says: 'A cancellation is pending.', exercises: ['client.pending'] },
  'cancel-refused': { says: 'A cancellation is refused.', exercises: ['client.outcome'] },
  'cancel-inconsistent': { says: 'A cancellation is answered 4045718.', exercises: ['client.inconsistent'] },
  'cancel-lost': { says: 'The answer to a cancellation is lost.', exercises: unclear },
  'notified-twice': { says: 'A notification comes twice.', exercises: ['client.pending'] },
  'notified-early': { says: 'A notification comes before the answer.', exercises: ['client.pending'] },
  'token-short': {
    says: 'The token of all that was before has ended, and the next one ends soon.',
    exercises: ['client.token-reuse', 'client.token-refresh'],
    before: (hand) => hand.advance(Number(hand.profile['tokenSeconds']) + 60),
  },
}

function meeting(situation: string, { says, exercises, before }: Meeting): Scenario {
  return scenario<string>({
    id: `clients.${situation}`,
    says,
    role: 'client',
    meets: situation,
    exercises,
    patient: true,
    ...(before ? { exclusive: true } : {}),
    plans: ({ can }: Scope) => [before && can.clock ? 'later' : 'now'],
    async act(plan, hand) {
      if (plan === 'later') await before?.(hand)
      const exchanges = await hand.meet(situation)
      await auditAll(hand, situation, numbersIn(exchanges))
    },
  })
}

/** The numbers that a client gave to payments and refunds. */
function numbersIn(exchanges: Exchange[]): Set<string> {
  const numbers = exchanges.flatMap((one) => [referenceOf(one), asked(one, 'partnerRefundNo')])
  return new Set(numbers.filter((number) => number !== ''))
}

export const clientScenarios: Scenario[] = Object.entries(meetings).map(([situation, one]) =>
  meeting(situation, one),
)
