/** Clients that believe too much or too little, or act on it wrongly. */
import type { Odd } from '../../oddity.ts'
import { follow } from '../books.ts'
import { order } from './deal.ts'
import { blocksIn, joined, type Values } from '../sign.ts'
import type { ClientSteps, Shop, Told, Word } from './steps.ts'

/** Judges the answer to an order otherwise. */
const judging =
  (
    judge: (told: Told | undefined, word: Word) => Word,
    kind?: 'order' | 'payout',
  ): Odd<ClientSteps>['steps'] =>
  (steps) => ({
    judge(told, entry, own) {
      const word = steps.judge(told, entry, own)
      return kind === undefined || entry.kind === kind ? judge(told, word) : word
    },
  })

/** Judges the answer to a query otherwise. */
const asking =
  (
    judge: (told: Told | undefined, word: Word) => Word,
    kind: 'order' | 'payout',
  ): Odd<ClientSteps>['steps'] =>
  (steps) => ({
    judgeQuery(told, entry, own) {
      const word = steps.judgeQuery(told, entry, own)
      return entry.kind === kind ? judge(told, word) : word
    },
  })

/** As `asking`, but asks twice, and books what it makes of the answer after a while. */
const askingSlowly =
  (...judging: Parameters<typeof asking>): Odd<ClientSteps>['steps'] =>
  (steps) => ({
    ...asking(...judging)(steps),
    questions: 2,
    note(entry, word, told) {
      setTimeout(() => steps.note(entry, word, told), 700)
    },
  })

const stateOf = (told: Told | undefined): string =>
  told?.isSigned === true && told.code === 'SUCCESS' ? String(told.members['status'] ?? '') : ''

function isContained(members: Values, { publicKey = '' }: Shop['credentials']): boolean {
  const blocks = blocksIn(String(members['platSign'] ?? ''), publicKey)
  return blocks !== undefined && joined(members, 'platSign').includes(Buffer.concat(blocks).toString())
}

export const believing: readonly Odd<ClientSteps>[] = [
  {
    id: 'fulfils-twice',
    catalogue: 'D61',
    says: 'Fulfils an order again when its callback comes again.',
    breaks: ['client.once'],
    steps: ({ callbacks }) => ({
      callbacks: {
        ...callbacks,
        async book(entry, state, fields) {
          if (entry.kind === 'order' && entry.state === 'paid' && state === 'paid') entry.credits += 1
          await callbacks.book(entry, state, fields)
        },
      },
    }),
  },
  {
    id: 'believes-any-answer',
    catalogue: 'D31',
    says: 'Does not look at platSign.',
    breaks: ['client.verifies'],
    steps: () => ({ isTrusted: () => true }),
  },
  {
    id: 'takes-unsigned-answers',
    says: 'Looks at platSign only where there is one.',
    breaks: ['client.verifies'],
    steps: (steps) => ({
      isTrusted: (told) => told.members['platSign'] === undefined || steps.isTrusted(told),
    }),
  },
  {
    id: 'looks-for-what-is-signed',
    says: 'Takes an answer for signed when what is signed stands somewhere in it.',
    breaks: ['client.verifies'],
    steps: (steps) => ({
      understand(heard, operation, shop) {
        const told = steps.understand(heard, operation, shop)
        return told && { ...told, isSigned: told.isSigned || isContained(told.members, shop.credentials) }
      },
    }),
  },
  {
    id: 'goes-by-http',
    catalogue: 'D32',
    says: 'Takes every HTTP 201 for a refusal.',
    breaks: ['client.code'],
    steps: judging((told, word) => (told?.status === 201 ? 'refused' : word)),
  },
  {
    id: 'believes-no-numbers',
    says: 'Verifies no answer with JSON numbers.',
    breaks: ['client.numbers', 'client.amount-types'],
    steps: (steps) => ({
      isTrusted: (told) => typeof told.members['payMoney'] !== 'number' && steps.isTrusted(told),
      judge: (told, entry, own) =>
        typeof told?.members['payMoney'] === 'number' ? 'refused' : steps.judge(told, entry, own),
    }),
  },
  {
    id: 'knows-every-member',
    says: 'Takes an answer with members that it does not know for a refusal.',
    breaks: ['client.extra'],
    steps: judging((told, word) => (told && 'channelNote' in told.members ? 'refused' : word)),
  },
  {
    id: 'verifies-what-it-knows',
    says: 'Takes an answer with members that it does not know for one that is wrongly signed.',
    breaks: ['client.extra'],
    steps: (steps) => ({
      isTrusted: (told) => !('channelNote' in told.members) && steps.isTrusted(told),
      // Queries tell the number too: it would have it from there, if the end came that way.
      note: (entry, word, told) => steps.note(entry, word, word === 'accepted' ? told : undefined),
      callbacks: {
        ...steps.callbacks,
        book: (entry, state, { platOrderNum: _unknown, ...fields }) =>
          steps.callbacks.book(entry, state, fields),
      },
    }),
  },
  {
    id: 'rounds-numbers',
    catalogue: 'D21',
    says: 'Keeps platOrderNum as a number.',
    breaks: ['client.number'],
    steps: (steps) => ({
      note(entry, word, told) {
        steps.note(entry, word, told)
        if (entry.kind === 'order' && /^\d{17,}$/.test(entry.id ?? '')) entry.id = String(Number(entry.id))
      },
    }),
  },
  {
    id: 'pays-on-any-query',
    catalogue: 'D48',
    says: 'Takes a query that worked for a payment.',
    breaks: ['client.query-code'],
    steps: asking((told, word) => (stateOf(told) === 'NO_PAY' ? 'paid' : word), 'order'),
  },
  {
    id: 'pays-on-any-wrapped-query',
    says: 'Takes a query that worked for a payment, where answers are wrapped.',
    breaks: ['client.query-code'],
    profile: { wrappedQuery: true, signedQuery: false },
    steps: asking((told, word) => (stateOf(told) === 'NO_PAY' ? 'paid' : word), 'order'),
  },
  {
    id: 'pays-on-open-pages',
    catalogue: 'D49',
    says: 'Takes OPEN_PAY_URL and PAY_CANCEL for payments.',
    breaks: ['client.only-success'],
    steps: asking(
      (told, word) => (['OPEN_PAY_URL', 'PAY_CANCEL', 'PAY_ERROR'].includes(stateOf(told)) ? 'paid' : word),
      'order',
    ),
  },
  {
    id: 'pays-on-unknown-states',
    says: 'Takes a state that it does not know for a payment.',
    breaks: ['client.unknown-status'],
    steps: asking((told, word) => (stateOf(told) === 'FOO' ? 'paid' : word), 'order'),
  },
  {
    id: 'reopens-what-is-paid',
    catalogue: 'D65',
    says: 'Takes an order for open again when its answer comes after the callback.',
    breaks: ['client.early'],
    steps: (steps) => ({
      note(entry, word, told) {
        if (word === 'accepted' || (word === 'unknown' && told?.code === 'UNKNOWN'))
          Object.assign(entry, { state: entry.credits > 0 ? 'failed' : entry.state })
        steps.note(entry, word, told)
      },
    }),
  },
  {
    id: 'believes-visits',
    catalogue: 'D67',
    says: 'Takes the visit of a payer for a payment.',
    breaks: ['client.redirect'],
    steps: () => ({ visited: (entry) => follow(entry, 'paid') }),
  },
  {
    id: 'pays-out-at-once',
    catalogue: 'D73',
    says: 'Takes a payout that was accepted for paid.',
    breaks: ['client.accepted'],
    steps: judging((_told, word) => (word === 'accepted' ? 'paid' : word), 'payout'),
  },
  {
    id: 'fails-the-undecided',
    catalogue: 'D71',
    says: 'Takes UNKNOWN for a failure.',
    breaks: ['client.undecided'],
    steps: judging(
      (told, word) => (told?.isSigned === true && told.code === 'UNKNOWN' ? 'refused' : word),
      'payout',
    ),
  },
  {
    id: 'fails-the-lost',
    says: 'Takes a lost answer for a failure.',
    breaks: ['client.timeout'],
    steps: judging((told, word) => (told === undefined ? 'refused' : word), 'payout'),
  },
  {
    id: 'pays-out-again',
    catalogue: 'D72',
    says: 'Begins a payout anew when nothing is known of it.',
    breaks: ['client.no-repeat'],
    steps: () => ({
      async again(wish, entry, shop) {
        if (entry.kind !== 'payout') return
        const second = shop.books.open({
          number: shop.steps.number(shop),
          kind: 'payout',
          amount: entry.amount,
        })
        const once = { ...shop, steps: { ...shop.steps, again: async () => undefined } }
        await order(once, wish, second)
      },
    }),
  },
  {
    id: 'fails-all-but-two',
    catalogue: 'D74',
    says: 'Takes every state of a payout but 2 for a failure.',
    breaks: ['client.status'],
    steps: asking(
      (told, word) =>
        word === 'unknown' && told?.isSigned === true && told.code === 'SUCCESS' ? 'failed' : word,
      'payout',
    ),
  },
  {
    id: 'knows-no-three',
    catalogue: 'D75',
    says: 'Takes the state 3 for one on its way.',
    breaks: ['client.status'],
    steps: asking((told, word) => (stateOf(told) === '3' ? 'unknown' : word), 'payout'),
  },
  {
    id: 'reads-states-as-text',
    says: 'Knows states as text only.',
    breaks: ['client.status-types'],
    steps: asking((told, word) => (typeof told?.members['status'] === 'number' ? 'failed' : word), 'payout'),
  },
  {
    id: 'fails-on-unknown-queries',
    says: 'Takes UNKNOWN on a query for a failure.',
    breaks: ['client.query-unknown'],
    steps: asking((told, word) => (told?.code === 'UNKNOWN' ? 'failed' : word), 'payout'),
  },
  {
    id: 'fails-on-refused-queries',
    says: 'Takes FAIL on a query for the failure of its payout.',
    breaks: ['client.query-refused'],
    steps: asking((told, word) => (told?.code === 'FAIL' ? 'failed' : word), 'payout'),
  },
  {
    id: 'fails-on-notexist',
    says: 'Takes NOTEXIST after a lost answer for a failure.',
    breaks: ['client.notexist'],
    steps: asking((told, word) => (told?.code === 'NOTEXIST' ? 'failed' : word), 'payout'),
  },
  {
    id: 'fails-the-state-five-later',
    says: 'Takes the state 5 of a payout for a failure, and books it after a while.',
    breaks: ['client.status'],
    steps: askingSlowly((told, word) => (stateOf(told) === '5' ? 'failed' : word), 'payout'),
  },
  {
    id: 'pays-on-unknown-states-later',
    says: 'Takes a state that it does not know for a payment, and books it after a while.',
    breaks: ['client.unknown-status'],
    steps: askingSlowly((told, word) => (stateOf(told) === 'FOO' ? 'paid' : word), 'order'),
  },
]
