/** The honest callback: signed by the platform, as a form, on the schedule until it is answered SUCCESS. */
import type { Order } from './ledger.ts'
import { payoutWords } from './asking.ts'
import type { Steps, Told } from './steps.ts'

/** Seconds until the first attempt, and from each attempt to the next. */
const schedules: { [name: string]: readonly number[] } = {
  document: [1, 30, 60, 90, 3600, 7200],
  platform: [1, 30, 30, 3600, 3600, 3600],
}

/** Tell as the contract wants it. */
export const telling = {
  tellPayment: (order, payment, till, steps) =>
    steps.deliver(toldOf('paymentCallback', order, steps.paymentNotice(order, payment, till)), till, steps),
  tellPayout: (payout, till, steps) =>
    steps.deliver(toldOf('payoutCallback', payout, steps.payoutNotice(payout, till)), till, steps),
  paymentNotice: ({ number, method, name, email, va, phone }, { id, money, fee }) => ({
    code: '00',
    msg: 'SUCCESS',
    orderNum: number,
    platOrderNum: id,
    payMoney: String(money),
    payFee: String(fee),
    method: shortName(method),
    name: name || 'Pembayar',
    email: email || 'pembayar@example.com',
    ...(va !== undefined && { vaNumber: va }),
    ...(phone !== '' && { phone }),
    status: 'SUCCESS',
  }),
  payoutNotice: ({ number, id, state, money, fee, feeType, bankCode, account, name, description }) => ({
    orderNum: number,
    platOrderNum: id,
    status: state,
    statusMsg: payoutWords[state],
    money: String(money),
    fee: String(fee),
    feeType,
    bankCode,
    number: account,
    name,
    description: description || 'Payout',
  }),
  targetOf: ({ notifyUrl }, { callbackUrl }) => (notifyUrl === '' ? callbackUrl : notifyUrl),
  async deliver(told, till, steps) {
    const url = steps.targetOf({ notifyUrl: told.url }, till)
    if (url === undefined) return
    const sealed = await steps.compose(told, till, steps)
    const other = await steps.again(told, till, steps)
    const [first = 0, ...schedule] = steps.schedule(till)
    till.clock.at(till.clock.now() + first * 1000, async () =>
      till.courier.deliver({
        ...sealed,
        ...(other && { again: () => other }),
        protocol: till.contract.id,
        url,
        schedule,
        isTaken: (reply) => steps.isAcknowledged(reply, till),
      }),
    )
  },
  schedule({ profile }) {
    const usual = schedules[String(profile['retrySchedule'])] ?? schedules['document']!
    return profile['notifications'] === 'sixAgain' ? [0, ...usual] : usual
  },
  isAcknowledged({ status, body }, { profile }) {
    const isFine = profile['acknowledgedStatus'] === 'any' || (status >= 200 && status < 300)
    const said = body.toString()
    return isFine && (profile['acknowledgement'] === 'trimmed' ? said.trim() : said) === 'SUCCESS'
  },
  async compose({ operation, merchant, fields }, till, steps) {
    const keys = steps.keysFor(await till.ledger.merchant(merchant), till)
    return till.dialect.seal({ operation, side: 'request', fields }, keys)
  },
  again: async () => undefined,
} satisfies Partial<Steps>

const toldOf = (
  operation: Told['operation'],
  { merchant, notifyUrl }: Pick<Order, 'merchant' | 'notifyUrl'>,
  fields: Told['fields'],
): Told => ({ operation, merchant, url: notifyUrl, fields })

/** Channels have names of their own in callbacks. */
const shortName = (method: string): string => method.replace(/^(VA|EWALLET|RETAIL)_/, '')
