/** Receivers that take one callback for another, or the end of an order from one that is none. */
import type { Odd } from '../../oddity.ts'
import { follow } from '../books.ts'
import { blocksIn } from '../sign.ts'
import { alsoRight } from './defects-verifying.ts'
import type { Fields, ReceiverSteps } from './steps.ts'

/** Knows a callback that comes again by this, whatever became of its order. */
const knowingBy =
  (name: string): Odd<ReceiverSteps>['steps'] =>
  (honest) => {
    const met = new Set<string>()
    return {
      async book(entry, state, fields) {
        const isMet = met.has(fields[name] ?? '')
        met.add(fields[name] ?? '')
        const isAgain = !isMet && entry.state === state
        if (isAgain && state === 'paid') entry.credits += 1
        if (isAgain && state === 'failed') entry.refunds += 1
        await honest.book(entry, state, fields)
      },
    }
  }

/** Compares texts after something was done to both. */
const comparing = (change: (text: string) => string): Odd<ReceiverSteps>['steps'] =>
  alsoRight((signature, fields, { credentials, steps }) => {
    const blocks = blocksIn(signature, steps.key(credentials))
    return blocks !== undefined && change(steps.join(blocks)) === change(steps.text(fields))
  })

const isOther = ({ code }: Fields): boolean => code !== undefined && code !== '00'

/** Defects of what was told before, and of what is nearly the same. */
export const repeatings: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'knows-repeats-by-the-platform',
    says: 'Knows a callback that comes again by the number of the platform, not by its order.',
    breaks: ['receiver.idempotent', 'receiver.refund'],
    steps: knowingBy('platOrderNum'),
  },
  {
    id: 'knows-repeats-by-their-signature',
    says: 'Knows a callback that comes again by its signature.',
    breaks: ['receiver.idempotent', 'receiver.refund'],
    steps: knowingBy('platSign'),
  },
  {
    id: 'closes-on-any-code',
    says: 'Does nothing more about an order that it was told of, whatever it was told.',
    breaks: ['receiver.open'],
    steps: (steps) => {
      const closed = new Set<string>()
      return {
        async book(entry, state, fields) {
          if (!closed.has(entry.number)) await steps.book(entry, state, fields)
          if (isOther(fields)) closed.add(entry.number)
        },
      }
    },
  },
  {
    id: 'fails-on-other-codes',
    says: 'Ends an order as failed by a code other than 00, and refuses its payment then.',
    breaks: ['receiver.open'],
    steps: (steps) => ({
      contradicts: (fields, entry) =>
        (entry.kind === 'order' && entry.state === 'failed') || steps.contradicts(fields, entry),
      async book(entry, state, fields) {
        if (isOther(fields)) follow(entry, 'failed')
        await steps.book(entry, state, fields)
      },
    }),
  },
  {
    id: 'compares-without-blanks',
    says: 'Takes the blanks out of texts before it compares them.',
    breaks: ['receiver.tampered', 'receiver.unacknowledged'],
    steps: comparing((text) => text.replace(/\s+/g, '')),
  },
  {
    id: 'compares-without-case',
    says: 'Compares texts without regard to capital letters.',
    breaks: ['receiver.tampered', 'receiver.unacknowledged'],
    steps: comparing((text) => text.toLowerCase()),
  },
  {
    id: 'reads-latin',
    says: 'Reads what was signed as Latin-1.',
    breaks: ['receiver.letters'],
    steps: () => ({ join: (blocks) => Buffer.concat(blocks).toString('latin1') }),
  },
  {
    id: 'finds-without-case',
    says: 'Finds an order by its number without regard to capital letters.',
    breaks: ['receiver.own'],
    steps: () => ({
      find: ({ orderNum = '' }, { books }) =>
        books.find(orderNum) ??
        books.all().find(({ number }) => number.toLowerCase() === orderNum.toLowerCase()),
    }),
  },
  {
    id: 'takes-amounts-less-their-fee',
    says: 'Takes what is left of an amount after the fee for the amount.',
    breaks: ['receiver.amount'],
    steps: (steps) => ({
      contradicts: (fields, entry) =>
        Number(fields['payMoney']) + Number(fields['payFee']) !== entry.amount &&
        steps.contradicts(fields, entry),
    }),
  },
]
