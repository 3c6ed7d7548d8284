/** Freedoms of what an answer has: types, texts, members and numbers that are left open. */
import type { Fields, Json } from '../../../../wire/reading.ts'
import type { Freedom } from '../../../defect.ts'
import { answering, isQuery, setting, type Bend } from '../bend.ts'
import { isAccount } from '../defects/kinds.ts'
import { isOpen } from '../settling.ts'
import type { Steps } from '../steps.ts'

const isRefusal = ({ platRespCode }: Fields): boolean => platRespCode !== 'SUCCESS'

/** Writes some members otherwise, where they are there. */
export const writing = (change: (value: Json) => Json, ...names: string[]): Bend =>
  answering((fields) => ({
    ...fields,
    ...Object.fromEntries(
      names.filter((name) => name in fields).map((name) => [name, change(fields[name]!)]),
    ),
  }))

/** Tells an open order in one state. */
const stating =
  (status: string): Bend =>
  (honest) => ({
    orderStateFields: (call, order) => ({
      ...honest.orderStateFields(call, order),
      ...(isOpen(order.state) && { status }),
    }),
  })

export const contents: readonly Freedom<Steps>[] = [
  {
    id: 'writes-amounts-as-numbers',
    says: 'Writes amounts, fees and feeType as JSON integers.',
    warns: ['fields.type'],
    because: 'E-JYP-05',
    steps: writing(Number, 'payMoney', 'payFee', 'money', 'fee', 'feeType'),
  },
  {
    id: 'writes-balances-as-text',
    says: 'Writes balances, and the amounts of queries, as JSON strings.',
    warns: ['fields.type'],
    because: 'E-JYP-05',
    steps: writing(String, 'balance', 'freeze', 'pendMoney', 'amount', 'fee'),
  },
  {
    id: 'writes-states-as-numbers',
    says: 'Writes the state of a payout as a JSON integer.',
    warns: ['fields.type'],
    because: 'E-JYP-12',
    steps: answering(
      (fields) =>
        /^\d$/.test(String(fields['status'])) ? { ...fields, status: Number(fields['status']) } : fields,
      isQuery,
    ),
  },
  {
    id: 'signs-no-refusals',
    says: 'Signs no refusals.',
    because: 'JYP-RSP-04',
    steps: answering((fields) => (isRefusal(fields) ? { ...fields, platSign: null } : fields)),
  },
  {
    id: 'refuses-with-400',
    says: 'Refuses with HTTP 400.',
    because: 'JYP-TR-07',
    steps: (honest) => ({
      statusOf: (call, decision) => (decision.code === 'SUCCESS' ? honest.statusOf(call, decision) : 400),
    }),
  },
  {
    id: 'says-error',
    says: 'Answers ERROR to a body that it cannot read.',
    because: 'JYP-RSP-01',
    steps: answering(
      (fields) => ({ ...fields, platRespCode: 'ERROR' }),
      ({ reading }) => !reading.ok,
    ),
  },
  {
    id: 'says-fail-for-unknown',
    says: 'Answers FAIL about an order that does not exist.',
    because: 'JYP-QRY-01',
    steps: (honest) => ({
      async query(call) {
        const decision = await honest.query(call)
        return decision.code === 'NOTEXIST' ? { ...decision, code: 'FAIL' } : decision
      },
    }),
  },
  {
    id: 'numbers-with-letters',
    says: 'Gives numbers with letters before them.',
    because: 'JYP-FLD-24',
    steps: (honest) => ({ newId: (till) => `PRE${honest.newId(till)}` }),
  },
  {
    id: 'numbers-in-19-digits',
    says: 'Gives numbers of nineteen digits.',
    because: 'JYP-FLD-24',
    steps: (honest) => ({ newId: (till) => honest.newId(till).slice(-19).padStart(19, '9') }),
  },
  {
    id: 'gives-short-vas',
    says: 'Gives VA numbers of eleven digits.',
    because: 'The tables set no length.',
    steps: (honest) => ({ newVa: (till) => `9${honest.newVa(till).slice(-10)}` }),
  },
  {
    id: 'gives-a-page-too',
    says: 'Gives the address of a page beside a VA number.',
    because: 'JYP-RSP-02',
    steps: answering((fields) =>
      'vaNumber' in fields
        ? { ...fields, url: `https://pay.example/va/${String(fields['vaNumber'])}?lang=id` }
        : fields,
    ),
  },
  {
    id: 'adds-members',
    says: 'Adds members that no table has, and signs them.',
    because: 'JYP-TR-08',
    steps: setting({ Zone: 'WIB', note: 'Toko «Kopi» + 1', zero: 0, traceId: '7f3a' }),
  },
  {
    id: 'says-little',
    says: 'Leaves out what a success can do without.',
    because: 'The tables have it as optional.',
    steps: answering(
      ({ msg: _msg, name, email: _email, productDetail: _detail, description: _words, ...fields }, call) => ({
        ...fields,
        ...(call.operation === 'cash' && name !== undefined && { name }),
      }),
    ),
  },
  {
    id: 'begins-orders',
    says: 'Tells an unpaid order as INIT_ORDER.',
    because: 'JYP-QRY-05',
    steps: stating('INIT_ORDER'),
  },
  {
    id: 'opens-pages',
    says: 'Tells an unpaid order as OPEN_PAY_URL.',
    because: 'JYP-QRY-05',
    steps: stating('OPEN_PAY_URL'),
  },
  {
    id: 'fails-channels',
    says: 'Tells an order that has ended unpaid as PAY_ERROR, but for OVO.',
    because: 'JYP-QRY-04',
    steps: (honest) => ({
      orderStateFields: (call, order) => ({
        ...honest.orderStateFields(call, order),
        ...(order.state === 'PAY_CANCEL' && order.method !== 'EWALLET_OVO' && { status: 'PAY_ERROR' }),
      }),
    }),
  },
  {
    id: 'freezes-payouts',
    says: 'Counts a part of the balance as frozen.',
    because: 'JYP-BAL-02',
    steps: answering(
      (fields) =>
        'balance' in fields
          ? { ...fields, balance: Number(fields['balance']) - 10, freeze: 4, pendMoney: 6 }
          : fields,
      isAccount,
    ),
  },
]
