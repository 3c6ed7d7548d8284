/** States and payments that are not as the contract has them. */
import type { Defect } from '../../../defect.ts'
import { isStatus, answering, unsigned, withMember } from '../bend.ts'
import type { Steps } from '../steps.ts'

export const states: readonly Defect<Steps>[] = [
  {
    id: 'finds-invoices-only',
    catalogue: 'D72',
    says: 'Finds no transaction by its Request-Id.',
    breaks: ['status.either'],
    steps: () => ({
      find: (call) => call.till.ledger.order(call.merchant?.id ?? '', call.steps.valueAt(call, 'id') ?? ''),
    }),
  },
  {
    id: 'fails-at-once',
    says: 'Tells FAILED of a code that waits to be paid.',
    breaks: ['status.pending'],
    steps: (honest) => ({
      stateOf(order, till) {
        const state = honest.stateOf(order, till)
        return state === 'PENDING' ? 'FAILED' : state
      },
    }),
  },
  {
    id: 'never-expires-reusable-codes',
    says: 'Tells PENDING of a reusable code whose time is over.',
    breaks: ['status.expired'],
    steps: (honest) => ({
      stateOf(order, till) {
        const state = honest.stateOf(order, till)
        return state === 'EXPIRED' && order.reusable ? 'PENDING' : state
      },
    }),
  },
  {
    id: 'tells-success-of-reusable-codes',
    says: 'Tells SUCCESS of a reusable code that nobody has paid.',
    breaks: ['status.pending'],
    steps: (honest) => ({
      stateOf: (order, till) =>
        order.reusable && till.clock.now() < order.expiresAt ? 'SUCCESS' : honest.stateOf(order, till),
    }),
  },
  {
    id: 'stays-pending-when-paid',
    says: 'Tells PENDING of a code that was paid.',
    breaks: ['status.paid', 'status.agrees'],
    steps: (honest) => ({
      stateOf(order, till) {
        const state = honest.stateOf(order, till)
        return state === 'SUCCESS' ? 'PENDING' : state
      },
    }),
  },
  {
    id: 'never-expires',
    catalogue: 'D73',
    says: 'Tells PENDING of a code whose time is over.',
    breaks: ['status.expired'],
    steps: (honest) => ({
      stateOf(order, till) {
        const state = honest.stateOf(order, till)
        return state === 'EXPIRED' ? 'PENDING' : state
      },
    }),
  },
  {
    id: 'expires-what-was-paid',
    says: 'Tells EXPIRED of a paid code when its time is over.',
    breaks: ['status.final'],
    steps: (honest) => ({
      stateOf: (order, till) =>
        till.clock.now() >= order.expiresAt ? 'EXPIRED' : honest.stateOf(order, till),
    }),
  },
  {
    id: 'tells-another-amount',
    says: 'Tells another amount in the state than in the notification.',
    breaks: ['status.agrees'],
    steps: (honest) => ({
      statusFields: (call, order) =>
        order.payments.length > 0
          ? withMember(honest.statusFields(call, order), 'order', 'amount', order.amount + 1)
          : honest.statusFields(call, order),
    }),
  },
  {
    id: 'rounds-amounts-of-unpaid-codes',
    says: 'Tells an amount of an unpaid code that is a thousand off.',
    breaks: ['status.amount'],
    steps: (honest) => ({
      statusFields: (call, order) =>
        order.payments.length > 0
          ? honest.statusFields(call, order)
          : withMember(
              honest.statusFields(call, order),
              'order',
              'amount',
              order.amount + (order.amount > 1_000_000 ? -1000 : 1000),
            ),
    }),
  },
  {
    id: 'finds-what-is-not',
    says: 'Tells PENDING of a transaction that nobody made.',
    breaks: ['status.unknown', 'isolation.status', 'signatures.no-effect', 'repeats.other-body'],
    steps: (honest) => ({
      async status(call) {
        const outcome = await honest.status(call)
        if (outcome.status !== 404) return outcome
        const invoice = call.steps.valueAt(call, 'id') ?? ''
        return {
          status: 200,
          fields: {
            order: { invoice_number: invoice, amount: 1 },
            transaction: { status: 'PENDING' },
          },
        }
      },
    }),
  },
  {
    id: 'decodes-no-paths',
    says: 'Looks for an invoice number as it is encoded in the path.',
    breaks: ['status.encoded'],
    steps: (honest) => ({
      async find(call) {
        const asked = call.steps.valueAt(call, 'id') ?? ''
        return encodeURIComponent(asked) === asked ? honest.find(call) : undefined
      },
    }),
  },
  {
    id: 'takes-late-money',
    catalogue: 'D76',
    says: 'Takes money for a code whose time is over.',
    breaks: ['payments.expired', 'status.final'],
    steps: () => ({ isPayable: ({ reusable, payments }) => reusable || payments.length === 0 }),
  },
  {
    id: 'takes-money-twice',
    catalogue: 'D77',
    says: 'Takes money for a single-use code again.',
    breaks: ['payments.once'],
    steps: () => ({ isPayable: ({ expiresAt }, { clock }) => clock.now() < expiresAt }),
  },
  {
    id: 'looks-before-it-takes-money',
    says: 'Looks whether a code is open before it takes money, so that two counters at once take it twice.',
    breaks: ['payments.once'],
    steps: (honest) => ({
      serialise: (_till, _order, work) => work(),
      async pay(order, till, steps) {
        if (!steps.isPayable(order, till)) return false
        await new Promise((resolve) => setTimeout(resolve, 20))
        return honest.pay(order, till, { ...steps, isPayable: () => true })
      },
    }),
  },
  {
    id: 'takes-money-for-an-hour',
    says: 'Takes money for every code for an hour, whatever its life.',
    breaks: ['payments.expired', 'payments.reusable'],
    steps: () => ({
      isPayable: ({ reusable, payments, createdAt }, { clock }) =>
        clock.now() < createdAt + 3_600_000 && (reusable || payments.length === 0),
    }),
  },
  {
    id: 'expires-all-after-an-hour',
    says: 'Tells EXPIRED of every unpaid code after an hour, and not before.',
    breaks: ['status.expired'],
    steps: (honest) => ({
      stateOf: (order, till) => honest.stateOf({ ...order, expiresAt: order.createdAt + 3_600_000 }, till),
    }),
  },
  {
    id: 'keeps-amounts-in-32-bits',
    says: 'Keeps no amount beyond the largest of 32 bits.',
    breaks: ['status.amount'],
    steps: (honest) => ({ amountOf: (call) => Math.min(honest.amountOf(call), 2 ** 31 - 1) }),
  },
  {
    id: 'closes-reusable-codes',
    catalogue: 'D78',
    says: 'Takes money for a reusable code once.',
    breaks: ['payments.reusable'],
    steps: () => ({
      isPayable: ({ payments, expiresAt }, { clock }) => clock.now() < expiresAt && payments.length === 0,
    }),
  },
  {
    id: 'falls-over-inquiries',
    says: 'Closes the connection when a state is asked for.',
    breaks: ['http.answers'],
    steps: (honest) => ({
      send(reply, line, call) {
        if (call?.operation !== 'status' || reply.status !== 200) return honest.send(reply, line, call)
        line.request.socket.destroy()
        return Promise.resolve()
      },
    }),
  },
  {
    id: 'answers-in-a-list',
    says: 'Puts its answers into a list.',
    breaks: ['json.object'],
    steps: (honest) => ({
      write(call, fields, outcome) {
        const reply = honest.write(call, fields, outcome)
        if (call.operation !== 'status' || outcome.status !== 200) return reply
        return unsigned(reply, `[${reply.body.toString()}]`)
      },
    }),
  },
  {
    id: 'mixes-answers-up',
    says: 'Answers requests in flight together with each other’s invoice numbers.',
    breaks: ['echoes.parallel', 'echoes.kept'],
    steps: (honest) => {
      let before: { at: number; invoice: string } | undefined
      return {
        codeFields(call, order) {
          const fields = honest.codeFields(call, order)
          const last = before
          before = { at: call.at, invoice: order.invoice }
          return last && call.at - last.at < 5
            ? withMember(fields, 'order', 'invoice_number', last.invoice)
            : fields
        },
      }
    },
  },
  {
    id: 'writes-invoices-small',
    says: 'Writes invoice numbers in small letters.',
    breaks: ['echoes.text', 'echoes.kept', 'status.names'],
    steps: answering((fields) => {
      const order = fields['order'] as { invoice_number?: string } | undefined
      return order?.invoice_number === undefined
        ? fields
        : withMember(fields, 'order', 'invoice_number', order.invoice_number.toLowerCase())
    }),
  },
  {
    id: 'writes-members-twice',
    says: 'Writes the order twice in a state.',
    breaks: ['fields.once'],
    steps: (honest) => ({
      write(call, fields, outcome) {
        const reply = honest.write(call, fields, outcome)
        if (!isStatus(call) || outcome.status !== 200) return reply
        const text = reply.body.toString()
        return unsigned(reply, text.replace(/"order":(\{[^}]*\})/, '"order":$1,"order":$1'))
      },
    }),
  },
  {
    id: 'writes-names-large',
    says: 'Writes payment_code as paymentCode.',
    breaks: ['fields.named'],
    steps: (honest) => ({
      codeFields(call, order) {
        const fields = honest.codeFields(call, order)
        const renamed = withMember(fields, 'online_to_offline_info', 'payment_code', undefined)
        return withMember(renamed, 'online_to_offline_info', 'Payment_Code', order.code)
      },
    }),
  },
]
