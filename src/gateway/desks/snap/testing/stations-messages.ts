/** Stations of the tour: headers, bodies, fields and methods, right and wrong. */
import { stampOf } from '../../../../contract/datetime.ts'
import type { Fields } from '../../../../wire/reading.ts'
import { verbatim } from '../../../../wire/reading.ts'
import { order } from './consumer.ts'
import { back, look, pay } from './stations-life.ts'
import { ask, type Tour } from './tour.ts'

export async function headers(tour: Tour): Promise<void> {
  const now = tour.gateway.clock.now()
  const local = stampOf(now, 'Asia/Jakarta')
  const odd: Fields[] = [
    ...['X-PARTNER-ID', 'X-EXTERNAL-ID', 'CHANNEL-ID', 'X-TIMESTAMP'].map((name) => ({
      [`header:${name}`]: null,
    })),
    { 'header:CHANNEL-ID': '123456' },
    { 'header:X-EXTERNAL-ID': '8'.repeat(36) },
    { 'header:X-EXTERNAL-ID': '9'.repeat(37) },
    { 'header:X-DEVICE-ID': 'd'.repeat(401) },
    { 'header:X-IP-ADDRESS': '999.1.1.1' },
    { 'header:X-TIMESTAMP': local.slice(0, 19) },
    { 'header:X-TIMESTAMP': `${local.slice(0, 19)}Z` },
    { 'header:X-TIMESTAMP': '2026-02-30T10:15:30+07:00' },
    { 'header:X-TIMESTAMP': stampOf(now, 'UTC') },
    { 'header:X-TIMESTAMP': stampOf(now - 86_400_000, 'Asia/Jakarta') },
    { 'header:Content-Type': 'text/plain' },
    { 'header:Content-Type': 'application/json; charset=utf-8' },
  ]
  for (const [at, fields] of odd.entries()) await pay(tour, `Head ${at}`, fields)
  await look(
    tour,
    '007Paid',
    {},
    {
      change: (sealed) => ({
        ...sealed,
        headers: sealed.headers.map(([name, value]) => [name.toLowerCase(), value]),
      }),
    },
  )
}

export async function bodies(tour: Tour): Promise<void> {
  const texts = ['{"cut', '', 'null', '[]', '"text"', '<html></html>']
  for (const instead of texts) await ask(tour, 'payment', {}, { more: { style: { instead } } })
  const whole = tour.first.seal('payment', { ...order, partnerReferenceNo: 'Whole' }).body.toString()
  for (const instead of [`[${whole}]`, whole.replace(/\}$/, ',}')])
    await ask(tour, 'payment', {}, { more: { style: { instead } } })
  const large = { additionalInfo: { note: 'x'.repeat(250_000) } }
  await pay(tour, 'Body 1', large)
  await pay(tour, 'Body 2', { xFoo: 'bar', additionalInfo: verbatim('null') })
  await pay(tour, 'Body 3', { additionalInfo: 'text' })
  await pay(tour, 'Body 4', { terminalId: '' })
  await pay(
    tour,
    'Body 5',
    {},
    { more: { style: { duplicates: { amount: { value: '5.00', currency: 'IDR' } } } } },
  )
  await look(tour, 'Body 5')
  await back(tour, 'Body 5', 'Y1', { reason: 'é ü 👍' })
  await look(tour, 'Body 5')
  const named = tour.first.seal('cancel', { originalPartnerReferenceNo: 'IsIDLE' }).body.toString()
  const instead = named.replace(/originalpartner/i, 'originalPartner')
  await ask(tour, 'cancel', {}, { more: { style: { instead } } })
}

const amounts = ['10000', '10000.0', '1e4', ' 10000.00', '0.00', '-1.00', '100000000000000.00', 'x']

export async function acceptances(tour: Tour): Promise<void> {
  const url = (fields: object) => ({
    urlParam: [
      { url: 'https://merchant.example/x', type: 'PAY_RETURN', isDeeplink: 'N' },
      { url: 'https://merchant.example/y', type: 'PAY_RETURN', isDeeplink: 'N', ...fields },
    ],
  })
  const first = (fields: object) => ({ urlParam: [url(fields).urlParam[1]!] })
  const odd: Fields[] = [
    ...amounts.map((value) => ({ amount: { value, currency: 'IDR' } })),
    { amount: { value: 100, currency: 'IDR' } },
    { amount: ['100.00'] },
    { amount: { value: '100.00' } },
    { amount: { currency: 'IDR' } },
    ...['idr', 'RP', 'XXX'].map((currency) => ({ amount: { value: '1.00', currency } })),
    first({ type: 'PAY_CALLBACK' }),
    first({ isDeeplink: 'true' }),
    first({ type: null }),
    first({ url: '/relative' }),
    url({ type: 'PAY_CALLBACK' }),
    { validUpTo: '2027-02-30T10:00:00+07:00' },
    { validUpTo: 'tomorrow' },
    { terminalId: 'x'.repeat(65) },
    { terminalId: 'é'.repeat(60) },
    { terminalId: 12 },
    { chargeToken: null },
  ]
  for (const [at, fields] of odd.entries()) await pay(tour, `Field ${at}`, fields)
  for (const name of ['', 'L'.repeat(64), 'L'.repeat(65)]) await pay(tour, name)
  await ask(tour, 'payment', order)
}

export async function methods(tour: Tour): Promise<void> {
  for (const method of ['GET', 'PUT', 'DELETE'])
    await ask(
      tour,
      'payment',
      { ...order, partnerReferenceNo: `By ${method}` },
      { change: (sealed) => ({ ...sealed, method }) },
    )
  await look(tour, '007Paid', {}, { change: (sealed) => ({ ...sealed, path: '/snap/v1.0/nothing' }) })
}
