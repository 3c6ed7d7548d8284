/** Defects of requests that are taken, or refused, by mistake: fields that are missing, too long or of another form. */
import type { Defect } from '../../../defect.ts'
import { answering, isOrder, together, type Bend } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { overlooking, passing, reading, refusingMore, sent } from './overlooking.ts'

const respelt = ({ fields }: Call, name: string): boolean =>
  Object.keys(fields).some((one) => one !== name && one.toLowerCase() === name.toLowerCase())

/** Tells nothing of payouts whose request has something odd in it. */
const quietly =
  (odd: RegExp): Bend =>
  (honest) => ({
    tellPayout: async (payout, till, steps) =>
      odd.test(payout.content) ? undefined : honest.tellPayout(payout, till, steps),
  })

const long = (call: Call, name: string, length: number): boolean => [...sent(call, name)].length >= length

export const requests: readonly Defect<Steps>[] = [
  {
    id: 'guesses-methods',
    says: 'Takes an order without a method.',
    breaks: ['refusals.incomplete@method'],
    steps: overlooking(
      ({ field, constraint }, call) =>
        isPay(call) && field.name === 'method' && constraint === 'required' && !respelt(call, 'method'),
    ),
  },
  {
    id: 'numbers-orders-itself',
    says: 'Takes an order without a number, and gives it one.',
    breaks: ['refusals.incomplete@orderNum'],
    steps: passing('pay', 'orderNum', 'required'),
  },
  {
    id: 'guesses-who-bears-the-fee',
    says: 'Takes a payout without feeType.',
    breaks: ['refusals.incomplete@feeType'],
    steps: together(
      passing('cash', 'feeType', 'required'),
      reading('feeType', (value) => value ?? '0'),
      quietly(/^(?!.*"feeType","[01]")/),
    ),
  },
  {
    id: 'reads-names-in-any-letters',
    says: 'Takes a member for the field whose name it has in other letters.',
    breaks: ['refusals.spelling@method'],
    steps: overlooking(
      ({ field, constraint }, call) => isPay(call) && constraint === 'required' && respelt(call, field.name),
    ),
  },
  {
    id: 'needs-no-product',
    says: 'Takes an order without productDetail.',
    breaks: ['refusals.customary@productDetail'],
    steps: passing('pay', 'productDetail', 'required'),
  },
  {
    id: 'needs-no-address',
    says: 'Takes an order without an address for its callbacks.',
    breaks: ['refusals.customary@notifyUrl'],
    steps: passing('pay', 'notifyUrl', 'required'),
  },
  {
    id: 'takes-any-type',
    says: 'Takes numbers where texts are agreed on.',
    breaks: ['refusals.types'],
    steps: overlooking(
      ({ field, constraint }, call) => isPay(call) && constraint === 'type' && field.name !== 'payMoney',
    ),
  },
  {
    id: 'takes-any-method',
    says: 'Takes an order by a method that is none of the list.',
    breaks: ['refusals.enumerations@method'],
    steps: passing('pay', 'method', 'format'),
  },
  {
    id: 'takes-any-static-method',
    says: 'Makes a static VA of any bank.',
    breaks: ['refusals.enumerations@method'],
    steps: passing('staticVa', 'method', 'format'),
  },
  {
    id: 'takes-any-fee-type',
    says: 'Takes a payout whose feeType is neither 0 nor 1.',
    breaks: ['refusals.enumerations@feeType'],
    steps: together(
      passing('cash', 'feeType', 'format'),
      reading('feeType', (value) => (value === '0' ? '0' : value && '1')),
      quietly(/^(?!.*"feeType","[01]")/),
    ),
  },
  {
    id: 'takes-any-query',
    says: 'Takes a query of any type, or of none, for one about a payment.',
    breaks: ['refusals.enumerations@queryType', 'refusals.incomplete@queryType'],
    steps: passing('query', 'queryType'),
  },
  {
    id: 'takes-phones-with-signs',
    catalogue: 'D14',
    says: 'Takes a phone number with +62 before it.',
    breaks: ['refusals.forms@phone'],
    steps: passing('pay', 'phone', 'format'),
  },
  {
    id: 'takes-any-email',
    catalogue: 'D15',
    says: 'Takes abc for an e-mail address.',
    breaks: ['refusals.forms@email'],
    steps: passing('pay', 'email', 'format'),
  },
  {
    id: 'takes-moments-that-are-none',
    catalogue: 'D20',
    says: 'Takes the thirtieth of February for a day.',
    breaks: ['refusals.forms@dateTime'],
    steps: overlooking(
      ({ field }, call) => field.name === 'dateTime' && /^\d{14}$/.test(sent(call, 'dateTime')),
    ),
  },
  {
    id: 'takes-any-address',
    says: 'Takes a relative address for callbacks.',
    breaks: ['refusals.forms@notifyUrl'],
    steps: passing('pay', 'notifyUrl', 'format'),
  },
  {
    id: 'takes-any-account-number',
    says: 'Takes a payout to a number with letters and dashes, and lets it fail.',
    breaks: ['refusals.forms@number'],
    steps: together(
      passing('cash', 'number', 'format'),
      quietly(/"number","[^"]*[^"\d][^"]*"/),
      (honest) => ({
        async accountOf(call) {
          const number = sent(call, 'number')
          if (/^\d+$/.test(number)) return honest.accountOf(call)
          const [bankCode, name] = [sent(call, 'bankCode'), sent(call, 'name')]
          return { number, bankCode, name, outcome: 'fails', settlesIn: 1 }
        },
      }),
    ),
  },
  {
    id: 'takes-any-period',
    says: 'Takes the usual period where it cannot read one.',
    breaks: ['refusals.forms@expiryPeriod'],
    steps: reading('expiryPeriod', (value) => (/^[1-9]\d*$/.test(value ?? '') ? value : undefined)),
  },
  {
    id: 'takes-long-products',
    catalogue: 'D19',
    says: 'Takes a productDetail of 33 characters.',
    breaks: ['refusals.limits@productDetail'],
    steps: passing('pay', 'productDetail', 'length'),
  },
  {
    id: 'takes-long-descriptions',
    says: 'Takes the description of a payout at any length.',
    breaks: ['refusals.limits@description'],
    steps: together(passing('cash', 'description', 'length'), quietly(/"description","[^"]{33,}/)),
  },
  {
    id: 'refuses-32-characters',
    says: 'Refuses a productDetail and a description of 32 characters.',
    breaks: ['refusals.limits@productDetail', 'refusals.limits@description'],
    steps: refusingMore(
      'A text is too long',
      (call) => long(call, 'productDetail', 32) || long(call, 'description', 32),
    ),
  },
  {
    id: 'cuts-products',
    says: 'Keeps 31 characters of a productDetail.',
    breaks: ['refusals.limits@productDetail', 'echoes.kept@productDetail'],
    steps: answering(
      (fields) =>
        'productDetail' in fields
          ? { ...fields, productDetail: String(fields['productDetail']).slice(0, 31) }
          : fields,
      isPay,
    ),
  },
  {
    id: 'refuses-names-of-30',
    catalogue: 'D13',
    says: 'Refuses the name of a payer of 30 characters.',
    breaks: ['names.limits'],
    steps: refusingMore('name is too long', (call) => isOrder(call) && long(call, 'name', 30)),
  },
  {
    id: 'takes-names-of-33',
    says: 'Takes the name of a payer of 33 characters.',
    breaks: ['names.limits'],
    steps: passing('pay', 'name', 'length'),
  },
  {
    id: 'refuses-digits-in-names',
    says: 'Refuses the name of a payer with a digit in it.',
    breaks: ['names.free'],
    steps: refusingMore('name has digits', (call) => isOrder(call) && /\d/.test(sent(call, 'name'))),
  },
  {
    id: 'wants-known-payers',
    says: 'Refuses a payer whose phone number it does not know.',
    breaks: ['payers.unverified'],
    steps: (honest) => ({
      admit: async (call, kind) =>
        (await honest.admit(call, kind)) ??
        (isOrder(call) && !(await call.steps.payerOf(call))
          ? { code: 'FAIL', message: 'phone is unknown' }
          : undefined),
    }),
  },
  {
    id: 'serves-strangers',
    says: 'Serves a merchant that it does not know as another.',
    breaks: ['merchants.unknown'],
    steps: (honest) => {
      const known = new Map<string, Call['merchant']>()
      return {
        async merchantOf(call) {
          const merchant = await honest.merchantOf(call)
          if (merchant) known.set('first', known.get('first') ?? merchant)
          return merchant ?? (sent(call, 'merchantCode') === '' ? undefined : known.get('first'))
        },
      }
    },
  },
  {
    id: 'opens-every-method',
    says: 'Takes an order by a method that is closed for the merchant.',
    breaks: ['methods.closed'],
    steps: () => ({ isOpen: async () => true }),
  },
  {
    id: 'minds-the-hour',
    says: 'Refuses a request whose dateTime is more than eight hours off in its own zone.',
    breaks: ['times.unzoned'],
    steps: refusingMore('dateTime is off', (call) => hoursOff(call) > 8),
  },
  {
    id: 'lets-ovo-go-without-a-phone',
    catalogue: 'D23',
    says: 'Takes an OVO order without a phone number.',
    breaks: ['ovo.phone'],
    steps: together(
      overlooking(({ field }, call) => field.name === 'phone' && isOvo(call)),
      reading('phone', (value, call) => value ?? (isOvo(call) ? '0' : undefined)),
    ),
  },
]

const isOvo = (call: Call): boolean => sent(call, 'method') === 'EWALLET_OVO'

/** Hours between the dateTime of a request, read in Jakarta, and its arrival. */
function hoursOff(call: Call): number {
  const [, day, hour] = /^(\d{8})(\d{6})$/.exec(sent(call, 'dateTime')) ?? []
  if (day === undefined || hour === undefined) return 0
  const date = day.replace(/(....)(..)(..)/, '$1-$2-$3')
  const time = hour.replace(/(..)(..)(..)/, '$1:$2:$3')
  const told = Date.parse(`${date}T${time}+07:00`)
  return Number.isNaN(told) ? 0 : Math.abs(told - call.at) / 3_600_000
}
