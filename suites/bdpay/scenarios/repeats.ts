/** Numbers that come again, one after the other or at once, and those of two merchants. */
import type { Item } from '../../../src/judge/trace.ts'
import { scenario, type Hand, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { ask, balance, credentialsOf, numberOf, order, payout, said, settle, weigh } from '../orders.ts'
import { plain } from './flaws.ts'

type How = 'same order' | 'other amount' | 'other payer'

function changed(how: How, operation: string): Fields {
  if (how === 'other amount') return operation === 'cash' ? { money: '20001' } : { payMoney: '60000' }
  return how === 'other payer'
    ? operation === 'cash'
      ? { description: 'bonus' }
      : { productDetail: 'Lain' }
    : {}
}

export const repeats = scenario<string>({
  id: 'repeat',
  says: 'Use the number of an order again and again, with the same order and with others.',
  role: 'server',
  exercises: ['orders.repeat'],
  plans: () => ['pay', 'prepaidOrder', 'staticVa'],
  async act(operation, hand) {
    const fields = await plain(hand, operation)
    const letter = hand.seal(operation, fields)
    await hand.send(letter)
    await hand.send(letter)
    const others: How[] = operation === 'staticVa' ? ['other payer'] : ['other amount', 'other payer']
    for (const how of ['same order' as const, ...others])
      await hand.send(hand.seal(operation, { ...fields, ...changed(how, operation) }))
    // Pages and static VAs have numbers among those of other orders.
    for (const other of operation === 'pay' ? ['prepaidOrder', 'staticVa'] : [])
      await hand.send(hand.seal(other, { ...(await plain(hand, other)), orderNum: numberOf(letter) }))
    await ask(hand, numberOf(letter))
  },
})

export const races = scenario<{ operation: string; how: 'alike' | 'apart' }>({
  id: 'race',
  says: 'Send seven orders with one number at once.',
  role: 'server',
  exercises: ['orders.parallel', 'echoes.parallel'],
  plans: () => [
    { operation: 'pay', how: 'alike' },
    { operation: 'pay', how: 'apart' },
    { operation: 'prepaidOrder', how: 'alike' },
  ],
  trials: 2,
  async act({ operation, how }, hand) {
    const fields = await plain(hand, operation)
    const letters = Array.from({ length: 7 }, (_none, index) =>
      hand.seal(operation, how === 'alike' ? fields : { ...fields, payMoney: String(50_000 + index) }),
    )
    await hand.race(letters)
    await ask(hand, numberOf(letters[0]!))
  },
})

export const together = scenario<number>({
  id: 'together',
  says: 'Send different orders at once, and ask for each.',
  role: 'server',
  exercises: ['echoes.parallel', 'orders.numbered'],
  plans: () => [8],
  async act(count, hand) {
    const payer = await hand.share('idle')
    const letters = Array.from({ length: count }, (_none, index) =>
      hand.seal('pay', order(hand, payer, { payMoney: String(20_000 + index) })),
    )
    await hand.race(letters)
    for (const letter of letters) await ask(hand, numberOf(letter))
  },
})

export const merchantsApart = scenario<'query' | 'number'>({
  id: 'two-merchants',
  says: 'Ask as one merchant for the order of another, and use its number.',
  role: 'server',
  exercises: ['isolation.query', 'isolation.numbers'],
  plans: () => ['query', 'number'],
  async act(what, hand) {
    const as = credentialsOf(await hand.need('othermerchant'))
    const fields = await plain(hand, 'pay')
    const letter = hand.seal('pay', fields)
    await hand.send(letter)
    if (what === 'query') await ask(hand, numberOf(letter), 'ORDER_QUERY', { as })
    else {
      await hand.send(hand.seal('pay', await plain(hand, 'pay'), { as }))
      await hand.send(hand.seal('pay', fields, { as }))
      await ask(hand, numberOf(letter), 'ORDER_QUERY', { as })
    }
    await ask(hand, numberOf(letter))
  },
})

/** What becomes of a payout between two readings of a balance. */
interface Moved {
  data: string
  feeType: string
  /** How often the number is sent, and how. */
  again?: 'same bytes' | 'same order' | 'other amount' | 'at once' | 'others at once'
  fields?: Fields
}

const moved: Moved[] = [
  { data: 'account', feeType: '0' },
  { data: 'account', feeType: '1' },
  { data: 'failing', feeType: '0' },
  { data: 'failing', feeType: '1' },
  { data: 'revoked', feeType: '1' },
  { data: 'refusing', feeType: '1' },
  { data: 'undecided', feeType: '1' },
  { data: 'undecidedfail', feeType: '1' },
  { data: 'account', feeType: '1', again: 'same bytes' },
  { data: 'account', feeType: '0', again: 'same order' },
  { data: 'account', feeType: '1', again: 'other amount' },
  { data: 'account', feeType: '1', again: 'at once' },
  { data: 'account', feeType: '1', again: 'others at once' },
  { data: 'account', feeType: '1', fields: { name: 'Somebody Else' } },
]

const exercised = [
  'payouts.debited',
  'payouts.outside',
  'payouts.returned',
  'payouts.refused',
  'payouts.repeat',
  'payouts.parallel',
  'payouts.together',
  'payouts.matched',
  'balance.moves',
  'payouts.credited',
]

/** Orders one payout with the balance read before and after. */
async function move(
  hand: Hand,
  { data, feeType, again, fields = {} }: Moved,
  as?: { [name: string]: string },
): Promise<void> {
  const sending = as ? { as } : {}
  const merchant = as?.['merchant'] ?? hand.credentials['merchant'] ?? ''
  const account = await hand.need(data)
  if (again === 'others at once') return pool(hand, account, merchant, sending)
  const whole = payout(hand, account, { feeType, ...fields })
  const letter = hand.seal('cash', whole, sending)
  await weigh(hand, merchant, sending)
  if (again === 'at once') await hand.race(Array.from({ length: 6 }, () => hand.seal('cash', whole, sending)))
  else await hand.send(letter)
  if (again === 'same bytes') await hand.send(letter)
  if (again === 'same order') await hand.send(hand.seal('cash', { ...whole }, sending))
  if (again === 'other amount') await hand.send(hand.seal('cash', { ...whole, money: '20001' }, sending))
  const isTold = (data === 'account' || data === 'failing') && Object.keys(fields).length === 0
  if (!isTold) await hand.wait(1500)
  if (isTold) await settle(hand, numberOf(letter), 'CASH_QUERY', sending)
  else await ask(hand, numberOf(letter), 'CASH_QUERY', sending)
  await weigh(hand, merchant, sending)
  await hand.audit(numberOf(letter))
}

/** Orders three payouts at once with the balance read before and after all of them. */
async function pool(hand: Hand, account: Item, merchant: string, sending: Sending): Promise<void> {
  await weigh(hand, merchant, sending)
  const letters = [20_000, 21_000, 22_000].map((money) =>
    hand.seal('cash', payout(hand, account, { money: String(money) }), sending),
  )
  await hand.race(letters)
  for (const letter of letters) await settle(hand, numberOf(letter), 'CASH_QUERY', sending)
  await weigh(hand, merchant, sending)
}

export const balances = scenario<Moved>({
  id: 'balance',
  says: 'Read the balance of a merchant of its own before and after a payout.',
  role: 'server',
  exercises: exercised,
  plans: ({ has }) => (has('merchant') === 'no' ? [] : moved),
  patient: true,
  async act(plan, hand) {
    await move(hand, plan, credentialsOf(await hand.need('merchant')))
  },
})

export const balancesAlone = scenario<Moved>({
  id: 'balance-alone',
  says: 'Read the balance before and after a payout, alone on the target.',
  role: 'server',
  exercises: exercised,
  plans: ({ has }) => (has('merchant') === 'no' ? moved : []),
  exclusive: true,
  async act(plan, hand) {
    if (plan === moved[0]) await calm(hand)
    await move(hand, plan)
  },
})

/** Waits until payouts of earlier cases have ended: until the balance has stayed for two seconds, or for ten in all. */
async function calm(hand: Hand): Promise<void> {
  let seen: string[] = []
  for (let times = 0; times < 20 && (seen.length < 5 || new Set(seen).size > 1); times += 1) {
    const answer = await hand.send(balance(hand))
    const total = ['balance', 'freeze', 'pendMoney'].map((name) => said(answer, name)).join(' ')
    seen = [...seen.slice(-4), total]
    await hand.wait(500)
  }
}

const firstOf = (name: string): string => name.trim().split(/\s+/)[0]!

/** The name of an account, written otherwise. */
const written: { [what: string]: (name: string) => string } = {
  upper: (name) => name.toUpperCase(),
  lower: (name) => name.toLowerCase(),
  bank: (name) => name,
  other: () => 'Nobody Here',
  namesake: (name) => `${firstOf(name)} ${/wijaya/i.test(name) ? 'Hartono' : 'Wijaya'}`,
  part: firstOf,
  more: (name) => `${name} Wijaya`.slice(0, 30),
}

export const cases = scenario<string>({
  id: 'name-case',
  says: 'Pay out to the name of an account in other letters, to other names like it or not, and at another bank.',
  role: 'server',
  exercises: ['payouts.case', 'payouts.matched'],
  plans: () => Object.keys(written),
  patient: true,
  async act(what, hand) {
    const account = await hand.need('account')
    const name = String(account['name'] ?? 'Budi Santoso')
    const bankCode = account['bankCode'] === '008' ? '014' : '008'
    const fields: Fields = what === 'bank' ? { bankCode } : { name: written[what]!(name) }
    const letter = hand.seal('cash', payout(hand, account, fields))
    await hand.send(letter)
    if (what !== 'upper' && what !== 'lower') {
      await hand.wait(1500)
      await ask(hand, numberOf(letter), 'CASH_QUERY')
    } else {
      const usual = hand.seal('cash', payout(hand, account, { name }))
      await hand.send(usual)
      for (const one of [letter, usual]) await settle(hand, numberOf(one), 'CASH_QUERY')
    }
    await hand.audit(numberOf(letter))
  },
})

const tooMuch: { [plan: string]: Fields } = {
  poor: { money: '5000000' },
  whole: { money: '50000', feeType: '1' },
  fee: { money: '1', feeType: '0' },
}

export const poor = scenario<string>({
  id: 'poor',
  says: 'Pay out more than there is, all that there is with a fee on top, and less than the fee.',
  role: 'server',
  exercises: ['payouts.poor', 'payouts.fee-only'],
  plans: ({ has }) => ['poor', ...(has('poor') === 'freely' ? ['whole'] : []), 'fee'],
  patient: true,
  async act(what, hand) {
    const whole = what === 'whole' ? { balance: 50_000 } : {}
    const sending = what === 'fee' ? {} : { as: credentialsOf(await hand.need('poor', whole)) }
    const account = await hand.need('account')
    const fields = tooMuch[what]!
    const letter = hand.seal('cash', payout(hand, account, fields), sending)
    await hand.send(letter)
    await hand.wait(1500)
    await ask(hand, numberOf(letter), 'CASH_QUERY', sending)
    await hand.audit(numberOf(letter))
  },
})

export const overdrawn = scenario<'at once'>({
  id: 'overdrawn',
  says: 'Pay out three times at once, where there is enough for one.',
  role: 'server',
  exercises: ['payouts.overdrawn'],
  plans: ({ has }) => (has('merchant') === 'no' ? [] : ['at once']),
  patient: true,
  async act(_plan, hand) {
    const sending = { as: credentialsOf(await hand.need('merchant')) }
    const account = await hand.need('account')
    const there = Number(said(await hand.send(balance(hand, sending)), 'balance'))
    if (!(there > 0)) return
    const money = String(Math.ceil(there * 0.6))
    const letters = [1, 2, 3].map(() => hand.seal('cash', payout(hand, account, { money }), sending))
    const answers = await hand.race(letters)
    for (const [index, letter] of letters.entries())
      if (said(answers[index]!, 'platRespCode') === 'SUCCESS')
        await settle(hand, numberOf(letter), 'CASH_QUERY', sending)
  },
})
