/** Clients that send one thing wrongly. */
import type { Odd } from '../../oddity.ts'
import { digestSigned, joined, signature, textOf, type Values } from '../sign.ts'
import { believing } from './defects-believing.ts'
import { writing } from './defects-writing.ts'
import type { ClientSteps, Wish } from './steps.ts'

const isPayout = ({ operation }: Wish): boolean => operation === 'cash'
const isOrder = (wish: Wish): boolean => !isPayout(wish)

/** Changes the bodies of orders or payouts. */
const bodied =
  (change: (body: Values) => Values, when: (wish: Wish) => boolean = () => true): Odd<ClientSteps>['steps'] =>
  (steps) => ({
    body: (wish, entry, shop) => {
      const body = steps.body(wish, entry, shop)
      return when(wish) ? change(body) : body
    },
  })

const wrongly = ['signatures.right']

const signing =
  (text: (body: Values) => string): Odd<ClientSteps>['steps'] =>
  () => ({ text })

const names = (body: Values): string[] => Object.keys(body).filter((name) => name !== 'sign')

const sending: readonly Odd<ClientSteps>[] = [
  { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) },
  {
    id: 'sends-forms',
    catalogue: 'D2',
    says: 'Calls its JSON a form.',
    breaks: ['json.content-type'],
    steps: () => ({ headers: () => [['Content-Type', 'text/plain; charset=utf-8']] }),
  },
  {
    id: 'tells-no-charset',
    says: 'Does not tell its charset.',
    breaks: ['json.charset'],
    steps: () => ({ headers: () => [['Content-Type', 'application/json']] }),
  },
  {
    id: 'signs-pairs',
    catalogue: 'D33',
    says: 'Signs names and values.',
    breaks: wrongly,
    steps: signing((body) =>
      names(body)
        .sort()
        .map((name) => `${name}=${textOf(body[name])}`)
        .join('&'),
    ),
  },
  {
    id: 'sorts-without-case',
    catalogue: 'D34',
    says: 'Signs values in the order in which it writes them.',
    breaks: wrongly,
    steps: signing((body) =>
      names(body)
        .map((name) => textOf(body[name]))
        .join(''),
    ),
  },
  {
    id: 'signs-encoded-values',
    catalogue: 'D35',
    says: 'Signs values as a URL has them.',
    breaks: wrongly,
    steps: signing((body) =>
      joined(
        Object.fromEntries(names(body).map((name) => [name, encodeURIComponent(textOf(body[name]))])),
        'sign',
      ),
    ),
  },
  {
    id: 'signs-latin-1',
    catalogue: 'D4',
    says: 'Signs the bytes that letters have in Latin-1.',
    breaks: wrongly,
    steps: (steps) => ({
      ...bodied((body) => ({ ...body, productDetail: 'Café' }), isOrder)(steps),
      sign: (text, key) => signature(Buffer.from(text, 'latin1'), key),
    }),
  },
  {
    id: 'drops-zeroes',
    catalogue: 'D38',
    says: 'Leaves values that are 0 out of what it signs.',
    breaks: wrongly,
    steps: (steps) => ({
      ...bodied((body) => ({ ...body, feeType: '0' }), isPayout)(steps),
      ...signing((body) =>
        joined(Object.fromEntries(Object.entries(body).filter(([, value]) => textOf(value) !== '0')), 'sign'),
      )(steps),
    }),
  },
  {
    id: 'signs-a-digest',
    catalogue: 'D36',
    says: 'Signs with SHA-256.',
    breaks: wrongly,
    steps: () => ({ sign: digestSigned }),
  },
  {
    id: 'cuts-by-characters',
    catalogue: 'D37',
    says: 'Signs the text without its last block.',
    breaks: wrongly,
    steps: () => ({ sign: (text, key) => signature(text.slice(0, 100), key) }),
  },
  {
    id: 'names-long-payers',
    catalogue: 'D12',
    says: 'Sends a name of 31 characters.',
    breaks: ['client.name-length'],
    steps: bodied((body) => ({ ...body, name: 'Sinta Wibowo'.padEnd(31, 'x') }), isOrder),
  },
  {
    id: 'writes-emoji',
    says: 'Writes emoji.',
    breaks: ['client.letters'],
    steps: bodied((body) => ({ ...body, productDetail: 'Kopi ☕' }), isOrder),
  },
  {
    id: 'counts-sen',
    catalogue: 'D9',
    says: 'Writes amounts in hundredths.',
    breaks: ['client.rupiah'],
    steps: (steps) => ({
      body(wish, entry, shop) {
        const body = steps.body(wish, entry, shop)
        const [name, amount] =
          wish.operation === 'cash' ? ['money', body['money']] : ['payMoney', body['payMoney']]
        return { ...body, [name as string]: `${String(amount)}00` }
      },
    }),
  },
  {
    id: 'writes-decimals',
    catalogue: 'D10',
    says: 'Writes amounts with decimals.',
    breaks: ['amounts.format'],
    steps: (steps) => ({
      body(wish, entry, shop) {
        const body = steps.body(wish, entry, shop)
        const name = wish.operation === 'cash' ? 'money' : 'payMoney'
        return { ...body, [name]: `${String(body[name])}.00` }
      },
    }),
  },
  {
    id: 'repeats-numbers',
    catalogue: 'D18',
    says: 'Uses the number of its first order again for the second.',
    breaks: ['client.unique', 'client.code'],
    steps: (steps) => {
      let first: string | undefined
      let count = 0
      return {
        number(shop) {
          count += 1
          if (count === 2 && first !== undefined) return first
          const number = steps.number(shop)
          first ??= number
          return number
        },
      }
    },
  },
  {
    id: 'orders-ovo-without-phone',
    says: 'Orders by OVO without a phone.',
    breaks: ['client.ovo'],
    steps: bodied(
      ({ phone: _phone, expiryPeriod: _period, ...body }) => ({ ...body, method: 'EWALLET_OVO' }),
      ({ operation }) => operation === 'pay',
    ),
  },
  {
    id: 'writes-foreign-phones',
    says: 'Writes the phone of an OVO payer with its country.',
    breaks: ['client.ovo-form'],
    steps: bodied(
      ({ expiryPeriod: _period, ...body }) => ({
        ...body,
        method: 'EWALLET_OVO',
        phone: String(body['phone']).replace(/^0/, '62'),
      }),
      ({ operation }) => operation === 'pay',
    ),
  },
  {
    id: 'orders-for-a-moment',
    says: 'Orders for ten minutes.',
    breaks: ['client.period', 'fields.format@PayRequest/expiryPeriod'],
    steps: bodied(
      (body) => ({ ...body, expiryPeriod: '10' }),
      ({ operation }) => operation === 'pay',
    ),
  },
  {
    id: 'writes-nulls',
    catalogue: 'D39',
    says: 'Writes members that it has nothing for as null.',
    breaks: ['client.null'],
    steps: bodied(
      (body) => ({ ...body, appId: null }),
      ({ operation }) => operation === 'pay',
    ),
  },
  {
    id: 'tells-its-key',
    says: 'Sends its private key along.',
    breaks: ['client.secrets'],
    steps: (steps) => ({
      body: (wish, entry, shop) => ({
        ...steps.body(wish, entry, shop),
        ...(isOrder(wish) && { productDetail: 'PRIVATE KEY' }),
      }),
    }),
  },
  {
    id: 'orders-elsewhere',
    says: 'Orders at a path that the platform does not have.',
    breaks: ['http.path'],
    steps: (steps) => ({
      path: (operation) => (operation === 'pay' ? '/gateway/payment' : steps.path(operation)),
    }),
  },
  {
    id: 'names-accounts-wrongly',
    catalogue: 'D80',
    says: 'Sends number in place of accountNumber.',
    breaks: ['fields.present@BankAccountVerifyRequest/accountNumber'],
    steps: (steps) => ({
      verifyBody(wish, shop) {
        const { accountNumber, ...body } = steps.verifyBody(wish, shop)
        return { ...body, number: accountNumber }
      },
    }),
  },
  {
    id: 'writes-lists',
    says: 'Puts its bodies into a list.',
    breaks: ['json.object', 'signatures.right'],
    steps: (steps) => ({ write: (body) => `[${steps.write(body)}]` }),
  },
]

/** Every defect of the client. */
export const defects: readonly Odd<ClientSteps>[] = [...sending, ...writing, ...believing]
