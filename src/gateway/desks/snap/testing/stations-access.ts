/** Stations of the tour: tokens, and signatures that are wrong in one way each. */
import { createHmac, sign } from 'node:crypto'
import { stampOf } from '../../../../contract/datetime.ts'
import type { Sealed } from '../../../../dialects/dialect.ts'
import { bodyHash, macOf } from '../../../../dialects/snap-sign.ts'
import { minified } from '../../../../wire/json-minify.ts'
import { header } from '../../../../wire/exchange.ts'
import { pairOf } from '../pairs.ts'
import { order } from './consumer.ts'
import { back, look, pay, stop } from './stations-life.ts'
import { ask, pass, type Tour } from './tour.ts'

const secret = 'secret-of-partner-0001'

const headed =
  (name: string, value: string | undefined) =>
  (sealed: Sealed): Sealed => ({
    ...sealed,
    headers: [
      ...sealed.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()),
      ...(value === undefined ? [] : [[name, value] as [string, string]]),
    ],
  })

/** A request under another signature. */
const signed =
  (make: (text: string, right: string, sealed: Sealed) => string | undefined) =>
  (sealed: Sealed): Sealed => {
    const at = (name: string) => header(sealed.headers, name) ?? ''
    const token = at('Authorization').replace('Bearer ', '')
    const parts = [sealed.method, sealed.path, token, bodyHash(sealed.body), at('X-TIMESTAMP')]
    const text = parts.filter((part) => part !== '').join(':')
    return headed('X-SIGNATURE', make(text, at('X-SIGNATURE'), sealed))(sealed)
  }

const mac = (text: string): string => macOf(text, secret).toString('base64')

const withoutToken = (text: string): string => text.replace(/^(POST:[^:]*):[^:]*:/, '$1:')

export const forgeries: [what: string, make: (text: string, right: string) => string | undefined][] = [
  ['absent', () => undefined],
  ['empty', () => ''],
  ['unreadable', () => 'not*a*signature'],
  ['small', (_text, right) => right.toLowerCase()],
  ['prefix', (_text, right) => `${right.slice(0, 10)}${'A'.repeat(76)}==`],
  ['padding', (_text, right) => right.replace(/=+$/, '')],
  ['hexadecimal', (text) => macOf(text, secret).toString('hex')],
  ['sha256', (text) => createHmac('sha256', secret).update(text).digest('base64')],
  ['method', (text) => mac(text.replace('POST', 'post'))],
  ['path', (text) => mac(text.replace(/^POST:[^:]*/, 'POST:/v1.0/debit/refund'))],
  ['url', (text) => mac(text.replace('POST:/', 'POST:/snap/'))],
  ['slash', (text) => mac(text.replace('POST:/', 'POST:'))],
  ['time', (text) => mac(text.replace(/:[^:]*T[\d:+]+$/, ''))],
  ['bodyless', (text) => mac(text.replace(/:[0-9a-f]{64}:/, '::'))],
  ['capitals', (text) => mac(text.replace(/:[0-9a-f]{64}:/, (hash) => hash.toUpperCase()))],
  ['client', (text) => macOf(text, 'PARTNER-0001').toString('base64')],
  ['public', (text) => macOf(text, pairOf('PARTNER-0001').publicKey).toString('base64')],
  ['public alone', (text) => macOf(withoutToken(text), pairOf('PARTNER-0001').publicKey).toString('base64')],
  ['decoded', (text) => macOf(text, Buffer.from(secret, 'base64')).toString('base64')],
  ['nonsense', () => 'A'.repeat(86) + '=='],
]

export async function access(tour: Tour): Promise<void> {
  for (const [what, make] of forgeries) await pay(tour, `Forged ${what}`, {}, { change: signed(make) })
  const bad = { change: signed(() => `${'B'.repeat(86)}==`) }
  await look(tour, 'Nowhere', {}, bad)
  await look(tour, '007Paid', {}, bad)
  await look(tour, 'Forged nonsense')
  await pay(tour, 'Forged nonsense')
  await pay(tour, 'Forged end', { bankCardToken: 'CARDIDLE00000004' })
  await stop(tour, 'Forged end', {}, bad)
  await look(tour, 'Forged end')
  await layouts(tour)
  await externals(tour)
  const own = { 'header:Authorization': `Bearer ${tour.second.token}` }
  await pay(tour, 'Tokens 1', own)
  await pay(tour, 'Tokens 2', { 'header:Authorization': 'Bearer eyJhbGciOiJub25lIn0.e30' })
  await pay(tour, 'Tokens 3', { 'header:Authorization': tour.first.token })
  await pay(tour, 'Tokens 4', { 'header:Authorization': null })
  await pay(tour, 'Tokens 5', { 'header:Authorization-Customer': 'Bearer eyJhbGciOiJub25lIn0.e30' })
  const nobodys = { 'header:Authorization': 'Bearer eyJhbGciOiJub25lIn0.e30' }
  const little = { refundAmount: { value: '1.00', currency: 'IDR' } }
  await back(tour, '007Paid', 'N1', { ...little, ...nobodys })
  await back(tour, '007Paid', 'N2', { ...little, ...own })
  await stop(tour, 'IsIDLE', nobodys)
  await stop(tour, 'Forged end', { 'header:X-PARTNER-ID': 'PARTNER-0002' })
  await look(tour, 'Forged end')
  await pay(tour, 'Partner', { 'header:X-PARTNER-ID': 'PARTNER-0002' })
  await customers(tour)
  await tour.first.renew()
  await pass(tour, 700)
  await look(tour, '007Paid')
  await pass(tour, 400)
  await look(tour, '007Paid')
  await back(tour, '007Paid', 'N3', little)
  await tour.first.renew()
  await tour.second.renew()
}

/** The same body laid out in other ways, signed as it is minified and as it is not. */
async function layouts(tour: Tour): Promise<void> {
  const note = { additionalInfo: { z: 'Toko  Kopi', a: 'http://x/é', n: 1 } }
  await pay(tour, 'Laid out 1', note, { more: { style: { indent: true } } })
  await pay(tour, 'Laid out 2', note, { more: { style: { escapedSlashes: true, unicodeEscapes: true } } })
  await pay(tour, 'Laid out 3', note)
  const sorted = signed((text, _right, { body }) => {
    const keys = JSON.parse(body.toString()) as { [name: string]: unknown }
    const turned = Object.fromEntries(Object.entries(sortedKeys(keys) as object))
    return mac(text.replace(bodyHash(body), bodyHash(minified(Buffer.from(JSON.stringify(turned))))))
  })
  await pay(tour, 'Laid out 4', {}, { change: sorted })
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]))
}

async function externals(tour: Tour): Promise<void> {
  const { first, second } = tour
  const once = { 'header:X-EXTERNAL-ID': '424242' }
  await look(tour, '007Paid', once)
  await look(tour, 'IsIDLE', once)
  await look(tour, 'Ask', once, { from: second })
  const sealed = first.seal('payment', { ...order, partnerReferenceNo: 'Twice' })
  for (let times = 0; times < 2; times++) await ask(tour, 'payment', {}, { change: () => sealed })
  for (const sign of ['1', '2'])
    for (const id of [`${'47'.repeat(13)}${sign}`, `${sign}${'48'.repeat(13)}`])
      await look(tour, '007Paid', { 'header:X-EXTERNAL-ID': id })
  const burnt = { 'header:X-EXTERNAL-ID': '434343' }
  await look(tour, '007Paid', burnt, { change: signed(() => `${'B'.repeat(86)}==`) })
  await look(tour, '007Paid', burnt)
  const refused = { 'header:X-EXTERNAL-ID': '444444' }
  await look(tour, '007Paid', { ...refused, serviceCode: null })
  await look(tour, '007Paid', refused)
}

/** An X-EXTERNAL-ID again on the same day, and before midnight and after it. */
export async function midnight(tour: Tour): Promise<void> {
  const { gateway } = tour
  const day = stampOf(gateway.clock.now() + 86_400_000, 'Asia/Jakarta').slice(0, 10)
  await gateway.control.clock({ set: `${day}T10:15:00+07:00` })
  await tour.first.renew()
  const within = { 'header:X-EXTERNAL-ID': '464646' }
  await look(tour, '007Paid', within)
  await pass(tour, 7200)
  await look(tour, '007Paid', within)
  await gateway.control.clock({ set: `${day}T23:50:00+07:00` })
  await tour.first.renew()
  const once = { 'header:X-EXTERNAL-ID': '454545' }
  await look(tour, '007Paid', once)
  await pass(tour, 600)
  await look(tour, '007Paid', once)
}

/** Two customers with a card each, and the token of one of them. */
async function customers(tour: Tour): Promise<void> {
  const { control } = tour.gateway
  const wished = (wish: object) => control.provision(wish as { [key: string]: unknown })
  const { code, authCode } = (await wished({ consent: true })) as { code: string; authCode: string }
  await wished({ outcome: 'paid', code: 'CARDOFX1', customer: code })
  await wished({ outcome: 'paid', code: 'CARDOFY1', customer: 'SOMEBODY' })
  const { fields } = await ask(tour, 'customerToken', { grantType: 'AUTHORIZATION_CODE', authCode })
  const customer = { 'header:Authorization-Customer': `Bearer ${String(fields['accessToken'])}` }
  await pay(tour, 'Customer 1', { ...customer, bankCardToken: 'CARDOFX1' })
  await pay(tour, 'Customer 2', { ...customer, bankCardToken: 'CARDOFY1' })
  await pay(tour, 'Customer 3', { bankCardToken: 'CARDOFX1' })
  await back(tour, 'Customer 1', 'C1', customer)
  await pay(tour, 'Customer 4', { 'header:Authorization-Customer': `Bearer ${tour.first.token}` })
  const from = tour.second
  await pay(tour, 'Customer 5', customer, { from })
  await pay(tour, 'Customer 6', {}, { from })
  await back(tour, 'Customer 6', 'C2', customer, { from })
  await consents(tour, wished)
}

/** Codes of consent and refresh tokens: in other hands, and again. */
async function consents(tour: Tour, wished: (wish: object) => Promise<unknown>): Promise<void> {
  const from = tour.second
  const [kept, lost] = (await Promise.all([wished({ consent: true }), wished({ consent: true })])) as {
    authCode: string
  }[]
  const byCode = { grantType: 'AUTHORIZATION_CODE', authCode: kept!.authCode }
  await ask(tour, 'customerToken', { ...byCode, authCode: lost!.authCode }, { from })
  const { fields } = await ask(tour, 'customerToken', byCode)
  const byToken = { grantType: 'REFRESH_TOKEN', refreshToken: String(fields['refreshToken']) }
  await ask(tour, 'customerToken', byToken, { from })
  await ask(tour, 'customerToken', byToken)
  await ask(tour, 'customerToken', byCode)
}

/** The token of a customer, and what renews it, when their time is over. */
export async function agedCustomers(tour: Tour): Promise<void> {
  const { authCode } = (await tour.gateway.control.provision({ consent: true })) as { authCode: string }
  const { fields } = await ask(tour, 'customerToken', { grantType: 'AUTHORIZATION_CODE', authCode })
  const customer = { 'header:Authorization-Customer': `Bearer ${String(fields['accessToken'])}` }
  await pay(tour, 'Aged 1', customer)
  await pass(tour, 16 * 86_400)
  await pay(tour, 'Aged 2', customer)
  await back(tour, 'Aged 1', 'A1', customer)
  await ask(tour, 'customerToken', {
    grantType: 'REFRESH_TOKEN',
    refreshToken: String(fields['refreshToken']),
  })
}

export async function tokens(tour: Tour): Promise<void> {
  const grant = { grantType: 'client_credentials' }
  await ask(tour, 'token', grant)
  await look(tour, '007Paid')
  await ask(tour, 'token', { grantType: 'password' })
  await ask(tour, 'token', {})
  const stamped = (join: (client: string, time: string) => string, owner = 'PARTNER-0001') =>
    signed((_text, _right, { headers }) => {
      const text = join('PARTNER-0001', header(headers, 'X-TIMESTAMP') ?? '')
      return sign('sha256', Buffer.from(text), pairOf(owner).privateKey).toString('base64')
    })
  await ask(tour, 'token', grant, { change: stamped((client, time) => `${time}|${client}`) })
  await ask(tour, 'token', grant, { change: stamped((client) => client, 'PARTNER-0002') })
}
