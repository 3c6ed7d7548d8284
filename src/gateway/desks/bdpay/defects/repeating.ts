/** Defects of callbacks that come again, or do not. */
import type { Defect } from '../../../defect.ts'
import { deliveringBy } from '../../../till.ts'
import type { Reply } from '../../../reply.ts'
import type { Bend } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Ends the attempts for some other answers too. */
const content =
  (isFine: (text: string, reply: Reply) => boolean): Bend =>
  (honest) => ({
    isAcknowledged: (reply, till) =>
      honest.isAcknowledged(reply, till) || isFine(reply.body.toString(), reply),
  })

/** Comes again on a schedule of its own. */
const scheduled =
  (...seconds: number[]): Bend =>
  () => ({ schedule: () => seconds })

const isFine = (status: number): boolean => status >= 200 && status < 300
const places = (...names: string[]): string[] => names.map((name) => `callbacks.unacknowledged@${name}`)

export const repeating: readonly Defect<Steps>[] = [
  {
    id: 'takes-any-answer',
    catalogue: 'D58',
    says: 'Ends a callback with any answer of HTTP 200.',
    breaks: [...places('text', 'case', 'quotes', 'json', 'empty'), 'callbacks.count'],
    steps: content((_text, { status }) => isFine(status)),
  },
  {
    id: 'takes-success-in-any-letters',
    says: 'Ends a callback with success in small letters.',
    breaks: [...places('case'), 'callbacks.count'],
    steps: content((text, { status }) => isFine(status) && text.toUpperCase() === 'SUCCESS'),
  },
  {
    id: 'takes-success-in-quotes',
    says: 'Ends a callback with SUCCESS as a JSON text.',
    breaks: [...places('quotes'), 'callbacks.count'],
    steps: content((text) => text === '"SUCCESS"'),
  },
  {
    id: 'looks-for-success',
    says: 'Ends a callback with an answer that SUCCESS occurs in.',
    breaks: [...places('quotes', 'json'), 'callbacks.count'],
    steps: content((text, { status }) => isFine(status) && text.includes('SUCCESS')),
  },
  {
    id: 'takes-silence-for-success',
    says: 'Ends a callback with an empty answer.',
    breaks: [...places('empty'), 'callbacks.count'],
    steps: content((text, { status }) => isFine(status) && text === ''),
  },
  {
    id: 'takes-errors-with-success',
    says: 'Ends a callback with SUCCESS, whatever the HTTP status is.',
    breaks: places('status', 'redirect'),
    steps: content((text) => text === 'SUCCESS'),
  },
  {
    id: 'takes-no-answer-in-time-for-success',
    says: 'Ends a callback that is not answered in time.',
    breaks: places('timeout'),
    steps: (honest) => ({
      deliver: (told, till, steps) =>
        honest.deliver(told, deliveringBy(till, { timeoutMs: 400, endsInSilence: true }), steps),
    }),
  },
  {
    id: 'gives-up-after-three',
    catalogue: 'D59',
    says: 'Tells three times.',
    breaks: ['callbacks.count'],
    steps: scheduled(1, 30, 60),
  },
  {
    id: 'tells-eight-times',
    says: 'Tells eight times.',
    breaks: ['callbacks.count'],
    steps: scheduled(1, 30, 60, 90, 3600, 7200, 7200, 7200),
  },
  {
    id: 'tells-once',
    says: 'Tells once.',
    breaks: ['callbacks.unacknowledged', 'callbacks.count'],
    steps: scheduled(1),
  },
  {
    id: 'tells-by-the-hour',
    says: 'Tells again after an hour each time.',
    breaks: ['callbacks.schedule'],
    steps: scheduled(1, 3600, 3600, 3600, 3600, 3600),
  },
  {
    id: 'tells-every-second-minute',
    says: 'Tells again every two minutes.',
    breaks: ['callbacks.schedule'],
    steps: scheduled(1, 50, 120, 120, 120, 120),
  },
  {
    id: 'tells-on',
    catalogue: 'D60',
    says: 'Tells on after SUCCESS.',
    breaks: ['callbacks.ends'],
    steps: () => ({ isAcknowledged: () => false }),
  },
  {
    id: 'tells-static-payments-under-one-number',
    says: 'Tells every payment to a static VA under the number of its order.',
    breaks: ['static.repeated', 'callbacks.ends'],
    steps: (honest) => ({
      paymentNotice: (order, payment, till) =>
        honest.paymentNotice(order, order.kind === 'static' ? { ...payment, id: order.id } : payment, till),
    }),
  },
  {
    id: 'tells-something-else-again',
    says: 'Tells another text when a callback comes again.',
    breaks: ['callbacks.same'],
    steps: () => ({
      again: (told, till, steps) =>
        steps.compose({ ...told, fields: { ...told.fields, ...retold(told.operation) } }, till, steps),
    }),
  },
  {
    id: 'gives-payments-up',
    says: 'Cancels a paid order when its sixth callback was not acknowledged.',
    breaks: ['states.kept'],
    steps: (honest) => {
      const lost = new Set<string>()
      return {
        deliver(told, till, steps) {
          let vain = 0
          const isAcknowledged: Steps['isAcknowledged'] = (reply, one) => {
            const isTaken = steps.isAcknowledged(reply, one)
            if (!isTaken && ++vain === 6) lost.add(String(told.fields['orderNum']))
            return isTaken
          }
          return honest.deliver(told, till, { ...steps, isAcknowledged })
        },
        orderStateFields(call, order) {
          const fields = honest.orderStateFields(call, order)
          return lost.has(order.number) ? { ...fields, status: 'PAY_CANCEL' } : fields
        },
      }
    },
  },
]

const retold = (operation: string): { [name: string]: string } =>
  operation === 'paymentCallback' ? { msg: 'REPEATED' } : { statusMsg: 'Repeated' }
