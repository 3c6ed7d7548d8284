/** Requests that come again, and what two merchants have in common. */
import type { Defect } from '../../../defect.ts'
import { type Bend, replying, unsigned } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Knows a Request-Id again for so many milliseconds. */
export const forgettingAfter =
  (ms: number): Bend =>
  (honest) => {
    const began = new Map<string, number>()
    return {
      once(call, work) {
        const name = call.steps.claimOf(call)
        const first = began.get(name)
        if (first === undefined || call.at - first > ms) {
          began.set(name, call.at)
          call.till.claims.delete(name)
        }
        return honest.once(call, work)
      },
    }
  }

export const repeats: readonly Defect<Steps>[] = [
  {
    id: 'makes-a-code-again',
    catalogue: 'D46',
    says: 'Makes a second code when a request comes again.',
    breaks: ['repeats.conflict', 'repeats.body', 'repeats.parallel', 'repeats.other-body'],
    steps: (honest) => ({
      once: (_call, work) => work(),
      async known(call) {
        const order = await honest.known(call)
        return order?.request === call.steps.valueAt(call, 'header:Request-Id') ? undefined : order
      },
    }),
  },
  {
    id: 'forgets-request-ids',
    says: 'Forgets a Request-Id after a minute.',
    breaks: ['repeats.conflict'],
    steps: forgettingAfter(60_000),
  },
  {
    id: 'makes-codes-again-later',
    says: 'Forgets after a minute that there is a code, and makes a second one for the same request.',
    breaks: ['repeats.conflict', 'repeats.body'],
    steps: (honest) => ({
      ...forgettingAfter(60_000)(honest),
      async known(call) {
        const order = await honest.known(call)
        return order?.request === call.steps.valueAt(call, 'header:Request-Id') ? undefined : order
      },
    }),
  },
  {
    id: 'frees-paid-invoices',
    says: 'Gives out a second code for an invoice number whose code was paid.',
    breaks: ['invoices.unique'],
    steps: (honest) => ({
      async known(call) {
        const order = await honest.known(call)
        return order && order.payments.length > 0 ? undefined : order
      },
    }),
  },
  {
    id: 'frees-expired-invoices',
    says: 'Gives out a second code for an invoice number whose code has expired.',
    breaks: ['invoices.unique'],
    steps: (honest) => ({
      async known(call) {
        const order = await honest.known(call)
        return order && order.payments.length === 0 && order.expiresAt <= call.at ? undefined : order
      },
    }),
  },
  {
    id: 'repeats-with-200',
    says: 'Answers a request that comes again with 200.',
    breaks: ['repeats.conflict'],
    steps: (honest) => ({
      repeat: (call, first, isSame) => (isSame ? first : honest.repeat(call, first, isSame)),
    }),
  },
  {
    id: 'repeats-without-body',
    catalogue: 'D47',
    says: 'Answers a request that comes again with 409 and nothing else.',
    breaks: ['repeats.body'],
    steps: replying((reply, { operation }) =>
      reply.status === 409 && operation === 'generate' && reply.body.includes('payment_code')
        ? unsigned(reply, '{"error":{"code":"conflict","message":"Again","type":"x"}}')
        : reply,
    ),
  },
  {
    id: 'answers-other-bodies',
    catalogue: 'D48',
    says: 'Gives the first answer to a Request-Id with another body.',
    breaks: ['repeats.other-body', 'echoes.kept@order.invoice_number'],
    steps: (honest) => ({
      repeat: (call, first, isSame) => (isSame ? honest.repeat(call, first, isSame) : first),
    }),
  },
  {
    id: 'keeps-amounts-of-refused',
    says: 'Refuses a Request-Id with another body, and keeps the amount of that body.',
    breaks: ['status.amount'],
    steps: (honest) => ({
      async repeat(call, first, isSame) {
        const id = call.steps.valueAt(call, 'header:Request-Id') ?? ''
        const order = isSame ? undefined : await call.till.ledger.orderByRequest(call.merchant?.id ?? '', id)
        if (order) order.amount = call.steps.amountOf(call)
        return honest.repeat(call, first, isSame)
      },
    }),
  },
  {
    id: 'looks-before-it-keeps',
    catalogue: 'D50',
    says: 'Looks for a Request-Id before it is kept, so that equal requests at once make a code each.',
    breaks: ['repeats.parallel'],
    steps: (honest) => {
      const kept = new Set<string>()
      const ready = new Map<string, Promise<void>>()
      return {
        // What is in flight with others is not seen by them.
        async once(call, work) {
          const name = call.steps.claimOf(call)
          if (kept.has(name)) return honest.once(call, work)
          await (ready.get(name) ?? soon(ready, name))
          return honest.once({ ...call, till: { ...call.till, claims: new Map() } }, work).then((outcome) => {
            if (!kept.has(name)) {
              kept.add(name)
              const content = call.steps.contentOf(call)
              call.till.claims.set(name, { content, answer: Promise.resolve(outcome) })
            }
            return outcome
          })
        },
        async known(call) {
          const order = await honest.known(call)
          return order?.request === call.steps.valueAt(call, 'header:Request-Id') ? undefined : order
        },
      }
    },
  },
  {
    id: 'shares-request-ids',
    says: 'Knows the Request-Ids of one merchant for those of another.',
    breaks: ['repeats.scope'],
    steps: () => ({
      claimOf: (call) => String(call.steps.valueAt(call, 'header:Request-Id')),
    }),
  },
  {
    id: 'shows-everybody',
    says: 'Tells the states of other merchants’ transactions.',
    breaks: ['isolation.status'],
    steps: (honest) => ({
      async find(call) {
        const own = await honest.find(call)
        const asked = call.steps.valueAt(call, 'id') ?? ''
        return own ?? (await call.till.ledger.orders(asked))[0]
      },
    }),
  },
  {
    id: 'shares-invoices',
    says: 'Refuses the invoice number that another merchant has used.',
    breaks: ['isolation.invoices'],
    steps: (honest) => ({
      async known(call) {
        const invoice = call.steps.valueAt(call, 'order.invoice_number') ?? ''
        return (await honest.known(call)) ?? (await call.till.ledger.orders(invoice))[0]
      },
    }),
  },
]

/** Resolves a little later, for all that wait for one name together. */
function soon(ready: Map<string, Promise<void>>, name: string): Promise<void> {
  const wait = new Promise<void>((resolve) => setTimeout(resolve, 30))
  ready.set(name, wait)
  return wait
}
