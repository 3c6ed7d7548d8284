/** Defects of payouts: to whom, how much, at whose cost, how often. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import type { Payout } from '../ledger.ts'
import { accepted } from '../ordering.ts'
import type { Steps } from '../steps.ts'

/** Milliseconds in which payouts get past each other. */
const gap = 40

/** Answers the outcome of a payout otherwise. */
const stating =
  (stateOf: (payout: Payout) => Payout['state']): Bend =>
  (honest) => ({
    payoutStateFields: (call, payout) =>
      honest.payoutStateFields(call, { ...payout, state: stateOf(payout) }),
  })

/** Gives back another amount where a payout has failed. */
const returning =
  (amount: (payout: Payout, honest: Steps) => number): Bend =>
  (honest) => ({
    giveBack: async ({ ledger }, payout) => {
      const merchant = await ledger.merchant(payout.merchant)
      if (merchant) merchant.balance += amount(payout, honest)
    },
  })

const swapped = ({ feeType, ...payout }: Pick<Payout, 'money' | 'fee' | 'feeType'>) => ({
  ...payout,
  feeType: feeType === '1' ? '0' : '1',
})

export const payouts: readonly Defect<Steps>[] = [
  {
    id: 'loses-debits',
    says: 'Writes what a balance was less a payout, whatever another payout has made of it meanwhile.',
    breaks: ['payouts.together'],
    steps: (honest) => ({
      async debit(till, payout, steps) {
        const merchant = await till.ledger.merchant(payout.merchant)
        const before = merchant?.balance ?? 0
        await sleep(gap)
        const isDebited = await honest.debit(till, payout, steps)
        if (merchant && isDebited) merchant.balance = before - steps.debitOf(payout)
        return isDebited
      },
    }),
  },
  {
    id: 'pays-anybody',
    says: 'Pays out to an account whatever name stands in the payout.',
    breaks: ['payouts.matched'],
    steps: () => ({ isNamed: () => true }),
  },
  {
    id: 'pays-by-first-names',
    says: 'Pays out to an account whatever stands behind the first name of its holder.',
    breaks: ['payouts.matched'],
    steps: (honest) => ({
      isNamed: (account, other) =>
        honest.isNamed({ ...account, name: account.name.split(' ')[0]! }, other.split(' ')[0]!),
    }),
  },
  {
    id: 'pays-by-parts-of-names',
    says: 'Pays out to an account under a part of the name of its holder.',
    breaks: ['payouts.matched'],
    steps: () => ({
      isNamed: ({ name }, other) => name.toLowerCase().startsWith(other.trim().toLowerCase()),
    }),
  },
  {
    id: 'pays-at-any-bank',
    says: 'Pays to a number at whatever bank is named.',
    breaks: ['payouts.matched'],
    steps: (honest) => ({
      async accountOf(call) {
        const account = await honest.accountOf(call)
        return account && { ...account, bankCode: call.steps.valueAt(call, 'bankCode') ?? '' }
      },
    }),
  },
  {
    id: 'frees-numbers-of-paid-payouts',
    says: 'Pays out under the number of a payout again once it was paid.',
    breaks: ['payouts.repeat', 'orders.stable', 'payouts.agree', 'payouts.final'],
    steps: (honest) => ({
      async knownPayout(call) {
        const found = await honest.knownPayout(call)
        return found?.state === '2' ? undefined : found
      },
    }),
  },
  {
    id: 'minds-the-case-of-names',
    catalogue: 'D70',
    says: 'Refuses the name of an account in other letters.',
    breaks: ['payouts.case'],
    steps: () => ({ isNamed: ({ name }, other) => name === other }),
  },
  {
    id: 'swaps-fee-types',
    catalogue: 'D68',
    says: 'Takes feeType 0 for 1 and 1 for 0.',
    breaks: ['payouts.credited', 'payouts.debited', 'payouts.outside'],
    steps: (honest) => ({
      debitOf: (payout) => honest.debitOf(swapped(payout)),
      creditOf: (payout) => honest.creditOf(swapped(payout)),
    }),
  },
  {
    id: 'debits-the-fee-twice',
    catalogue: 'D69',
    says: 'Debits the amount and the fee of a payout with feeType 0.',
    breaks: ['payouts.debited'],
    steps: () => ({ debitOf: ({ money, fee }) => money + fee }),
  },
  {
    id: 'debits-no-fee',
    says: 'Debits the amount alone of a payout with feeType 1.',
    breaks: ['payouts.outside'],
    steps: () => ({ debitOf: ({ money }) => money }),
  },
  {
    id: 'credits-everything',
    says: 'Credits the whole amount of a payout with feeType 0.',
    breaks: ['payouts.credited'],
    steps: () => ({ creditOf: ({ money }) => money }),
  },
  {
    id: 'credits-less',
    says: 'Takes the fee off the amount of a payout with feeType 1.',
    breaks: ['payouts.outside'],
    steps: () => ({ creditOf: ({ money, fee }) => money - fee }),
  },
  {
    id: 'keeps-the-fee',
    catalogue: 'D77',
    says: 'Keeps the fee of a payout that has failed.',
    breaks: ['payouts.returned'],
    steps: returning((payout, { debitOf }) => debitOf(payout) - payout.fee),
  },
  {
    id: 'gives-nothing-back',
    says: 'Gives nothing back when a payout has failed.',
    breaks: ['payouts.returned'],
    steps: returning(() => 0),
  },
  {
    id: 'gives-back-twice',
    says: 'Gives back twice what a failed payout has cost.',
    breaks: ['payouts.returned'],
    steps: returning((payout, { debitOf }) => 2 * debitOf(payout)),
  },
  {
    id: 'charges-for-refusals',
    says: 'Takes its fee from the balance for a payout that it refuses.',
    breaks: ['payouts.refused'],
    steps: (honest) => ({
      admitPayout(call, account) {
        const refusal = honest.admitPayout(call, account)
        if (refusal && account?.outcome === 'refused' && call.merchant)
          call.merchant.balance -= call.steps.payoutFeeOf(0)
        return refusal
      },
    }),
  },
  {
    id: 'pays-out-again',
    catalogue: 'D76',
    says: 'Pays out again under the number of a payout.',
    breaks: [
      'payouts.repeat',
      'payouts.parallel',
      'payouts.outside',
      'payouts.agree',
      'payouts.final',
      'orders.stable',
      'callbacks.echo@money',
    ],
    steps: () => ({ knownPayout: async () => undefined }),
  },
  {
    id: 'answers-success-to-payouts-again',
    says: 'Answers success to a payout that comes again, which is not agreed on.',
    breaks: ['payouts.repeat'],
    steps: (honest) => ({
      repeatPayout: (call, payout) =>
        payout.content === call.steps.contentOf(call)
          ? accepted(call.steps.payoutFields(call, payout))
          : honest.repeatPayout(call, payout),
    }),
  },
  {
    id: 'debits-repetitions',
    says: 'Refuses a payout that comes again, and takes its amount from the balance.',
    breaks: ['payouts.repeat', 'payouts.parallel'],
    steps: (honest) => ({
      repeatPayout(call, payout) {
        if (call.merchant) call.merchant.balance -= payout.money
        return honest.repeatPayout(call, payout)
      },
    }),
  },
  {
    id: 'pays-out-in-parallel',
    says: 'Looks for a payout before it makes one, and lets others in between.',
    breaks: ['payouts.parallel', 'orders.stable'],
    steps: (honest) => ({
      serialise: (till, name, work) => (name[0] === 'payout' ? work() : honest.serialise(till, name, work)),
      async accountOf(call) {
        await sleep(gap)
        return honest.accountOf(call)
      },
    }),
  },
  {
    id: 'forgets-outcomes',
    says: 'Tells a failed payout as revoked once it was asked for.',
    breaks: ['payouts.final'],
    steps: (honest) => {
      const told = new Set<string>()
      return {
        payoutStateFields(call, payout) {
          const isKnown = told.has(payout.id)
          if (payout.state === '4') told.add(payout.id)
          return honest.payoutStateFields(call, isKnown ? { ...payout, state: '3' } : payout)
        },
      }
    },
  },
  {
    id: 'tells-paid-payouts-as-open',
    says: 'Tells a payout as being on its way while its callback says that it is paid.',
    breaks: ['payouts.agree'],
    steps: stating(({ state }) => (state === '2' ? '5' : state)),
  },
  {
    id: 'pays-beyond-the-balance',
    says: 'Pays out more than there is.',
    breaks: ['payouts.poor', 'payouts.overdrawn'],
    steps: () => ({ isCovered: () => true }),
  },
  {
    id: 'covers-payouts-without-their-fee',
    says: 'Looks whether a balance covers a payout, and not whether it covers the fee on top.',
    breaks: ['payouts.poor'],
    steps: () => ({
      async debit({ ledger }, payout, steps) {
        const merchant = await ledger.merchant(payout.merchant)
        if (!merchant || !steps.isCovered(merchant, payout.money)) return false
        merchant.balance -= steps.debitOf(payout)
        return true
      },
    }),
  },
  {
    id: 'looks-at-balances-too-early',
    says: 'Looks whether a balance covers a payout, and takes it when others have been taken.',
    breaks: ['payouts.overdrawn'],
    steps: (honest) => ({
      async debit(till, payout, steps) {
        const merchant = await till.ledger.merchant(payout.merchant)
        const isCovered = merchant !== undefined && steps.isCovered(merchant, steps.debitOf(payout))
        await sleep(gap)
        return isCovered && honest.debit(till, payout, { ...steps, isCovered: () => true })
      },
    }),
  },
  {
    id: 'pays-out-fees',
    says: 'Takes a payout that its fee eats up.',
    breaks: ['payouts.fee-only'],
    steps: (honest) => ({
      admitPayout: (call, account) =>
        honest.admitPayout({ ...call, steps: { ...call.steps, payoutFeeOf: () => 0 } }, account),
    }),
  },
  {
    id: 'answers-an-old-balance',
    says: 'Answers the balance that a merchant had when he asked first.',
    breaks: ['balance.moves'],
    steps: (honest) => {
      const known = new Map<string, Awaited<ReturnType<Steps['balanceFields']>>>()
      return {
        async balanceFields(call) {
          const code = call.merchant?.code ?? ''
          const fields = known.get(code) ?? (await honest.balanceFields(call))
          known.set(code, fields)
          return fields
        },
      }
    },
  },
]
