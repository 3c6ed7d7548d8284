/** Receivers that read well and book otherwise than they were told. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import { settle, type Sale } from '../books.ts'
import { noticeOf, type Notice } from '../notice.ts'
import type { Counter, ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

export const booking: readonly Defect[] = [
  {
    id: 'acknowledges-before-storing',
    catalogue: 'M-XGW-81',
    says: 'Acknowledges a callback and books it a while later, if it lives that long.',
    breaks: ['receiver.stores'],
    steps: (honest) => ({
      async store(...notice) {
        void sleep(300, undefined, { ref: false }).then(() => honest.store(...notice))
      },
    }),
  },
  {
    id: 'credits-repeats',
    catalogue: 'M-XGW-82',
    says: 'Credits the customer again when a callback comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'paid' && state === 'paid') settle(sale, 'paid')
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'refuses-repeats',
    says: 'Answers 409 to a callback that comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      fits: (notice, sale) => !(sale.state === 'paid' && notice.code === '00') && honest.fits(notice, sale),
    }),
  },
  {
    id: 'lets-pending-overwrite',
    catalogue: 'M-XGW-83',
    says: 'Lets a late 68 make a sale pending again that had ended.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'pending') sale.state = 'pending'
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'lets-failures-overwrite',
    says: 'Lets a later failure make a sale failed that was paid.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'failed') sale.state = 'failed'
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'ignores-failures',
    catalogue: 'M-XGW-84',
    says: 'Acknowledges the callback of a failure and leaves the sale pending.',
    breaks: ['receiver.failure'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (state === 'paid' || state === 'pending') honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'errs-on-failures',
    says: 'Answers 500 to the callback of a failure.',
    breaks: ['receiver.acknowledges'],
    steps: (honest) => ({
      acknowledge: (notice) => (notice.code === '00' ? honest.acknowledge(notice) : { status: 500 }),
    }),
  },
]

const isListed = ({ contract }: Counter, { code }: Notice): boolean =>
  contract.codes.some((one) => one.code === code)

/** Books codes that tell no end as this one. */
const ending = (
  state: 'paid' | 'failed',
  when: (notice: Notice, counter: Counter) => boolean,
): Defect['steps'] => {
  return (honest) => ({
    async store(notice, sale, counter) {
      if (when(notice, counter)) honest.apply(sale, state, notice)
      else await honest.store(notice, sale, counter)
    },
  })
}

export const odd: readonly Defect[] = [
  {
    id: 'fails-what-is-pending',
    says: 'Takes a callback of 68 for a failure.',
    breaks: ['receiver.open'],
    steps: ending('failed', ({ code }) => code === '68'),
  },
  {
    id: 'fails-unknown-codes',
    says: 'Takes a callback with a code that the table does not have for a failure.',
    breaks: ['receiver.open'],
    steps: ending('failed', (notice, counter) => !isListed(counter, notice)),
  },
  {
    id: 'believes-unknown-codes',
    says: 'Takes a callback with a code that the table does not have for a success.',
    breaks: ['receiver.open'],
    steps: ending('paid', (notice, counter) => !isListed(counter, notice)),
  },
  {
    id: 'compares-loosely',
    says: 'Takes a callback without RESPONSECODE for a success, since nothing equals zero.',
    breaks: ['receiver.malformed'],
    steps: (honest) => ({
      understand(read) {
        const notice = honest.understand(read)
        if (notice) return notice
        const told = noticeOf(read)
        return told?.code === '' && told.reference !== '' ? { ...told, code: '00' } : undefined
      },
    }),
  },
  {
    id: 'takes-one-callback-a-sale',
    says: 'Passes over every callback after the first one about a sale, though that said 68.',
    breaks: ['receiver.stores', 'receiver.failure'],
    steps(honest) {
      const heard = new Set<string>()
      return {
        async store(notice, ...rest) {
          if (heard.has(notice.reference)) return
          heard.add(notice.reference)
          await honest.store(notice, ...rest)
        },
      }
    },
  },
  {
    id: 'knows-some-failures',
    says: 'Knows the failures 07, 21 and 23, and leaves the sale pending after any other.',
    breaks: ['receiver.failure'],
    steps: (honest) => ({
      async store(notice, ...rest) {
        if (['00', '07', '21', '23'].includes(notice.code)) await honest.store(notice, ...rest)
      },
    }),
  },
  {
    id: 'remembers-words',
    says: 'Credits the customer again when a callback comes again with another balance in its words.',
    breaks: ['receiver.idempotent'],
    steps(honest) {
      const heard = new Map<Sale, string>()
      return {
        apply(sale, state, notice) {
          if (sale.state === 'paid' && state === 'paid' && heard.get(sale) !== notice.message)
            settle(sale, 'paid')
          else honest.apply(sale, state, notice)
          heard.set(sale, notice.message)
        },
      }
    },
  },
  {
    id: 'believes-doubtful-codes',
    says: 'Takes a callback of 03, 06, 08 or 14 for a success, since the biller may have delivered.',
    breaks: ['receiver.failure'],
    steps: ending('paid', ({ code }) => ['03', '06', '08', '14'].includes(code)),
  },
  {
    id: 'pays-back-refunds',
    says: 'Pays the customer back once more when a refund is told of a sale that had failed.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'failed' && state === 'reversed') sale.credits = 2
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'refunds-again',
    says: 'Pays the customer back again when the refund of a paid sale is told again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'reversed' && state === 'reversed') sale.credits++
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'credits-what-was-refunded',
    says: 'Credits the customer again when the success of a refunded sale is told once more.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'reversed' && state === 'paid') return settle(sale, state)
        honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'revives-what-was-refunded',
    says: 'Books a refunded sale as paid when its success is told once more.',
    breaks: ['receiver.final'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'reversed' && state === 'paid') sale.state = state
        else honest.apply(sale, state, notice)
      },
    }),
  },
  {
    id: 'pays-back-at-once',
    says: 'Pays the customer back for each of the failures that come at the same moment.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      async store(notice, sale, counter) {
        const isOpen = sale.state === 'pending'
        await sleep(10)
        if (isOpen && sale.state === 'failed') sale.credits = Math.max(2, sale.credits + 1)
        else await honest.store(notice, sale, counter)
      },
    }),
  },
  {
    id: 'pays-back-again',
    says: 'Pays the customer back again when the callback of a failure comes again.',
    breaks: ['receiver.idempotent'],
    steps: (honest) => ({
      apply(sale, state, notice) {
        if (sale.state === 'failed' && state === 'failed') sale.credits = Math.max(2, sale.credits + 1)
        else honest.apply(sale, state, notice)
      },
    }),
  },
]
