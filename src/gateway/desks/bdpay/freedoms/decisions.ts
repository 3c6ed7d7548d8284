/** Freedoms of deciding: other lawful ends, other times, other care. */
import { inBackground } from '../../../background.ts'
import type { Freedom } from '../../../defect.ts'
import { isOrder, type Bend } from '../bend.ts'
import { overlooking, refusingMore, sent } from '../defects/overlooking.ts'
import type { Account } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'

const known = (call: Call): Set<string> =>
  new Set(
    call.till.contract.messages[call.till.contract.operations[call.operation]!.request]!.fields.map(
      ({ name }) => name,
    ),
  )

const hasMore = (call: Call): boolean => Object.keys(call.fields).some((name) => !known(call).has(name))

/** Takes payouts that are refused elsewhere, and lets them fail. */
const failing =
  (isTaken: (account: Account | undefined, call: Call) => boolean): Bend =>
  (honest) => ({
    async accountOf(call) {
      const account = await honest.accountOf(call)
      if (!isTaken(account, call)) return account
      const [bankCode, name, number] = ['bankCode', 'name', 'number'].map((at) => sent(call, at)) as [
        string,
        string,
        string,
      ]
      return { number, bankCode, name, outcome: 'fails', settlesIn: 0.5 }
    },
  })

export const decisions: readonly Freedom<Steps>[] = [
  {
    id: 'needs-nothing-customary',
    says: 'Takes requests without the fields whose mark was lost.',
    warns: ['refusals.customary'],
    because: 'JYP-FLD-19',
    steps: overlooking(
      ({ level, constraint, field }, call) =>
        level === 'should' && constraint === 'required' && !(field.name === 'phone' && isOvo(call)),
    ),
  },
  {
    id: 'refuses-other-members',
    says: 'Refuses requests with members that no table has.',
    because: 'JYP-TR-08 leaves requests open',
    steps: refusingMore('There are members that are unknown', hasMore),
  },
  {
    id: 'refuses-null',
    says: 'Refuses members that are null.',
    because: 'E-JYP-21',
    profile: { nulls: 'open' },
    steps: refusingMore(
      'A member is null',
      ({ reading }) => reading.ok && Object.values(reading.fields).includes(null),
    ),
  },
  {
    id: 'refuses-names-of-31',
    says: 'Refuses names of payers of more than thirty characters.',
    because: 'JYP-FLD-03',
    steps: refusingMore('name is too long', (call) => isOrder(call) && [...sent(call, 'name')].length > 30),
  },
  {
    id: 'refuses-letters',
    says: 'Refuses text beyond ASCII.',
    because: 'JYP-FLD-01',
    steps: refusingMore('There are letters beyond ASCII', ({ fields }) =>
      Object.values(fields).some((value) => typeof value === 'string' && /[^\0-~]/.test(value)),
    ),
  },
  {
    id: 'refuses-long-amounts',
    says: 'Refuses amounts of more than a hundred million.',
    because: 'JYP-AMT-05',
    steps: refusingMore('payMoney is too much', (call) => Number(sent(call, 'payMoney')) > 100_000_000),
  },
  {
    id: 'takes-any-time',
    says: 'Takes dateTime as ISO 8601 too.',
    because: 'E-JYP-06',
    steps: overlooking(
      ({ field }, call) => field.name === 'dateTime' && /^\d{4}-\d\d-\d\d[T ]/.test(sent(call, 'dateTime')),
    ),
  },
  {
    id: 'lets-mismatches-fail',
    says: 'Takes a payout to another name, and lets it fail with 4.',
    because: 'JYP-PO-01',
    steps: failing(
      (account, call) =>
        account !== undefined && account.name.toLowerCase() !== sent(call, 'name').toLowerCase(),
    ),
  },
  {
    id: 'lets-refusals-fail',
    says: 'Takes a payout that the bank refuses, and lets it fail with 4.',
    because: 'JYP-PO-09',
    steps: failing((account) => account?.outcome === 'refused'),
  },
  {
    id: 'debits-at-the-end',
    says: 'Takes a payout off the balance when it is paid, and fails it where that is not enough any more.',
    because: 'JYP-PO-04 counts ends only',
    steps: (honest) => ({
      debit: async (till, payout, steps) => {
        const merchant = await till.ledger.merchant(payout.merchant)
        return merchant !== undefined && steps.isCovered(merchant, steps.debitOf(payout))
      },
      giveBack: async () => undefined,
      async turn(payout, state, till, steps) {
        const isPaid = state === '2' && !['2', '3', '4'].includes(payout.state)
        const merchant = isPaid ? await till.ledger.merchant(payout.merchant) : undefined
        const isCovered = !merchant || steps.isCovered(merchant, steps.debitOf(payout))
        if (merchant && isCovered) merchant.balance -= steps.debitOf(payout)
        await honest.turn(payout, isCovered ? state : '4', till, steps)
      },
    }),
  },
  {
    id: 'works-in-the-background',
    says: 'Takes payments, ends orders and carries payouts out a while after their time has come by its clock.',
    because: 'The document promises no time',
    steps: (honest) => ({
      settle: async (...all) => inBackground(() => honest.settle(...all)),
      end: async (...all) => inBackground(() => honest.end(...all)),
      turn: async (...all) => inBackground(() => honest.turn(...all)),
    }),
  },
  {
    id: 'dates-payments-when-it-finds-them',
    says: 'Finds a payment two seconds after it was made, and holds that moment against the end of its order.',
    because: 'The document promises no time',
    steps: (honest) => ({
      settle: async (order, _at, till, steps) =>
        inBackground(() => honest.settle(order, till.clock.now(), till, steps), 2000),
    }),
  },
  {
    id: 'costs-nothing',
    says: 'Takes no fee.',
    because: 'JYP-PO-03',
    steps: () => ({ payFeeOf: () => 0, payoutFeeOf: () => 0 }),
  },
]

const isOvo = (call: Call): boolean => sent(call, 'method') === 'EWALLET_OVO'
