/** The rules about signatures and tokens: honest exchanges break none, and each harm breaks exactly the rules it names. */
import { describe, expect, test } from 'vitest'
import {
  request,
  pay,
  ask,
  grant,
  carrying,
  token,
  external,
  about,
  wild,
  signed,
  stamp,
  late,
  same,
} from './access/testing/requests.ts'
import { judged, type Happening } from './access/testing/trace.ts'

const honest: { [says: string]: Happening[] } = {
  'a payment that is asked for': [pay('2005400'), ask('2005500')],
  'a forged payment, then the right one': [
    wild('payment', '4015400'),
    ask('4045500'),
    { books: 'R1', lines: [] },
    pay('2005400'),
  ],
  'a forged payment that is kept as failed': [
    wild('payment', '4015400'),
    ask('2005500', {}, { answer: { latestTransactionStatus: '06', serviceCode: '54' } }),
    pay('2005400'),
  ],
  'an external id that a refused request had': [
    wild('payment', '4015400', external('7')),
    pay('4095400', external('7')),
    pay('2005400'),
  ],
  'a right signature over an old time': [
    ask('4015500', { 'header:X-TIMESTAMP': '2026-08-05T10:00:00+07:00' }),
    pay('2005400'),
  ],
  'a token that has expired, and nobody knows of': [ask('4015500', carrying('SomeTokenOfBefore'))],
  'a token until it ends': [
    grant(token),
    pay('2005400', carrying(token)),
    { clock: 1000 },
    ask('4015501', carrying(token)),
  ],
}

const harms: { [says: string]: { happens: Happening[]; breaks: string[] } } = {
  'a right signature is refused': {
    happens: [grant(token), pay('4015400', carrying(token))],
    breaks: ['signatures.accepted'],
  },
  'a body over lines is refused': {
    happens: [pay('2005400'), ask('2005500'), ask('4015500', {}, { style: { indent: true } })],
    breaks: ['signatures.minified'],
  },
  'another layout was hashed': {
    happens: [pay('2005400'), ask('2005500', {}, { differs: 'layout' })],
    breaks: ['signatures.minified'],
  },
  'nothing is verified': {
    happens: [
      pay('2005400'),
      wild('status', '2005500'),
      ask('2005500', {}, { differs: 'path' }),
      ask('2005500', {}, { differs: 'layout' }),
    ],
    breaks: ['signatures.tampered'],
  },
  'a payment was changed after it was signed': {
    happens: [
      pay('2005400', {}, signed),
      pay('2005400', { ...stamp, partnerReferenceNo: 'R2' }, { ...signed, differs: 'unknown' }),
    ],
    breaks: ['signatures.tampered'],
  },
  'the time was changed after it was signed': {
    happens: [ask('4045500', stamp, signed), ask('2005500', late, { ...signed, differs: 'unknown' })],
    breaks: ['signatures.time'],
  },
  ...Object.fromEntries(
    Object.entries({
      method: 'method',
      path: 'path',
      body: 'body',
      timestamp: 'time',
      encoding: 'encoding',
      letters: 'exact',
      algorithm: 'algorithm',
      key: 'key',
      absent: 'absent',
      unreadable: 'unreadable',
      token: 'tampered',
      part: 'tampered',
    }).map(([differs, rule]) => [
      `a signature is taken whose ${differs} is wrong`,
      { happens: [pay('2005400', {}, { differs })], breaks: [`signatures.${rule}`] },
    ]),
  ),
  'an unreadable signature breaks the gateway': {
    happens: [ask('5005500', {}, { differs: 'unreadable' })],
    breaks: ['signatures.unreadable'],
  },
  'strangers learn what there is': {
    happens: [pay('2005400'), wild('status', '4015500'), wild('status', '4045501', about('R9'))],
    breaks: ['signatures.first'],
  },
  'a forged payment is made': {
    happens: [wild('payment', '4015400'), ask('2005500')],
    breaks: ['signatures.no-effect'],
  },
  'a forged payment is in the books': {
    happens: [
      wild('payment', '4015400'),
      { books: 'R1', lines: [{ reference: 'R1', amount: 100, state: 'paid' }] },
      pay('2005400'),
    ],
    breaks: ['signatures.no-effect'],
  },
  'a forged payment uses up its reference': {
    happens: [wild('payment', '4015400'), pay('4095401')],
    breaks: ['signatures.no-effect'],
  },
  'a forged cancellation is made': {
    happens: [
      pay('2005400'),
      wild('cancel', '4015700'),
      ask('2005500', {}, { answer: { latestTransactionStatus: '05', serviceCode: '54' } }),
    ],
    breaks: ['signatures.no-effect'],
  },
  'a replay is carried out': {
    happens: [request('refund', '2005800', same, signed), request('refund', '2005800', same, signed)],
    breaks: ['signatures.replay'],
  },
  'a token for anybody': {
    happens: [grant(token, 'A', { differs: 'key' })],
    breaks: ['tokens.signature'],
  },
  'a token for another grant': {
    happens: [
      request(
        'token',
        '2007300',
        { grantType: 'password' },
        { answer: { accessToken: token, expiresIn: '900' } },
      ),
    ],
    breaks: ['tokens.grant'],
  },
  'a token for an hour': {
    happens: [request('token', '2007300', {}, { answer: { accessToken: token, expiresIn: '3600' } })],
    breaks: ['tokens.lifetime'],
  },
  'a token after its end': {
    happens: [grant(token), { clock: 1000 }, ask('2005500', carrying(token))],
    breaks: ['tokens.expired'],
  },
  'a token that ends early': {
    happens: [grant(token), { clock: 700 }, ask('4015501', carrying(token))],
    breaks: ['tokens.expired'],
  },
  'a token that was altered': {
    happens: [grant(token), ask('2005500', carrying(token.replace('5', '6')))],
    breaks: ['tokens.unknown'],
  },
  'no token': {
    happens: [ask('2005500', { 'header:Authorization': null })],
    breaks: ['tokens.missing'],
  },
  'a token of somebody else': {
    happens: [grant(token, 'B'), ask('2005500', carrying(token))],
    breaks: ['tokens.bound'],
  },
  'a token that ends with the next one': {
    happens: [
      grant(token),
      ask('2005500', carrying(token)),
      grant('Another1'),
      ask('4015501', carrying(token)),
    ],
    breaks: ['tokens.several'],
  },
}

describe('a server on trial', () => {
  for (const [says, happenings] of Object.entries(honest))
    test(`${says} breaks no rule`, () => expect(judged(happenings).broken).toEqual([]))

  for (const [says, { happens, breaks }] of Object.entries(harms))
    test(says, () => expect(judged(happens).broken).toEqual(breaks))

  test('an answer that comes again is free where the parties agreed on that', () => {
    const again = [request('refund', '2005800', same, signed), request('refund', '2005800', same, signed)]
    expect(judged(again, { profile: { extId: 'replay' } }).broken).toEqual([])
  })

  test('nothing is said of tokens where none are used', () => {
    const { spoke } = judged([grant(token), ask('2005500', carrying(token.replace('5', '6')))], {
      profile: { requestSignature: 'asym', authorization: 'none' },
    })
    expect(spoke.filter((id) => id.startsWith('tokens.'))).toEqual([])
  })
})

describe('tokens of customers', () => {
  const given = (client = 'A') =>
    request(
      'customerToken',
      '2007400',
      { 'header:X-CLIENT-KEY': client, grantType: 'AUTHORIZATION_CODE', authCode: 'C1' },
      { answer: { accessToken: 'CustomerOfMine12345', tokenType: 'Bearer' } },
    )
  const of = (customer: string) => ({ 'header:Authorization-Customer': `Bearer ${customer}` })
  const broken = (...happenings: Happening[]) =>
    judged(happenings, { profile: { requestSignature: 'asym', authorization: 'payer' } }).broken

  test('those that were given to whoever asks pay', () =>
    expect(broken(given(), pay('2005400', of('CustomerOfMine12345')))).toEqual([]))

  test('refusals of others break nothing, whatever code of 401 they have', () => {
    for (const code of ['4015400', '4015402'])
      expect(
        broken(given('B'), pay(code, of('CustomerOfMine12345')), pay(code, of('CustomerOfMine12346'))),
      ).toEqual([])
  })

  test('one that nobody gave out does not pay', () =>
    expect(broken(given(), pay('2005400', of('CustomerOfMine12346')))).toEqual(['tokens.customer-unknown']))

  test('one that another partner was given does not pay', () =>
    expect(broken(given('B'), pay('2005400', of('CustomerOfMine12345')))).toEqual(['tokens.customer-bound']))

  const renewable = (code = '2007400') =>
    request(
      'customerToken',
      code,
      {},
      {
        answer: {
          accessToken: 'CustomerOfMine12345',
          accessTokenExpiryTime: '2026-08-06T11:00:00+07:00',
          refreshToken: 'RefreshesMine12345',
          refreshTokenExpiryTime: '2026-08-06T11:00:00+07:00',
        },
      },
    )
  const renew = (code: string, client = 'A') =>
    request('customerToken', code, {
      'header:X-CLIENT-KEY': client,
      grantType: 'REFRESH_TOKEN',
      authCode: null,
      refreshToken: 'RefreshesMine12345',
    })

  test('one whose time is over neither pays nor is renewed', () => {
    const aged = [renewable(), { clock: 3700 }] as const
    const late = of('CustomerOfMine12345')
    expect(broken(...aged, pay('4015402', late), renew('4017400'))).toEqual([])
    expect(broken(...aged, pay('2005400', late))).toEqual(['tokens.customer-expired'])
    expect(broken(...aged, renew('2007400'))).toEqual(['tokens.customer-expired'])
    expect(broken(renewable(), pay('2005400', late), renew('2007400'))).toEqual([])
  })

  test('a consent is for one partner, and its code for one token', () => {
    expect(broken(renewable(), renew('4017400', 'B'), renewable('4017400'))).toEqual([])
    expect(broken(renewable(), renew('2007400', 'B'))).toEqual(['tokens.consent'])
    expect(broken(renewable(), renewable())).toEqual(['tokens.consent-once'])
  })
})

test('a client on trial signs rightly', () => {
  const happenings = [pay('2005400'), pay('4015400', {}, { differs: 'path' })]
  expect(judged(happenings.slice(0, 1), { role: 'client' }).broken).toEqual([])
  expect(judged(happenings, { role: 'client' }).broken).toEqual(['signatures.right'])
})
