/** Every operation once, nothing unusual. */
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { PATIENCE, ask, balance, fixed, link, numberOf, order, payout, said, settle } from '../orders.ts'

const basics = [
  'http.answers',
  'signatures.accepted',
  'answers.signed',
  'query.signed',
  'fields.present',
  'fields.type',
  'fields.format',
  'fields.length',
  'codes.format',
  'codes.listed',
  'echoes.kept',
  'echoes.text',
  'json.object',
  'json.utf',
]

export const journey = scenario<string>({
  id: 'journey',
  says: 'Ask for the balance, order a payment, a link and a static VA, check an account.',
  role: 'server',
  exercises: [
    ...basics,
    'orders.instrument',
    'orders.numbered',
    'orders.instrument-own',
    'accounts.holder',
    'json.flat',
    'amounts.format',
    'names.limits',
  ],
  plans: () => ['VA_BCA', 'VA_MANDIRI', 'QRIS', 'EWALLET_DANA', 'RETAIL_ALFAMART'],
  async act(method, hand) {
    const payer = await hand.share('idle')
    await hand.send(hand.seal('pay', order(hand, payer, { method })))
    if (!method.startsWith('VA_')) return
    await hand.send(balance(hand))
    await hand.send(hand.seal('prepaidOrder', link(hand, payer)))
    await hand.send(hand.seal('staticVa', fixed(hand, payer)))
    const account = await hand.share('account')
    const bankCode = String(account['bankCode'] ?? '014')
    await hand.send(hand.seal('bankAccountVerify', { bankCode, accountNumber: account.code }))
  },
})

interface Bought {
  operation: 'pay' | 'prepaidOrder'
  amount: string
  name?: string
}

export const paid = scenario<Bought>({
  id: 'paid',
  says: 'Order a payment, wait until it is paid, ask, and ask again.',
  role: 'server',
  exercises: [
    'query.paid',
    'query.statuses',
    'orders.stable',
    'amounts.kept',
    'callbacks.paid',
    'callbacks.agree',
    'callbacks.code',
    'callbacks.signed',
    'callbacks.form',
    'callbacks.post',
    'callbacks.target',
    'callbacks.prompt',
    'fees.agree',
    'payouts.told',
    'fees.answered',
    'states.monotone',
    'states.kept',
  ],
  plans: ({ profile }) => [
    { operation: 'pay', amount: '50000' },
    { operation: 'pay', amount: '1' },
    { operation: 'pay', amount: '999999999999' },
    { operation: 'prepaidOrder', amount: '12345678' },
    ...(profile['names'] === 'display'
      ? [{ operation: 'pay' as const, amount: '25000', name: 'José Müller' }]
      : []),
  ],
  patient: true,
  async act({ operation, amount, name }, hand) {
    const payer = await hand.need('payer')
    const make = operation === 'pay' ? order : link
    const fields = make(hand, payer, { payMoney: amount, ...(name && { name }) })
    const letter = hand.seal(operation, fields)
    const answer = await hand.send(letter)
    // Whoever takes ASCII alone has nothing to tell.
    if (name && said(answer, 'platRespCode') !== 'SUCCESS') return
    await settle(hand, numberOf(letter))
    // What is paid still has its number.
    if (amount === '50000') await hand.send(hand.seal(operation, { ...fields, payMoney: '60000' }))
    await ask(hand, numberOf(letter))
    await hand.audit(numberOf(letter))
  },
})

/** Time that passes in vain: by the clock where it can be moved, beside others that move it, and by waiting elsewhere. */
type How = 'clock' | 'wait'
const ways: How[] = ['clock', 'wait']
const takes = (how: How) => (how === 'clock' ? { exclusive: 'together' as const } : { patient: true })

/** Seconds by which the clock moves: to where others stop it too, so that whatever comes is heard beside them. */
const moves = [4, 32]

async function pass(hand: Hand, number: string, how: How, seconds: number): Promise<void> {
  if (how === 'clock') for (const move of moves) await hand.advance(move)
  const withinMs = how === 'clock' ? 100 : seconds * 1000
  if (hand.callbackUrl !== undefined) await hand.callbacks(number, { withinMs })
  else if (how === 'wait') await hand.wait(withinMs)
}

export const unpaid = ways.map((how) =>
  scenario<string>({
    id: how === 'clock' ? 'unpaid' : 'unpaid-by-waiting',
    says: 'Order a payment that nobody makes, or that is called off; ask many times, and listen.',
    role: 'server',
    exercises: [
      'query.unpaid',
      'query.found',
      'query.read-only',
      'callbacks.only-paid',
      'query.typed',
      'orders.repeat',
    ],
    plans: ({ can }) => (can.clock === (how === 'clock') ? ['idle', 'cancels', 'errs'] : []),
    ...takes(how),
    async act(data, hand) {
      const payer = await hand.need(data)
      const fields = order(hand, payer)
      const letter = hand.seal('pay', fields)
      await hand.send(letter)
      for (let times = 0; times < (data === 'idle' ? 6 : 2); times += 1) await ask(hand, numberOf(letter))
      await ask(hand, numberOf(letter), 'CASH_QUERY')
      // Whoever calls an order off does so after a second, and would be told of another one later.
      await pass(hand, numberOf(letter), how, data === 'idle' ? 2 : 3)
      await ask(hand, numberOf(letter))
      // What was called off still has its number.
      if (data === 'cancels') await hand.send(hand.seal('pay', { ...fields, payMoney: '60000' }))
    },
  }),
)

export const two = scenario<'apart'>({
  id: 'two-addresses',
  says: 'Order two payments with two addresses for their callbacks, and one of them again with a third.',
  role: 'server',
  exercises: ['callbacks.target'],
  plans: () => ['apart'],
  patient: true,
  async act(_plan, hand) {
    hand.needCallbacks()
    const payer = await hand.need('payer')
    const base = String(order(hand, payer)['notifyUrl'])
    const [one, two] = ['/one?shop=1', '/two?shop=2'].map((path) =>
      order(hand, payer, { notifyUrl: base + path }),
    ) as [Fields, Fields]
    const letters = [one, two].map((fields) => hand.seal('pay', fields))
    for (const letter of letters) await hand.send(letter)
    // What is refused changes nothing about the order that has the number.
    await hand.send(hand.seal('pay', { ...one, notifyUrl: `${base}/three` }))
    for (const letter of letters) await hand.callbacks(numberOf(letter), { withinMs: PATIENCE })
  },
})

export const fixedVa = scenario<'twice'>({
  id: 'static',
  says: 'Make a static VA that is paid twice.',
  role: 'server',
  exercises: ['static.repeated'],
  plans: () => ['twice'],
  patient: true,
  async act(_plan, hand) {
    hand.needCallbacks()
    const payer = await hand.need('returns')
    const letter = hand.seal('staticVa', fixed(hand, payer))
    await hand.send(letter)
    await hand.callbacks(numberOf(letter), { count: 2, withinMs: PATIENCE })
  },
})

const payouts = [
  'callbacks.payout',
  'callbacks.outcome',
  'callbacks.echo',
  'callbacks.target',
  'payouts.agree',
  'query.found',
  'fees.agree',
  'payouts.final',
  'callbacks.signed',
  'payouts.credited',
  'payouts.outside',
  'signatures.zero',
]

export const paidOut = scenario<{ data: string; feeType: string }>({
  id: 'payout',
  says: 'Order a payout, wait for its end, and ask again.',
  role: 'server',
  exercises: payouts,
  plans: () => [
    ...['account', 'failing'].flatMap((data) => ['0', '1'].map((feeType) => ({ data, feeType }))),
    { data: 'slow', feeType: '1' },
  ],
  patient: true,
  async act({ data, feeType }, hand) {
    const letter = await ordered(hand, data, feeType)
    await settle(hand, numberOf(letter), 'CASH_QUERY')
    if (data === 'account' && feeType === '1') await hand.send(letter)
    await looked(hand, letter)
  },
})

export const unheard = ways.map((how) =>
  scenario<string>({
    id: how === 'clock' ? 'payout-unheard' : 'payout-unheard-by-waiting',
    says: 'Order a payout of whose end no callback is promised, let time pass, and ask again.',
    role: 'server',
    exercises: payouts,
    plans: ({ can }) =>
      can.clock === (how === 'clock') ? ['revoked', 'refusing', 'undecided', 'undecidedfail'] : [],
    ...takes(how),
    async act(data, hand) {
      const letter = await ordered(hand, data, '1')
      await pass(hand, numberOf(letter), how, 2)
      await looked(hand, letter)
    },
  }),
)

/** A payout with an address of its own, and what a query for payments says of it. */
async function ordered(hand: Hand, data: string, feeType: string): Promise<Letter> {
  const account = await hand.need(data)
  const fields = payout(hand, account, { feeType })
  const notifyUrl = `${String(fields['notifyUrl'])}/${data}?fee=${feeType}`
  const letter = hand.seal('cash', { ...fields, notifyUrl })
  await hand.send(letter)
  await ask(hand, numberOf(letter), 'ORDER_QUERY')
  // What it says before its end has to be true after it too.
  if (data === 'failing') await ask(hand, numberOf(letter), 'CASH_QUERY')
  return letter
}

async function looked(hand: Hand, letter: Letter): Promise<void> {
  await ask(hand, numberOf(letter), 'CASH_QUERY')
  await hand.audit(numberOf(letter))
}
