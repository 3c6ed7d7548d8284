/** Defects of what an answer repeats from its request. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Defect } from '../../../defect.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Call, Outcome, Steps } from '../steps.ts'
import { answering, isInquiry, rewriting } from './bend.ts'

const refused = (_call: Call, { cause }: Outcome): boolean => cause !== 'success'

export const echoes: readonly Defect<Steps>[] = [
  {
    id: 'invents-message-ids',
    catalogue: 'M-IDM-09',
    says: 'Answers under a MessageID of its own.',
    breaks: ['echoes.kept@MessageID'],
    steps: rewriting('MessageID', () => crypto.randomUUID()),
  },
  {
    id: 'reads-references-as-numbers',
    catalogue: 'M-IDM-10',
    says: 'Reads a TrackingRef of digits as a number and loses its leading zeros.',
    breaks: ['echoes.text', 'echoes.kept@TrackingRef'],
    steps: rewriting('TrackingRef', (value) => (/^\d+$/.test(value) ? BigInt(value).toString() : value)),
  },
  {
    id: 'shouts-references',
    catalogue: 'M-IDM-11',
    says: 'Repeats the TrackingRef in capitals.',
    breaks: ['echoes.text', 'echoes.kept@TrackingRef'],
    steps: rewriting('TrackingRef', (value) => value.toUpperCase()),
  },
  {
    id: 'cuts-store-ids',
    catalogue: 'M-IDM-12',
    says: 'Repeats only four characters of the StoreID.',
    breaks: ['echoes.kept@StoreID', 'fields.length'],
    steps: rewriting('StoreID', (value) => value.slice(0, 4)),
  },
  {
    id: 'keeps-sixty-characters-of-message-ids',
    says: 'Keeps sixty characters of the MessageID of a payment or reversal, and repeats only these.',
    breaks: ['echoes.kept@MessageID'],
    steps: rewriting(
      'MessageID',
      (value) => value.slice(0, 60),
      (call) => !isInquiry(call),
    ),
  },
  {
    id: 'forgets-echoes-in-refusals',
    catalogue: 'M-IDM-13',
    says: 'Leaves TrackingRef and StoreID out of refusals.',
    breaks: ['fields.present@TrackingRef', 'fields.present@StoreID'],
    steps: answering((fields, call, outcome) =>
      refused(call, outcome) ? { ...fields, TrackingRef: null, StoreID: null } : fields,
    ),
  },
  {
    id: 'shares-one-answer',
    catalogue: 'M-IDM-14',
    says: 'Keeps one answer object for all, so parallel requests get the echoes of others.',
    breaks: ['echoes.parallel'],
    steps: (honest) => {
      const shared: Fields = {}
      return {
        async answer(call, outcome) {
          const fields = await honest.answer(call, outcome)
          if (outcome.cause === 'invalid-request') return fields
          const { MessageID, TrackingRef, StoreID } = fields
          Object.assign(shared, { MessageID, TrackingRef, StoreID })
          await sleep(15)
          return { ...fields, ...shared }
        },
      }
    },
  },
  {
    id: 'gives-all-one-message-id',
    says: 'Gives every answer the same message id, where each has one of its own by agreement.',
    breaks: ['echoes.fresh'],
    profile: { messageId: 'fresh' },
    steps: rewriting('MessageID', () => '20140807150000ABCD'),
  },
  {
    id: 'answers-the-sample-product',
    says: 'Answers the product code of the sample, whatever was asked.',
    breaks: ['echoes.kept@ProductCode'],
    steps: rewriting('ProductCode', () => '123123'),
  },
]
