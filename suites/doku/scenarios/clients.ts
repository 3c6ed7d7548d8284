/** Meets a client in each situation, and reads its books when all is over. */
import { scenario, Skipped, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import { auditAll } from '../../common/auditing.ts'
import { asked } from '../../common/premises.ts'
import { at } from '../asked.ts'

interface Meeting {
  says: string
  exercises: string[]
  /** Seconds by which the client's clock is moved, again and again, before the books are read; where it can be. */
  later?: number | number[]
  /** Whether the client learns that the order is paid, and may book that by and by; as a rule where it has asked. */
  isPaid?: boolean
}

const always = [
  'signatures.right',
  'http.method',
  'json.object',
  'json.content-type',
  'fields.present',
  'fields.type',
  'fields.length',
  'fields.format',
  'amounts.format',
  'client.request-id',
  'client.random',
  'client.clock',
  'client.invoices',
  'client.secrets',
]
const lost = ['client.repeat', 'client.unknown', 'client.conflict']
const aWhile = 150
/** Who closes an order by its own clock when the code has expired is given the time to ask before that. */
const soonAndLong = [600, 2 * 3600]

const meetings: { [situation: string]: Meeting } = {
  honest: {
    says: 'A code is given out, and nobody pays.',
    exercises: [...always, 'client.code', 'client.unpaid', 'client.amount'],
  },
  paid: { says: 'A code is paid, and notified.', exercises: [...always, 'client.code', 'client.once'] },
  'lost-answer': { says: 'The answer with the code is lost.', exercises: lost, later: aWhile },
  'lost-request': { says: 'A request is lost.', exercises: lost, later: aWhile },
  'server-error': { says: 'The first request is answered 500.', exercises: lost, later: aWhile },
  refused: { says: 'The request is refused.', exercises: ['client.no-code'] },
  'no-code': { says: 'HTTP 200 comes without a code.', exercises: ['client.no-code'] },
  'foreign-invoice': { says: 'The answer is for another invoice.', exercises: ['client.foreign'] },
  tampered: { says: 'The code was changed after it was signed.', exercises: ['client.verifies'] },
  unsigned: { says: 'The answer has no signature.', exercises: ['client.verifies'] },
  'zero-code': { says: 'The code begins with zeros.', exercises: ['client.code'] },
  'other-zone': { says: 'Compact times are in UTC.', exercises: ['client.expiry'] },
  'unknown-members': { says: 'Answers have more members.', exercises: ['client.tolerant'] },
  'small-headers': { says: 'Headers are named in small letters.', exercises: ['client.headers'] },
  'early-notification': {
    says: 'The notification comes first.',
    exercises: ['client.early'],
    later: soonAndLong,
    isPaid: true,
  },
  'lost-notification': {
    says: 'A payment is not notified.',
    exercises: ['client.recovers', 'client.patient'],
    later: soonAndLong,
  },
  'forged-state': {
    says: 'The state was changed after it was signed.',
    exercises: ['client.verifies-states', 'client.patient'],
    later: soonAndLong,
    isPaid: false,
  },
  'foreign-state': {
    says: 'The state is that of another invoice.',
    exercises: ['client.foreign-states', 'client.patient'],
    later: soonAndLong,
    isPaid: false,
  },
  'late-notification': {
    says: 'A payment in time is notified after the expiry.',
    exercises: ['client.late'],
    later: [aWhile, 400],
    isPaid: true,
  },
  'not-final': {
    says: 'The state is FAILED at first.',
    exercises: ['client.not-final'],
    later: [aWhile, 400],
    isPaid: true,
  },
  'state-forms': {
    says: 'The state is written otherwise.',
    exercises: ['client.tolerant', 'client.patient'],
    later: soonAndLong,
  },
  expired: {
    says: 'Nobody pays in time.',
    exercises: ['client.patient', 'client.unpaid'],
    later: soonAndLong,
  },
  'odd-invoice': {
    says: 'The invoice number does not fit into a path.',
    exercises: ['client.encodes'],
    later: soonAndLong,
  },
}

function meeting(situation: string, { says, exercises, later, isPaid }: Meeting): Scenario {
  return scenario({
    id: `clients.${situation}`,
    says,
    role: 'client',
    meets: situation,
    exercises,
    patient: true,
    ...(later === undefined ? {} : { exclusive: 'together' as const }),
    plans: () => [situation],
    async act(plan: string, hand) {
      const exchanges = await hand.meet(plan)
      for (const seconds of [later ?? []].flat()) await pass(hand, seconds)
      const invoices = exchanges.map((one) => asked(one, at.invoice)).filter((invoice) => invoice !== '')
      await auditAll(hand, plan, new Set(invoices), isPaid)
    },
  })
}

/** Lets time pass for the client, and gives it a moment to do what has come due. */
async function pass(hand: Hand, seconds: number): Promise<void> {
  await hand.advance(seconds).catch((error: unknown) => {
    // A client whose clock nobody moves is judged by what it has done until now.
    if (!(error instanceof Skipped)) throw error
  })
  await hand.wait(400)
}

export const clients: Scenario[] = Object.entries(meetings).map(([situation, one]) => meeting(situation, one))
