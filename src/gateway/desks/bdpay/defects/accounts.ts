/** Defects of account checks. */
import type { Defect } from '../../../defect.ts'
import { answering } from '../bend.ts'
import { accepted } from '../ordering.ts'
import type { Steps } from '../steps.ts'
import { sent } from './overlooking.ts'

export const accounts: readonly Defect<Steps>[] = [
  {
    id: 'verifies-any-account',
    says: 'Names a holder of an account that nobody has.',
    breaks: ['accounts.unknown'],
    steps: (honest) => ({
      async bankAccountVerify(call) {
        const account = await call.till.ledger.account(sent(call, 'accountNumber'))
        if (account) return honest.bankAccountVerify(call)
        return accepted({ accountNumber: sent(call, 'accountNumber'), accountName: 'Nama Pemilik' })
      },
    }),
  },
  {
    id: 'verifies-at-any-bank',
    says: 'Names the holder of an account whatever bank is asked for.',
    breaks: ['accounts.bank'],
    steps: (honest) => ({
      async bankAccountVerify(call) {
        const account = await call.till.ledger.account(sent(call, 'accountNumber'))
        if (!account) return honest.bankAccountVerify(call)
        return accepted({ accountNumber: account.number, accountName: account.name })
      },
    }),
  },
  {
    id: 'names-another-holder',
    says: 'Names the same holder of every account.',
    breaks: ['accounts.holder'],
    steps: answering(
      (fields) => (fields['accountName'] ? { ...fields, accountName: 'Agus Wijaya' } : fields),
      ({ operation }) => operation === 'bankAccountVerify',
    ),
  },
]
