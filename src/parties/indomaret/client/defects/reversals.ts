/** Defects of what a client does when it does not know what became of a payment. */
import { next } from '../honest.ts'
import { posting } from '../post.ts'
import { ask, drafted, pay, reverse } from '../sell.ts'
import type { Steps, Variant, Work } from '../steps.ts'

const forReversals =
  <K extends 'store' | 'messageId'>(step: K, then: Steps[K]) =>
  (honest: Steps): Partial<Steps> => ({
    [step]: (...given: Parameters<Steps[K]>) =>
      (given[0].operation === 'reversal' ? then : honest[step])(
        ...(given as unknown as Parameters<Steps['messageId']>),
      ),
  })

/** Sends the payment once more under its own key, and lets a success count. */
async function payAgain(work: Work, amount: string): Promise<boolean> {
  const again = drafted(work, 'payment', { Amount: amount })
  const verdict = work.steps.verdict(await ask(work, again), work)
  work.steps.tell(verdict, work.sale)
  return verdict === 'success'
}

/** Milliseconds that a client waits which gives up on silence alone. */
const longWait = 4000

export const reversals: readonly Variant[] = [
  {
    id: 'forgets-what-it-waited-for',
    says: 'Waits four seconds for an answer, and does nothing about a payment when none has come.',
    breaks: ['client.reversal-follows'],
    steps: (honest) => {
      const waited = new Set<string>()
      const post = posting(longWait)
      return {
        async post(letter, counter) {
          const began = performance.now()
          const answer = await post(letter, counter)
          const isSilent = !answer && performance.now() - began >= longWait
          if (isSilent) waited.add(letter.body.toString())
          return answer
        },
        async unsettled(work, payment, offer) {
          const id = String(payment.fields['MessageID'])
          if (![...waited].some((body) => body.includes(id))) await honest.unsettled(work, payment, offer)
        },
      }
    },
  },
  {
    id: 'forgets-to-reverse',
    catalogue: 'M-IDM-65',
    says: 'Does nothing about a payment whose answer is lost.',
    breaks: ['client.reversal-follows'],
    steps: () => ({ unsettled: async () => undefined }),
  },
  {
    id: 'reverses-under-another-reference',
    catalogue: 'M-IDM-66',
    says: 'Gives a reversal a reference of its own.',
    breaks: ['client.reversal-follows', 'client.reversal-key'],
    steps: (honest) => ({ referenceToReverse: (sale) => honest.referenceToReverse(sale).replace(/^0/, '1') }),
  },
  {
    id: 'reverses-the-fee-too',
    catalogue: 'M-IDM-67',
    says: 'Adds the fee to the amount of a reversal.',
    breaks: ['client.reversal-amount@Amount'],
    steps: (honest) => ({
      amountToReverse: (payment, offer) =>
        String(Number(honest.amountToReverse(payment, offer)) + Number(offer.fee)),
    }),
  },
  {
    id: 'reverses-in-the-same-message',
    catalogue: 'M-IDM-68',
    says: 'Reverses under the MessageID of the payment.',
    breaks: ['client.reversal-new-message'],
    steps: forReversals('messageId', (_draft, sale) => sale.messageId ?? next()),
  },
  {
    id: 'lets-a-late-success-count',
    catalogue: 'M-IDM-69',
    says: 'Asks for a lost answer once more, and a late 00 makes a failed payment good.',
    breaks: ['client.reversal-follows'],
    steps: (honest) => ({
      async unsettled(work, payment, offer) {
        if (!(await payAgain(work, String(payment.fields['Amount']))))
          await honest.unsettled(work, payment, offer)
      },
    }),
  },
  {
    id: 'pays-again-instead',
    catalogue: 'M-IDM-70',
    says: 'Pays once more under a new reference when an answer is lost.',
    breaks: ['client.reversal-follows'],
    steps: () => ({
      async unsettled(work, _payment, offer) {
        const settled = { ...work.steps, unsettled: async () => undefined }
        work.sale.reference = work.steps.reference()
        await pay({ ...work, steps: settled }, offer)
      },
    }),
  },
  {
    id: 'pays-again-after-reversals',
    says: 'Pays once more under a new reference, and asks for no offer, when a lost payment was reversed.',
    breaks: ['client.after-success'],
    steps: (honest) => ({
      async unsettled(work, payment, offer) {
        await honest.unsettled(work, payment, offer)
        work.sale.reference = work.steps.reference()
        await pay({ ...work, steps: { ...work.steps, unsettled: honest.unsettled } }, offer)
      },
    }),
  },
  {
    id: 'pays-reversed-keys-again',
    says: 'Reverses a payment whose answer is lost, and then pays once more under its key.',
    breaks: ['client.reversed-key'],
    steps: (honest) => ({
      async unsettled(work, payment, offer) {
        await honest.unsettled(work, payment, offer)
        await payAgain(work, String(payment.fields['Amount']))
      },
    }),
  },
  {
    id: 'reverses-from-another-store',
    says: 'Sends a reversal from another store than paid.',
    breaks: ['client.reversal-amount@StoreID'],
    steps: forReversals('store', () => 'G002T002'),
  },
  {
    id: 'reverses-once',
    says: 'Gives up a reversal that is not answered.',
    breaks: ['client.reversal-retried'],
    steps: () => ({ insists: () => false }),
  },
  {
    id: 'reverses-refused-inquiries',
    says: 'Sends a reversal after an inquiry that was refused.',
    breaks: ['client.no-inquiry-reversal'],
    steps: () => ({
      declined: (work, offer) => reverse(work, drafted(work, 'payment', { Amount: offer.most }), offer),
    }),
  },
  {
    id: 'reverses-successes',
    says: 'Reverses payments that were answered 00.',
    breaks: ['client.success', 'client.result'],
    steps: () => ({ settled: reverse }),
  },
]
