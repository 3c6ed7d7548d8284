/** Clients that write what they may not. */
import type { Headers } from '../../../wire/exchange.ts'
import type { Odd } from '../../oddity.ts'
import { hashOf, minified } from '../sign.ts'
import type { Letter } from '../../posting.ts'
import type { Attempt, Body, ClientSteps, Operation, Shop } from './steps.ts'

type Defect = Odd<ClientSteps>

const heading =
  (change: (name: string, value: string) => [string, string]): Defect['steps'] =>
  (honest) => ({
    headers: (attempt: Attempt, shop: Shop): Headers =>
      honest.headers(attempt, shop).map(([name, value]) => change(name, value)),
  })

/** Writes the headers of its services otherwise, not those of tokens. */
const replacing =
  (name: string, value: string | undefined): Defect['steps'] =>
  (honest) => ({
    headers(attempt, shop) {
      const headers = honest.headers(attempt, shop)
      if (!attempt.deal) return headers
      const others = headers.filter(([one]) => one !== name)
      return value === undefined ? others : [...others, [name, value]]
    },
  })

const bodyOf =
  (operation: Operation, change: (body: Body) => Body): Defect['steps'] =>
  (honest) => ({
    write: (body, which) => honest.write(which === operation ? change(body) : body, which),
  })

const writingPayments =
  (change: (text: string) => string): Defect['steps'] =>
  (honest) => ({
    write(body, operation) {
      const text = honest.write(body, operation)
      return operation === 'payment' ? change(text) : text
    },
  })

const packing =
  (change: (letter: Letter) => Partial<Letter>): Defect['steps'] =>
  (honest) => ({
    pack(letter, shop) {
      const packed = honest.pack(letter, shop)
      return { ...packed, ...change(packed) }
    },
  })

const stamping =
  (change: (stamp: string, now: number) => string): Defect['steps'] =>
  (honest) => ({ timestamp: (attempt, shop) => change(honest.timestamp(attempt, shop), shop.now()) })

const payment: Defect[] = [
  {
    id: 'sends-numbers',
    says: 'Sends amounts as numbers.',
    breaks: ['fields.type'],
    steps: bodyOf('payment', (body) => ({ ...body, amount: { value: 20000, currency: 'IDR' } })),
  },
  {
    id: 'sends-no-decimals',
    says: 'Sends amounts without decimals.',
    breaks: ['amounts.format'],
    steps: bodyOf('payment', (body) => ({ ...body, amount: { value: '20000', currency: 'IDR' } })),
  },
  {
    id: 'pays-nothing',
    says: 'Pays 0.00.',
    breaks: ['client.amounts', 'client.agreeing@amount.value'],
    steps: bodyOf('payment', (body) => ({ ...body, amount: { value: '0.00', currency: 'IDR' } })),
  },
  {
    id: 'leaves-the-currency-out',
    says: 'Sends an amount without its currency.',
    breaks: ['fields.present'],
    steps: bodyOf('payment', (body) => ({ ...body, amount: { value: '20000.00' } })),
  },
  {
    id: 'sends-small-currencies',
    says: 'Sends the currency in small letters.',
    breaks: ['fields.format'],
    steps: bodyOf('payment', (body) => ({ ...body, amount: { value: '20000.00', currency: 'idr' } })),
  },
  {
    id: 'sends-long-branches',
    says: 'Sends a subMerchantId of 40 letters.',
    breaks: ['fields.length'],
    steps: bodyOf('payment', (body) => ({ ...body, subMerchantId: 'B'.repeat(40) })),
  },
  {
    id: 'puts-its-secret-into-additions',
    catalogue: 'D150',
    says: 'Sends its secret in additionalInfo.',
    breaks: ['client.secrets'],
    steps: bodyOf('payment', (body) => ({
      ...body,
      additionalInfo: { clientSecret: 'secret-of-partner-0001' },
    })),
  },
  {
    id: 'writes-members-twice',
    says: 'Writes the amount of a payment twice.',
    breaks: ['fields.once'],
    steps: writingPayments((text) => text.replace(/("amount":\{[^}]*\})/, '$1,$1')),
  },
  {
    id: 'pads-branches',
    says: 'Writes white space around the subMerchantId.',
    breaks: ['fields.unpadded'],
    steps: bodyOf('payment', (body) => ({ ...body, subMerchantId: ' B1 ' })),
  },
  {
    id: 'names-members-freely',
    says: 'Calls partnerReferenceNo by a name of its own making.',
    breaks: ['fields.present'],
    steps: bodyOf('refund', ({ partnerRefundNo: number, ...body }) => ({ ...body, refundNumber: number })),
  },
]

const others: Defect[] = [
  {
    id: 'sends-grant-type',
    catalogue: 'D144',
    says: 'Sends grant_type in place of grantType.',
    breaks: ['fields.named'],
    steps: bodyOf('token', ({ grantType, ...body }) => ({ ...body, grant_type: grantType })),
  },
  {
    id: 'sends-customers-without-bearer',
    catalogue: 'D145',
    says: 'Sends Authorization-Customer without Bearer.',
    breaks: ['fields.format'],
    steps: heading((name, value) => [
      name,
      name === 'Authorization-Customer' ? value.replace('Bearer ', '') : value,
    ]),
  },
  {
    id: 'stamps-milliseconds-with-z',
    catalogue: 'D146',
    says: 'Sends X-TIMESTAMP with milliseconds and Z.',
    breaks: ['fields.format'],
    steps: stamping((_stamp, now) => new Date(now).toISOString()),
  },
  {
    id: 'stamps-greenwich-as-jakarta',
    says: 'Sends the hours of Greenwich with the offset of Jakarta.',
    breaks: ['client.timestamp'],
    steps: stamping((_stamp, now) => new Date(now).toISOString().replace(/\.\d+Z$/, '+07:00')),
  },
  {
    id: 'stamps-half-hours',
    catalogue: 'D146',
    says: 'Sends X-TIMESTAMP with the offset +5.5:30.',
    breaks: ['fields.format'],
    steps: stamping((stamp) => stamp.replace(/[+-]\d\d:\d\d$/, '+5.5:30')),
  },
  {
    id: 'asks-for-service-55',
    catalogue: 'D147',
    says: 'Asks for the status with the serviceCode 55.',
    breaks: ['client.service'],
    steps: bodyOf('status', (body) => ({ ...body, serviceCode: '55' })),
  },
  {
    id: 'signs-another-body',
    catalogue: 'D148',
    says: 'Signs the body without the letters beyond ASCII that it sends.',
    breaks: ['signatures.right'],
    steps: (honest) => ({
      text: (scheme, signed) =>
        honest
          .text(scheme, signed)
          .replace(hashOf(minified(signed.body)), hashOf(Buffer.from(signed.body.toString('latin1')))),
    }),
  },
  {
    id: 'signs-the-bearer',
    says: 'Signs the token with Bearer before it.',
    breaks: ['signatures.right'],
    steps: (honest) => ({
      text: (scheme, signed) =>
        honest.text(scheme, signed.token === '' ? signed : { ...signed, token: `Bearer ${signed.token}` }),
    }),
  },
  {
    id: 'calls-an-older-version',
    catalogue: 'D155',
    says: 'Calls the paths of version v1.',
    breaks: ['http.path'],
    steps: (honest) => ({ path: (...what) => honest.path(...what).replace('/v1.0/', '/v1/') }),
  },
  {
    id: 'calls-payment',
    catalogue: 'D155',
    says: 'Calls /debit/payment.',
    breaks: ['http.path'],
    steps: (honest) => ({
      path: (...what) => honest.path(...what).replace('payment-host-to-host', 'payment'),
    }),
  },
  {
    id: 'sends-the-address-of-the-sample',
    catalogue: 'D159',
    says: 'Sends the X-IP-ADDRESS of the sample, which there cannot be.',
    breaks: ['fields.format'],
    steps: replacing('X-IP-ADDRESS', '172.24.281.24'),
  },
  {
    id: 'sends-long-addresses',
    catalogue: 'D159',
    says: 'Sends an X-IP-ADDRESS of IPv6.',
    breaks: ['fields.format'],
    steps: replacing('X-IP-ADDRESS', '::1'),
  },
  {
    id: 'sends-long-channels',
    says: 'Sends a CHANNEL-ID of six characters.',
    breaks: ['client.channel'],
    steps: replacing('CHANNEL-ID', '952210'),
  },
  {
    id: 'leaves-the-channel-out',
    says: 'Sends no CHANNEL-ID.',
    breaks: ['fields.present'],
    steps: replacing('CHANNEL-ID', undefined),
  },
  {
    id: 'sends-letters-for-external-ids',
    says: 'Sends UUIDs as X-EXTERNAL-ID although digits are agreed on.',
    breaks: ['fields.format'],
    steps: (honest) => ({
      externalId: (...what) => `ab-${honest.externalId(...what)}`,
    }),
  },
  {
    id: 'calls-its-json-a-form',
    says: 'Sends its JSON as application/x-www-form-urlencoded.',
    breaks: ['json.content-type'],
    steps: replacing('Content-Type', 'application/x-www-form-urlencoded'),
  },
  {
    id: 'sends-latin-1',
    says: 'Sends bodies in Latin-1.',
    breaks: ['json.utf'],
    steps: () => ({ encode: (text) => Buffer.from(text, 'latin1') }),
  },
  {
    id: 'sends-lists',
    says: 'Wraps its bodies into a list.',
    breaks: ['json.object'],
    steps: (honest) => ({
      write: (body, operation) =>
        operation === 'status' ? `[${honest.write(body, operation)}]` : honest.write(body, operation),
    }),
  },
  {
    id: 'puts',
    says: 'Sends its requests with PUT.',
    breaks: ['http.post'],
    steps: packing(() => ({ method: 'PUT' })),
  },
  {
    id: 'puts-its-secret-into-a-header',
    says: 'Sends its secret in a header of its own.',
    breaks: ['client.secrets'],
    steps: (honest) => ({
      headers: (...what) => [...honest.headers(...what), ['X-CLIENT-SECRET', 'secret-of-partner-0001']],
    }),
  },
  {
    id: 'puts-tokens-into-addresses',
    catalogue: 'D150',
    says: 'Adds its token to the address it calls.',
    breaks: ['client.secrets'],
    steps: askingWithToken,
  },
]

export const writing: readonly Defect[] = [...payment, ...others]

/** The headers are written first, and the address right after them. */
function askingWithToken(honest: ClientSteps): Partial<ClientSteps> {
  let query = ''
  return {
    headers(attempt, shop) {
      query = attempt.token === '' ? '' : `?access_token=${attempt.token}`
      return honest.headers(attempt, shop)
    },
    path: (...what) => honest.path(...what) + query,
  }
}
