/** Clients that misunderstand answers. */
import type { Odd } from '../../oddity.ts'
import { isSentAway, objectIn } from './read.ts'
import type { Heard } from '../../posting.ts'
import type { ClientSteps, Told } from './steps.ts'

type Defect = Odd<ClientSteps>

const isCase = (told: Told | undefined, status: number, which: string): boolean =>
  told?.status === status && told.case === which

/** The code in a body, whatever its HTTP status is. */
const codeIn = (heard: Heard): string => {
  const code = objectIn(heard)?.['responseCode']
  return typeof code === 'string' ? code : ''
}

/** What it cannot read it takes for a failure. */
function stumbling(id: string, says: string, stumbles: (heard: Heard) => boolean): Defect {
  return {
    id,
    says,
    breaks: ['client.tolerant'],
    steps: (honest) => ({
      judgePayment: (told, heard, shop) =>
        told?.status === 200 && stumbles(heard) ? 'failed' : honest.judgePayment(told, heard, shop),
    }),
  }
}

export const reading: readonly Defect[] = [
  {
    id: 'takes-202-for-paid',
    catalogue: 'D135',
    says: 'Takes a payment for made that was answered 202.',
    breaks: ['client.pending'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) => (told?.status === 202 ? 'paid' : honest.judgePayment(told, ...rest)),
    }),
  },
  {
    id: 'takes-a-page-for-paid',
    says: 'Takes a payment for made whose payer was sent to a page.',
    breaks: ['client.outcome'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) =>
        told?.status === 200 && isSentAway(told) ? 'paid' : honest.judgePayment(told, ...rest),
    }),
  },
  {
    id: 'believes-the-body',
    catalogue: 'D137',
    says: 'Takes 2005400 for a success whatever the HTTP status is.',
    breaks: ['client.mismatch'],
    steps: (honest) => ({
      judgePayment: (told, heard, shop) =>
        !told && codeIn(heard) === '2005400' && heard.status !== 200
          ? 'paid'
          : honest.judgePayment(told, heard, shop),
    }),
  },
  {
    id: 'believes-the-status',
    catalogue: 'D137',
    says: 'Takes HTTP 200 for a success and HTTP 401 for a failure, whatever the code is.',
    breaks: ['client.mismatch'],
    steps: (honest) => ({
      judgePayment(told, heard, shop) {
        const isOther = /^\d{7}$/.test(codeIn(heard)) && !codeIn(heard).startsWith(String(heard.status))
        if (told || !isOther || heard.status === 500) return honest.judgePayment(told, heard, shop)
        return heard.status === 200 ? 'paid' : 'failed'
      },
    }),
  },
  {
    id: 'pays-on-case-18',
    catalogue: 'D138',
    says: 'Takes 4045418 for a success of the payment.',
    breaks: ['client.inconsistent'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) =>
        isCase(told, 404, '18') ? 'paid' : honest.judgePayment(told, ...rest),
    }),
  },
  {
    id: 'fails-refunds-on-case-18',
    catalogue: 'D138',
    says: 'Takes 4045818 for a failed refund.',
    breaks: ['client.inconsistent'],
    steps: (honest) => ({
      judgeRefund: (told, ...rest) =>
        isCase(told, 404, '18') ? 'failed' : honest.judgeRefund(told, ...rest),
    }),
  },
  {
    id: 'books-failed-refunds',
    says: 'Takes a refund for made when an inquiry tells that it has failed.',
    breaks: ['client.pending'],
    steps: (honest) => ({
      judgeStatus(told, deal, ...rest) {
        const word = honest.judgeStatus(told, deal, ...rest)
        return deal.refund && told?.status === 200 && word === 'failed' ? 'paid' : word
      },
    }),
  },
  {
    id: 'fails-duplicates',
    catalogue: 'D139',
    says: 'Takes 4095401 for a failure.',
    breaks: ['client.duplicate'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) =>
        isCase(told, 409, '01') ? 'failed' : honest.judgePayment(told, ...rest),
    }),
  },
  {
    id: 'pays-what-was-declined',
    says: 'Takes every answer with a body for a success.',
    breaks: ['client.outcome'],
    steps: (honest) => ({
      judgePayment: (told, ...rest) => (told?.status === 403 ? 'paid' : honest.judgePayment(told, ...rest)),
    }),
  },
  {
    id: 'books-twice',
    says: 'Books every payment twice.',
    breaks: ['client.outcome'],
    steps: (honest) => ({
      note(order, word) {
        honest.note(order, word)
        if (word === 'paid' && order.effects === 1) order.effects++
      },
    }),
  },
  stumbling(
    'trips-over-members',
    'Takes an answer for a failure that has members it does not know.',
    (heard) => heard.body.includes('"xNote"'),
  ),
  stumbling(
    'wants-every-member',
    'Takes an answer for a failure that has only its mandatory members.',
    (heard) => {
      const members = objectIn(heard) ?? {}
      return !('partnerReferenceNo' in members)
    },
  ),
  stumbling(
    'reads-headers-by-the-letter',
    'Finds no Content-Type where its name is in small letters.',
    ({ headers }) => !headers.some(([name]) => name === 'Content-Type'),
  ),
  {
    id: 'believes-other-payments',
    says: 'Believes an inquiry that was answered with another payment.',
    breaks: ['client.unknown'],
    steps: (honest) => ({
      understand: (heard, operation, deal) =>
        honest.understand(heard, operation, operation === 'status' ? undefined : deal),
    }),
  },
  {
    id: 'believes-other-answers',
    says: 'Takes a payment for made whose answer is that of another payment.',
    breaks: ['client.unknown'],
    steps: (honest) => ({
      understand: (heard, operation, deal) =>
        honest.understand(heard, operation, operation === 'payment' ? undefined : deal),
    }),
  },
  {
    id: 'fails-on-lost-inquiries',
    says: 'Takes a payment for failed when its inquiry gets no answer.',
    breaks: ['client.pending'],
    steps: (honest) => ({
      judgeStatus: (told, deal, ...rest) =>
        told || deal.refund ? honest.judgeStatus(told, deal, ...rest) : 'failed',
    }),
  },
  {
    id: 'fails-on-refused-inquiries',
    says: 'Takes a payment for failed when its inquiry is answered with an error.',
    breaks: ['client.pending'],
    steps: (honest) => ({
      judgeStatus: (told, deal, ...rest) =>
        told && told.status >= 500 && !deal.refund ? 'failed' : honest.judgeStatus(told, deal, ...rest),
    }),
  },
  {
    id: 'takes-the-first-refund',
    says: 'Takes the first refund in a history for its own.',
    breaks: ['client.pending'],
    steps: (honest) => ({
      judgeStatus(told, deal, ...rest) {
        const [first] = (told?.members['refundHistory'] as { partnerRefundNo: string }[] | undefined) ?? []
        const refund = deal.refund && first && { ...deal.refund, reference: first.partnerRefundNo }
        return honest.judgeStatus(told, refund ? { ...deal, refund } : deal, ...rest)
      },
    }),
  },
  {
    id: 'takes-strange-states-for-final',
    says: 'Takes a state that it does not know for a failure.',
    breaks: ['client.tolerant'],
    steps: (honest) => ({
      judgeStatus: (told, ...rest) =>
        /^0[89]$/.test(String(told?.members['latestTransactionStatus']))
          ? 'failed'
          : honest.judgeStatus(told, ...rest),
    }),
  },
]
