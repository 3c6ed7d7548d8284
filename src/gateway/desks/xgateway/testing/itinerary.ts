/** The stations of the tour, in the order that shows most defects early. */
import type { Gateway } from '../../../gateway.ts'
import { overSocket } from '../../../testing/post.ts'
import { mitraAt } from './mitra.ts'
import {
  ask,
  connection,
  pass,
  pin,
  postText,
  race,
  speed,
  startTour,
  type Tour,
  user,
  weigh,
} from './tour.ts'

const phones: { [number: string]: string } = {
  '0856000001': 'success',
  '0856000002': 'missing',
  '0856000003': 'biller',
  '0856000004': 'slow',
  '0856000005': 'pending',
  '0856000006': 'pendingfail',
  '0856000007': 'refunded',
}
const [phone, missing, failing, slow, pending, pendingfail, refunded] = Object.keys(phones) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
]
const [meter, other, silent, amp, nobodys] = [
  '11310000001',
  '11310000002',
  '11380000001',
  '11330000001',
  '11390000001',
] as const
const rest = { customer: 'ANDI SUJONO', power: 'R1/1300' }

/** Takes the whole tour and gives what was said; stops with a Difference where `expected` says otherwise. */
export async function takeTour(gateway: Gateway, expected?: readonly string[]): Promise<string[]> {
  const tour = await startTour(gateway, expected)
  await prepare(gateway, tour.inbox.url)
  try {
    for (const station of [
      sales,
      failures,
      tokens,
      strangers,
      waiting,
      refusing,
      requests,
      nonsense,
      races,
      days,
    ])
      await station(tour)
  } finally {
    await tour.inbox.close()
  }
  return tour.said
}

async function prepare({ control }: Gateway, callbackUrl: string): Promise<void> {
  const account = { data: 'account', pin, balance: 90_000_000, callbackUrl }
  await control.provision({ ...account, code: user })
  await control.provision({ ...account, code: 'TOUR2', callbackUrl: `${callbackUrl}/second` })
  await control.provision({ ...account, code: 'TOUR3', pin: '135790' })
  await control.provision({ ...account, code: 'TOUR4', pin: 'aBc135' })
  await control.provision({ ...account, code: 'R2' })
  await control.provision({ ...account, code: 'TOURPOOR', balance: 1 })
  await control.provision({ ...account, code: 'TOURBARE', balance: 20_175 })
  await control.provision({ ...account, code: 'TOURSCARCE', balance: 30_000 })
  await control.provision({
    ...account,
    code: 'TOURBLOCKED',
    blocked: true,
    callbackUrl: `${callbackUrl}/blocked`,
  })
  for (const [code, outcome] of Object.entries(phones))
    await control.provision({ code, product: 'I20', outcome, settlesIn: 60, callbackUrl })
  for (const code of [meter, other]) await control.provision({ code, product: 'PLN20', ...rest })
  await control.provision({ code: silent, product: 'PLN20', outcome: 'noquery', ...rest })
  await control.provision({ code: nobodys, product: 'PLN20', outcome: 'missing', ...rest })
  const last = { customer: 'CV TIRTA & <PUTRA>', callbackUrl: `${callbackUrl}/last` }
  await control.provision({ code: amp, product: 'PLNA20', ...rest, ...last })
}

async function sales(tour: Tour): Promise<void> {
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: '007' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: '007' })
  await ask(tour, 'topup', phone, 'I50', { REQUESTID: '007' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: '7' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'abcdefghijklmnopqrst' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'abcdefghijklmnopqrsu' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'ABCDEFGHIJKLMNOPQRST' })
  for (let times = 0; times < 2; times++)
    await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'CAPITAL' }, { method: 'TopupRequest' })
  await weigh(tour)
}

async function failures(tour: Tour): Promise<void> {
  const again = { REQUESTID: 'FAILED1' }
  for (const number of [missing, failing, '0877999999']) await ask(tour, 'topup', number, 'I20')
  await ask(tour, 'topup', failing, 'I20', again)
  await ask(tour, 'topup', failing, 'I20', again)
  await ask(tour, 'topup', failing, 'I20', { ...again, PIN: '000000' })
  await ask(tour, 'topup', phone, 'I20', { ...again, MSISDN: 'TOUR3', PIN: '135790' })
  for (const product of ['NOSUCH', 'I25', 'I100', 'PLN20']) await ask(tour, 'topup', phone, product)
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOURPOOR', REQUESTID: 'POOR1' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOURPOOR', REQUESTID: 'POOR1' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOURBARE' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'A'.repeat(21) })
  await weigh(tour)
}

async function tokens(tour: Tour): Promise<void> {
  await ask(tour, 'purchase', meter, 'PLN20')
  await ask(tour, 'query', meter, 'PLN20', { MSISDN: 'TOUR2' })
  await ask(tour, 'purchase', meter, 'PLN20')
  await ask(tour, 'query', meter, 'PLN20', { REQUESTID: 'QUERY1' })
  await ask(tour, 'query', meter, 'PLN20', { REQUESTID: 'QUERY1' })
  for (const operation of ['purchase', 'query', 'purchase'] as const)
    await ask(tour, operation, meter, 'PLN20', { REQUESTID: 'QUERY1' })
  await ask(tour, 'purchase', meter, 'PLNA20')
  for (let times = 0; times < 2; times++) await ask(tour, 'purchase', meter, 'PLN20', { REQUESTID: 'TWICE' })
  for (const operation of ['query', 'purchase'] as const)
    await ask(tour, operation, meter, 'PLN20', { MSISDN: 'TOURPOOR' })
  for (const product of ['PLN20', 'PLNA20']) await ask(tour, 'purchase', other, product)
  await ask(tour, 'query', silent, 'PLN20')
  await ask(tour, 'purchase', silent, 'PLN20')
  for (const product of ['PLN20', 'PLNA20', 'PLNA20', 'PLNA20']) await ask(tour, 'direct', amp, product)
  await ask(tour, 'topup', meter, 'PLN20')
  await ask(tour, 'direct', nobodys, 'PLN20')
  for (let times = 0; times < 3; times++) await ask(tour, 'direct', other, 'PLN20')
  await ask(tour, 'purchase', other, 'PLN20')
  await weigh(tour)
}

async function strangers(tour: Tour): Promise<void> {
  const wrong = { PIN: '000000', REQUESTID: 'PIN1' }
  await ask(tour, 'topup', phone, 'I20', wrong)
  await ask(tour, 'query', meter, 'PLN20', wrong)
  await ask(tour, 'direct', meter, 'PLN20', wrong)
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: 'PIN1' })
  await ask(tour, 'topup', phone, 'I20', { ...wrong, REQUESTID: '007' })
  await ask(tour, 'topup', phone, 'I20', { PIN: '000000' }, { method: 'TopupRequest' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOUR3', PIN: '135790' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOUR4', PIN: 'abc135' })
  for (const PIN of ['0246810', '24681', '246811', '135790']) await ask(tour, 'topup', phone, 'I20', { PIN })
  for (const MSISDN of ['NOBODY', `${user}Z`, user.slice(1), user.toLowerCase()])
    await ask(tour, 'topup', phone, 'I20', { MSISDN })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOURBLOCKED' })
  await ask(tour, 'direct', meter, 'PLN20', { MSISDN: 'TOURBLOCKED' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'TOUR2', REQUESTID: '007' })
  await ask(tour, 'topup', phone, 'I20', { REQUESTID: '2007' })
  await ask(tour, 'topup', phone, 'I20', { MSISDN: 'R2', REQUESTID: '007TOU' })
  for (const forwarded of [[], [['X-Forwarded-For', '127.0.0.1']]] as [string, string][][]) {
    const away = overSocket(tour.gateway, '/st24', '127.0.0.9')
    const stranger = mitraAt((body, headers) => away(body, [...headers, ...forwarded]), user, pin)
    await ask({ ...tour, mitra: stranger }, 'topup', phone, 'I20')
    await ask({ ...tour, mitra: stranger }, 'query', meter, 'PLN20')
  }
}

async function waiting(tour: Tour): Promise<void> {
  for (const [i, number] of [pending, pendingfail, refunded].entries()) {
    const REQUESTID = `PENDING${i}`
    await ask(tour, 'topup', number, 'I20', { REQUESTID })
    await ask(tour, 'topup', number, 'I20', { REQUESTID })
    await ask(tour, 'topup', number, 'I20', { REQUESTID, PIN: '000000' })
    for (let times = 0; times < 2; times++) await ask(tour, 'topup', number, 'I20', { REQUESTID })
    await ask(tour, 'topup', number, 'I20', { MSISDN: 'TOUR3', PIN: '135790' })
    await ask(tour, 'topup', number, 'I20')
    await pass(tour, 61, 3)
    await ask(tour, 'topup', number, 'I20', { REQUESTID })
    await weigh(tour)
  }
}

/** Callbacks that are not taken and come again: one is about a trx_id of digits, asked for by the other name. */
async function refusing(tour: Tour): Promise<void> {
  const digits = { REQUESTID: '0071' }
  tour.inbox.statuses.push(500)
  await ask(tour, 'topup', pending, 'I20', digits, { method: 'TopupRequest' })
  await pass(tour, 61, 1)
  await pass(tour, 15, 1)
  tour.inbox.statuses.push(500)
  await ask(tour, 'topup', pendingfail, 'I20', { REQUESTID: '0072' })
  await pass(tour, 61, 1)
  await pass(tour, 15, 1)
  await weigh(tour)
}

async function requests(tour: Tour): Promise<void> {
  const order = ['NOM', 'PIN', 'NOHP', 'REQUESTID', 'MSISDN']
  for (const style of [
    { order },
    { valueFirst: true },
    { spaced: true },
    { type: 'untyped' },
    { cdata: true },
    { comments: true },
    { bom: true },
    { encoding: 'iso-8859-1' as const },
    { gzip: true },
    { method: 'nosuch' },
  ])
    await ask(tour, 'topup', phone, 'I20', {}, style)
  await ask(tour, 'topup', phone, 'I20', { EXTRA: 'x' })
  for (const member of ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM'])
    await ask(tour, 'topup', phone, 'I20', { [member]: null })
}

async function nonsense(tour: Tour): Promise<void> {
  const member = (name: string, value: string) =>
    `<member><name>${name}</name><value><string>${value}</string></value></member>`
  const members = [
    member('MSISDN', user),
    member('REQUESTID', 'BROKEN1'),
    member('PIN', pin),
    member('NOHP', phone),
    member('NOM', 'I20'),
  ]
  await postText(tour, 'hello')
  await postText(
    tour,
    `<methodCall><methodName>topUpRequest</methodName><params><param><value><struct>${members.join('')}</struct>`,
  )
  const open = `<methodCall><methodName>topUpRequest</methodName><params><param><value><struct>${members.join('')}</struct></value></param></params>`
  await postText(tour, open)
  await postText(tour, `<!DOCTYPE methodCall>${open}</methodCall>`)
  await connection(tour)
  await speed(tour, phone)
}

async function races(tour: Tour): Promise<void> {
  const six = Array.from({ length: 6 }, (_none, i) => `RACE${i}`)
  await race(
    tour,
    'one id',
    six.map(() => () => tour.mitra.topup(slow, 'I20', { REQUESTID: 'RACE' })),
  )
  await race(
    tour,
    'many ids',
    six.map((REQUESTID) => () => tour.mitra.topup(slow, 'I20', { REQUESTID })),
  )
  await race(
    tour,
    'one deposit',
    six.map((REQUESTID) => () => tour.mitra.topup(phone, 'I20', { MSISDN: 'TOURSCARCE', REQUESTID })),
  )
  await weigh(tour)
}

async function days(tour: Tour): Promise<void> {
  const again = { REQUESTID: 'DAYS1' }
  const failed = { REQUESTID: 'DAYS2' }
  const waited = { REQUESTID: 'DAYS3' }
  const given = { REQUESTID: 'DAYS4' }
  const named = { REQUESTID: 'DAYS5' }
  const token = { REQUESTID: 'DAYS6' }
  await ask(tour, 'topup', phone, 'I20', again)
  await ask(tour, 'topup', missing, 'I20', failed)
  await ask(tour, 'topup', pending, 'I20', waited)
  await ask(tour, 'topup', refunded, 'I20', given)
  await ask(tour, 'topup', phone, 'I20', named, { method: 'TopupRequest' })
  await ask(tour, 'purchase', other, 'PLN20', token)
  for (let others = 0; others < 9; others++) await ask(tour, 'topup', phone, 'I20')
  await ask(tour, 'topup', phone, 'I20', again)
  await pass(tour, 7200, 2)
  await ask(tour, 'topup', phone, 'I20', again)
  await ask(tour, 'topup', refunded, 'I20', given)
  await ask(tour, 'topup', phone, 'I20', named, { method: 'TopupRequest' })
  await ask(tour, 'purchase', other, 'PLN20', token)
  await pass(tour, 21 * 3600)
  await ask(tour, 'topup', phone, 'I20', again)
  await ask(tour, 'topup', missing, 'I20', failed)
  await ask(tour, 'topup', pending, 'I20', waited)
  await pass(tour, 3600 + 60, 1)
  await ask(tour, 'topup', pending, 'I20', waited)
  await ask(tour, 'topup', missing, 'I20', failed)
  await ask(tour, 'topup', phone, 'I20', again)
}
