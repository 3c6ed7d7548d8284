/** Clients that do one thing wrong. */
import { randomInt } from 'node:crypto'
import type { Odd } from '../../oddity.ts'
import { digestOf, signatureOf, textOf } from '../sign.ts'
import { utcOf, within } from './honest.ts'
import { believing } from './defects-believing.ts'
import { spelling } from './defects-spelling.ts'
import type { Body, ClientSteps } from './steps.ts'

/** Who gets no code for what is wrong in every request asks for no state. */
const wrongly = ['signatures.right@generate']

/** Changes the body of a request for a code. */
const bodied =
  (change: (body: Body) => Body): Odd<ClientSteps>['steps'] =>
  (steps) => ({ body: (order, shop) => change(steps.body(order, shop)) })

const sending: readonly Odd<ClientSteps>[] = [
  { id: 'canary', says: 'Does nothing wrong.', breaks: [], steps: () => ({}) },
  {
    id: 'draws-five-digits',
    catalogue: 'D1',
    says: 'Takes a random number of five digits for a Request-Id.',
    breaks: ['client.random'],
    steps: () => {
      const drawn = new Set<number>()
      return {
        requestId() {
          let number = randomInt(10_000, 100_000)
          while (drawn.has(number)) number = randomInt(10_000, 100_000)
          drawn.add(number)
          return String(number)
        },
      }
    },
  },
  {
    id: 'numbers-by-the-clock',
    says: 'Takes the time in milliseconds for a Request-Id.',
    breaks: ['client.random'],
    steps: () => {
      let last = 0
      return { requestId: ({ now }) => `R${(last = Math.max(last + 1, now()))}` }
    },
  },
  {
    id: 'counts-requests',
    says: 'Counts its Request-Ids.',
    breaks: ['client.random'],
    steps: () => {
      let count = 1000
      return { requestId: () => `REQ-${(count += 1)}` }
    },
  },
  {
    id: 'repeats-ids',
    says: 'Gives an inquiry the Request-Id of the order.',
    breaks: ['client.request-id'],
    steps: (steps) => {
      let last = ''
      let isNext = false
      return {
        requestId(shop) {
          last = isNext ? last : steps.requestId(shop)
          isNext = false
          return last
        },
        statusPath(invoice) {
          isNext = true
          return steps.statusPath(invoice)
        },
      }
    },
  },
  {
    id: 'writes-long-ids',
    catalogue: 'D2',
    says: 'Takes a Request-Id of 130 characters.',
    breaks: ['fields.length@PaymentCodeRequest/header:Request-Id'],
    steps: (steps) => ({ requestId: (shop) => steps.requestId(shop).padEnd(130, 'x') }),
  },
  {
    id: 'writes-local-time',
    catalogue: 'D4',
    says: 'Writes Jakarta time with a Z.',
    breaks: ['client.clock'],
    steps: () => ({ timestamp: ({ now }) => utcOf(now() + 7 * 3_600_000) }),
  },
  {
    id: 'writes-milliseconds',
    catalogue: 'D5',
    says: 'Writes milliseconds into Request-Timestamp.',
    breaks: ['fields.format@PaymentCodeRequest/header:Request-Timestamp'],
    steps: () => ({ timestamp: ({ now }) => new Date(now()).toISOString() }),
  },
  {
    id: 'writes-an-offset',
    catalogue: 'D6',
    says: 'Writes Request-Timestamp with an offset.',
    breaks: ['fields.format@PaymentCodeRequest/header:Request-Timestamp'],
    steps: () => ({
      timestamp: ({ now }) => `${new Date(now() + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`,
    }),
  },
  {
    id: 'subtracts-hours',
    catalogue: 'D8',
    says: 'Takes ten hours too many off its local time.',
    breaks: ['client.clock'],
    steps: () => ({ timestamp: ({ now }) => utcOf(now() - 10 * 3_600_000) }),
  },
  {
    id: 'reads-the-clock-twice',
    catalogue: 'D7',
    says: 'Signs another time than it sends.',
    breaks: wrongly,
    steps: (steps) => ({
      signed: (signed, operation) =>
        steps.signed({ ...signed, time: utcOf(Date.parse(signed.time) + 1000) }, operation),
    }),
  },
  {
    id: 'ends-with-a-line-break',
    catalogue: 'D11',
    says: 'Signs a text with a line break at its end.',
    breaks: wrongly,
    steps: () => ({ text: (signed) => `${textOf(signed)}\n` }),
  },
  {
    id: 'breaks-lines-twice',
    catalogue: 'D12',
    says: 'Signs lines that end with CR and LF.',
    breaks: wrongly,
    steps: () => ({ text: (signed) => textOf(signed).replaceAll('\n', '\r\n') }),
  },
  {
    id: 'signs-whole-urls',
    catalogue: 'D13',
    says: 'Signs the whole URL in place of its path.',
    breaks: wrongly,
    steps: () => ({ signed: (signed) => ({ ...signed, target: `https://api.doku.com${signed.target}` }) }),
  },
  {
    id: 'digests-in-hex',
    catalogue: 'D14',
    says: 'Signs the digest in hexadecimal.',
    breaks: ['signatures.right@generate'],
    steps: () => ({
      text: (signed) =>
        signed.body
          ? textOf(signed).replace(
              digestOf(signed.body),
              Buffer.from(digestOf(signed.body), 'base64').toString('hex'),
            )
          : textOf(signed),
    }),
  },
  {
    id: 'misspells-the-prefix',
    catalogue: 'D15',
    says: 'Writes HMACHSHA256= before its signatures.',
    breaks: wrongly,
    steps: () => ({
      signature: (text, secret) => signatureOf(text, secret).replace('HMACSHA256=', 'HMACHSHA256='),
    }),
  },
  {
    id: 'digests-gets',
    catalogue: 'D17',
    says: 'Signs a digest in a GET.',
    breaks: ['signatures.right@status'],
    steps: () => ({
      signed: (signed, operation) => (operation === 'status' ? { ...signed, body: Buffer.alloc(0) } : signed),
    }),
  },
  {
    id: 'signs-before-it-encodes',
    catalogue: 'D75',
    says: 'Signs the path of an invoice number before it is encoded.',
    breaks: ['signatures.right@status'],
    steps: () => ({
      signed: (signed, operation) =>
        operation === 'status' ? { ...signed, target: decodeURIComponent(signed.target) } : signed,
    }),
  },
  {
    id: 'encodes-nothing',
    says: 'Puts invoice numbers into paths as they are.',
    breaks: ['client.encodes'],
    steps: () => ({ statusPath: (invoice) => `/orders/v1/status/${invoice.replaceAll(' ', '%20')}` }),
  },
  {
    id: 'writes-amounts-as-text',
    catalogue: 'D30',
    says: 'Writes the amount as a text.',
    breaks: ['fields.type@PaymentCodeRequest/order.amount'],
    steps: bodied((body) => ({ ...body, order: { ...within(body, 'order'), amount: '150000' } })),
  },
  {
    id: 'asks-for-cents',
    says: 'Asks for a hundred times the amount, as for a currency with cents.',
    breaks: ['client.amount', 'client.recovers'],
    steps: (steps) => ({ body: (order, shop) => steps.body({ ...order, amount: order.amount * 100 }, shop) }),
  },
  {
    id: 'writes-cents',
    says: 'Writes the amount with decimals.',
    breaks: ['amounts.format'],
    steps: (steps) => ({ write: (body) => steps.write(body).replace(/"amount":(\d+)/, '"amount":$1.00') }),
  },
  {
    id: 'writes-exponents',
    says: 'Writes a large amount with an exponent.',
    breaks: ['amounts.format', 'client.amount'],
    steps: (steps) => ({ write: (body) => steps.write(body).replace(/"amount":(\d+)/, '"amount":1.5e7') }),
  },
  {
    id: 'describes-nothing',
    catalogue: 'D35',
    says: 'Leaves the description of the receipt out.',
    breaks: ['fields.present@PaymentCodeRequest/indomaret_info.receipt.description'],
    steps: bodied((body) => ({ ...body, indomaret_info: { receipt: { footer_message: 'Terima kasih' } } })),
  },
  {
    id: 'names-the-old-block',
    catalogue: 'D36',
    says: 'Writes online_info for online_to_offline_info.',
    breaks: ['fields.present@PaymentCodeRequest/online_to_offline_info'],
    steps: bodied(({ online_to_offline_info: block, ...others }) => ({ ...others, online_info: block })),
  },
  {
    id: 'tells-its-secret',
    catalogue: 'D80',
    says: 'Sends its secret key along.',
    breaks: ['client.secrets'],
    steps: (steps) => ({
      headers: (headers, operation, shop) => [
        ...steps.headers(headers, operation, shop),
        ['X-Debug-Key', shop.credentials['secret'] ?? ''],
      ],
    }),
  },
  {
    id: 'overrides-another-path',
    catalogue: 'D71',
    says: 'Overrides the address of notifications with another path.',
    breaks: ['client.override'],
    profile: { notificationUrl: 'https://shop.example/doku/notify' },
    steps: bodied((body) => ({
      ...body,
      additional_info: { override_notification_url: 'https://shop.example/elsewhere' },
    })),
  },
  {
    id: 'writes-more-than-agreed',
    says: 'Writes a longer text than is agreed on.',
    breaks: ['client.lengths'],
    profile: { textLimits: { 'customer.name': 20 } },
    steps: bodied((body) => ({ ...body, customer: { name: 'Taufik Ismail bin Abdul Gaffar Ismail' } })),
  },
]

/** Every defect of the client. */
export const defects: readonly Odd<ClientSteps>[] = [...sending, ...spelling, ...believing]
