/** The rules about the client: an honest partner breaks none, and each harm breaks exactly the rules it names. */
import { describe, expect, test } from 'vitest'
import { books, callback, judged, number, told, topup, type Happening, type Step } from './testing/trace.ts'
import { suite } from './index.ts'

const lost = topup()
const fault =
  '<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member></struct></value></fault></methodResponse>'
const other = (step: Step, fields: Step['fields']): Step => ({
  ...step,
  fields: { ...step.fields, ...fields },
})
const query = (code: string): Step => ({
  operation: 'query',
  fields: { REQUESTID: 'Q1' },
  answer: told(code, 'Q1', { MESSAGE: 'QUERY PLN20 ke 1, SUKSES. METER=1, IDPEL=2, NAMA=A, DAYA=R1' }),
})
const purchase: Step = { operation: 'purchase', answer: told('00') }
const day = 25 * 3_600_000
const serial = '1234-5678-9012-3456-7890/SITI S/O BUDI, ALM/kWh13,5/R1/900'
const foreign = topup(told('00', 'X9'))
const debt = told('00', 'T1', {
  MESSAGE: 'ISI I20 KE 085700000001 , SUKSES. SAL=-101000,HRG=20175,ID=1,SN=0329',
})
const spread = { order: ['TRANSACTIONID', 'SN', 'MESSAGE', 'REQUESTID', 'RESPONSECODE'] }

const honest: { [says: string]: Happening[] } = {
  'a success': [topup(told('00')), books('paid')],
  'a failure': [topup(told('07')), books('failed')],
  'a failure that may be none': [topup(told('06')), books('pending')],
  'a lost answer, asked about': [lost, topup(told('00')), books('paid')],
  'a lost answer, left alone': [lost, books('pending')],
  'a pending sale and its callback': [topup(told('68')), callback('00'), books('paid')],
  'a pending sale and its refund': [topup(told('68')), callback('21'), books('failed')],
  'a callback that was not taken': [topup(told('68')), callback('00', { status: 500 }), books('pending')],
  'a token after its query': [query('00'), purchase, books('paid')],
  'a failure, made sure of': [topup(told('07')), topup(told('07')), books('failed')],
  'the token of a serial, kept alone': [
    topup(told('00', 'T1', { SN: serial })),
    books('paid', 'T1', serial.split('/')[0]),
  ],
  'a failure, tried anew': [topup(told('07')), other(topup(told('00', 'T2')), { REQUESTID: 'T2' })],
  'an order that failed, tried anew': [
    { order: number },
    topup(told('07')),
    other(topup(told('00', 'T2')), { REQUESTID: 'T2' }),
  ],
  'a lost answer, whose failure is asked and tried anew at once': [
    { order: number },
    lost,
    topup(told('07')),
    other(topup(told('00', 'T2'), { atOnce: true }), { REQUESTID: 'T2' }),
  ],
  'a failure, tried anew before its callback is acknowledged': [
    { order: number },
    topup(told('68')),
    callback('23', { late: 20 }),
    other(topup(told('00', 'T2')), { REQUESTID: 'T2' }),
  ],
  'an order that was given back, tried anew': [
    { order: number },
    topup(told('00')),
    callback('21'),
    other(topup(told('00', 'T2')), { REQUESTID: 'T2' }),
  ],
  'the same purchase twice': [topup(told('00')), other(topup(told('00', 'T2')), { REQUESTID: 'T2' })],
  'a trx_id that is used again after a day': [
    topup(told('00')),
    { clock: day },
    other(topup(told('00', 'T2')), { REQUESTID: 'T2', NOHP: '0812' }),
  ],
  'a status check that was under way when a day had passed': [
    topup(told('68')),
    topup(told('68')),
    topup(told('68')),
    { clock: day },
    topup(told('68')),
  ],
  'a code that nobody knows': [topup(told('99')), books('pending')],
  'the answer of another sale, asked about': [foreign, topup(told('23')), books('failed')],
  'the answer of another sale, left alone': [foreign, books('pending')],
  'a trx_id that comes back without its zeros': [
    other(topup(told('00', '1')), { REQUESTID: '001' }),
    books('paid', '001'),
  ],
  '04 after a lost answer': [lost, topup(told('04')), books('pending')],
}

const harms: { [says: string]: { happens: Happening[]; breaks: string[] } } = {
  'another path': {
    happens: [topup(told('00'), { url: 'http://gateway.example/' })],
    breaks: ['http.path'],
  },
  'another path that ends alike': {
    happens: [topup(told('00'), { url: 'http://gateway.example/xst2' })],
    breaks: ['http.path'],
  },
  'an unknown method': {
    happens: [topup(told('01'), { style: { method: 'pulsa' } })],
    breaks: ['client.method'],
  },
  'wrong credentials (M-XGW-79)': {
    happens: [other(topup(told('02')), { MSISDN: '0857', NOHP: 'USERTEST' })],
    breaks: ['client.credentials'],
  },
  'a new purchase after a lost answer (M-XGW-65)': {
    happens: [lost, other(topup(told('00', 'T2')), { REQUESTID: 'T2' })],
    breaks: ['client.retry'],
  },
  'a new purchase before the status check is answered': {
    happens: [
      { order: number },
      lost,
      topup(told('07'), { late: 20 }),
      other(topup(told('00', 'T2')), { REQUESTID: 'T2' }),
    ],
    breaks: ['client.retry'],
  },
  'one trx_id for two numbers (M-XGW-66)': {
    happens: [topup(told('00')), other(topup(told('00')), { NOHP: '0812' })],
    breaks: ['client.unique'],
  },
  'one trx_id for a query and its purchase': {
    happens: [query('00'), other(purchase, { REQUESTID: 'Q1' })],
    breaks: ['client.unique'],
  },
  'an order that is sold twice': {
    happens: [{ order: number }, topup(told('00')), other(topup(told('00', 'T2')), { REQUESTID: 'T2' })],
    breaks: ['client.once'],
  },
  'another product than was ordered': {
    happens: [{ order: number }, other(topup(told('00')), { NOM: 'I5' })],
    breaks: ['client.ordered'],
  },
  'a number without its zero': {
    happens: [{ order: number }, other(topup(told('07')), { NOHP: number.slice(1) })],
    breaks: ['client.ordered'],
  },
  'a trx_id of 36 characters (M-XGW-67)': {
    happens: [other(topup(told('01')), { REQUESTID: '123e4567-e89b-12d3-a456-426614174000' })],
    breaks: ['fields.format', 'fields.length'],
  },
  'a trx_id as a number (M-XGW-68)': {
    happens: [
      other(topup(told('00', '12'), { style: { types: { REQUESTID: 'int' } } }), { REQUESTID: '12' }),
    ],
    breaks: ['rpc.types'],
  },
  'failed by 04 (M-XGW-69)': {
    happens: [lost, topup(told('04')), books('failed')],
    breaks: ['client.duplicate-code'],
  },
  'failed by a fault (M-XGW-70)': {
    happens: [topup(fault), books('failed')],
    breaks: ['client.unknown-answer'],
  },
  'failed by an unknown code (M-XGW-70)': {
    happens: [topup(told('99')), books('failed')],
    breaks: ['client.unknown-answer'],
  },
  'sold by nothing (M-XGW-71)': {
    happens: [topup(told('00', 'T1', { RESPONSECODE: null })), books('paid')],
    breaks: ['client.missing-code'],
  },
  'sold by the answer of another sale': {
    happens: [foreign, topup(told('23')), books('paid')],
    breaks: ['client.foreign'],
  },
  'bought anew after the answer of another sale': {
    happens: [foreign, other(topup(told('00', 'T2')), { REQUESTID: 'T2' })],
    breaks: ['client.retry'],
  },
  'members by position (M-XGW-72)': {
    happens: [topup(told('00'), { answerStyle: spread }), books('failed')],
    breaks: ['client.order'],
  },
  'sold by SUKSES (M-XGW-73)': {
    happens: [topup(told('23')), books('paid')],
    breaks: ['client.outcome'],
  },
  'sold by 68': { happens: [topup(told('68')), books('paid')], breaks: ['client.outcome'] },
  'a serial cut at its comma (M-XGW-74)': {
    happens: [topup(told('00', 'T1', { SN: serial })), books('paid', 'T1', serial.split(',')[0])],
    breaks: ['client.serial'],
  },
  'a balance without its minus (M-XGW-75)': {
    happens: [topup(debt), { balance: 101000 }],
    breaks: ['client.negative'],
  },
  'a token without a query (M-XGW-78)': { happens: [purchase], breaks: ['client.query-first'] },
  'a token after a failed query': { happens: [query('07'), purchase], breaks: ['client.query-first'] },
  'two status checks after a day': {
    happens: [topup(told('68')), topup(told('68')), { clock: day }, topup(told('68')), topup(told('68'))],
    breaks: ['client.window'],
  },
  'a status check after a day (M-XGW-90)': {
    happens: [topup(told('68')), { clock: day }, topup(told('68'))],
    breaks: ['client.window'],
  },
  'a failure, tried again and again': {
    happens: [topup(told('07')), topup(told('07')), topup(told('07'))],
    breaks: ['client.new-id'],
  },
  'an early callback, undone': {
    happens: [topup(told('68'), { late: 20 }), callback('00'), books('paid'), books('pending')],
    breaks: ['client.early'],
  },
  'untyped values, unread': {
    happens: [topup(told('00'), { answerStyle: { type: 'untyped' } }), books('failed')],
    breaks: ['client.untyped'],
  },
  'spaced values, unread': {
    happens: [topup(told('00'), { answerStyle: { spaced: true } }), books('failed')],
    breaks: ['client.spaced'],
  },
  'an unknown member, tripped over': {
    happens: [topup(told('00', 'T1', { HRG: '20175' })), books('failed')],
    breaks: ['client.unknown-member'],
  },
  'an answer with HTTP 500, unread, and no serial kept': {
    happens: [topup(told('00'), { status: 500 }), books('pending', 'T1', '')],
    breaks: ['client.non-ok'],
  },
  'an answer with HTTP 500, unread': {
    happens: [topup(told('00'), { status: 500 }), books('failed')],
    breaks: ['client.non-ok'],
  },
}

describe('a client on trial', () => {
  for (const [says, happenings] of Object.entries(honest))
    test(`${says} breaks no rule`, () => expect(judged('client', happenings).broken).toEqual([]))

  for (const [says, { happens, breaks }] of Object.entries(harms))
    test(says, () => expect(judged('client', happens).broken).toEqual(breaks))

  test('every rule about the client alone has a harm', () => {
    const named = new Set(Object.values(harms).flatMap(({ breaks }) => breaks))
    const own = suite.rules.filter(({ about, id }) => about.join() === 'client' && id.startsWith('client.'))
    expect(own.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([])
  })

  test('whom a purchase is for nobody knows where the same had been bought before, but whoever ordered it', () => {
    const anew = (reference: string) => other(topup(told('00', reference)), { REQUESTID: reference })
    const again = [anew('T0'), lost, anew('T2')]
    const { broken, failed } = judged('client', again)
    expect([broken, failed]).toEqual([['client.retry'], []])
    expect(judged('client', [{ order: number }, ...again]).failed).toContain('client.retry')
    expect(judged('client', again.slice(1)).failed).toEqual(['client.retry'])
  })

  test('who asks again while a failure is late tries nothing again', () => {
    const again = topup(told('07'))
    const asking = (late: number) => judged('client', [topup(told('07'), { late }), again, again]).broken
    expect(asking(0)).toContain('client.new-id')
    expect(asking(20)).not.toContain('client.new-id')
  })

  test('without its books nothing is said of what it believes', () => {
    const { spoke } = judged('client', [topup(fault), topup(told('23'))])
    expect(spoke.filter((id) => ['client.outcome', 'client.unknown-answer'].includes(id))).toEqual([])
  })
})
