/** The rules about the receiver: an honest one breaks none, and each harm breaks exactly the rules it names. */
import { describe, expect, test } from 'vitest'
import { books, callback, judged, told, type Happening } from './testing/trace.ts'
import { suite } from './index.ts'

const transaction = '1553842300121'
const sale: Happening = { sale: 'T1', transaction }
const sent: Happening = { sale: 'T1' }
/** Another sale, rightly told and taken, so that a refusal stands against something. */
const ordinary: Happening[] = [
  { sale: 'T9', transaction: '9' },
  callback('00', { fields: told('00', 'T9', { TRANSACTIONID: '9' }) }),
  books('paid', 'T9'),
]
const failing: Happening[] = [
  { sale: 'T8', transaction: '8' },
  callback('23', { fields: told('23', 'T8', { TRANSACTIONID: '8' }) }),
  books('failed', 'T8'),
]
const none: Happening = { books: 'T7', lines: [] }
const stranger = (status: number) =>
  callback('00', {
    fields: told('00', 'T7', {
      TRANSACTIONID: '7',
      MESSAGE: 'ISI I20 KE 0812 , SUKSES. SAL=1,HRG=1,ID=7,SN=1',
    }),
    status,
  })
const twice: Happening = {
  books: 'T1',
  lines: ['paid', 'paid'].map(() => ({ reference: 'T1', amount: 1, state: 'paid' as const })),
}
const token = '1234-5678-9012-3456-7890'
const serial = String(told('00', 'T1')['SN'])
const named = `${token}/SITI S/O BUDI/kWh13,5/R1/900`
const ofNobody = callback('00', {
  fields: told('00', 'X7', {
    TRANSACTIONID: '77',
    MESSAGE: 'ISI I20 KE 0812 , SUKSES. SAL=1000,HRG=20175,ID=77,SN=0329',
  }),
})
const receipt = (text: string): Happening => ({
  books: 'T1',
  lines: [{ reference: 'T1', amount: 1, state: 'paid', receipt: text }],
})
const dtd = `<?xml version="1.0"?><!DOCTYPE methodResponse [<!ENTITY s "1">]><methodResponse><params><param><value><struct><member><name>REQUESTID</name><value><string>T1</string></value></member></struct></value></param></params></methodResponse>`
const cut = '<?xml version="1.0"?><methodResponse><params>'

const honest: { [says: string]: Happening[] } = {
  'a success': [sale, callback('00'), books('paid')],
  'a failure': [sale, callback('23'), books('failed')],
  'a repeat': [sale, callback('00'), callback('00'), books('paid')],
  'a late 68': [sale, callback('00'), callback('68'), books('paid')],
  'a refund after a success': [sale, callback('00'), callback('21'), books('paid')],
  'an unknown trx_id, acknowledged': [sale, stranger(200), none],
  'an unknown trx_id, refused': [sale, stranger(404), none],
  'an early callback': [...ordinary, sent, callback('00'), books('paid')],
  'broken XML': [sale, callback('00', { body: cut, status: 400 }), books('pending')],
  'entities, ignored': [sale, callback('00', { body: dtd, status: 200 }), books('pending')],
  'a lone 68': [sale, callback('68'), books('pending')],
  'a 68 refused, and then a success': [
    ...ordinary,
    sale,
    callback('68', { status: 400 }),
    callback('00'),
    books('paid'),
  ],
  'a code that is none, refused': [...ordinary, sale, callback('99', { status: 400 }), books('pending')],
  'another word refused': [sale, callback('00'), callback('23', { status: 409 }), books('paid')],
  'a receipt of its own': [sale, callback('00'), receipt('R-1')],
  'the serial': [sale, callback('00'), receipt(serial)],
  'another sale of its number': [
    ...ordinary,
    sale,
    callback('00', { fields: told('00', 'T11', { TRANSACTIONID: '11' }) }),
    books('pending'),
  ],
  'a sale that waits while nobody knows another': [...ordinary, sale, ofNobody, books('pending')],
  'the token of a serial': [
    sale,
    callback('00', { fields: told('00', 'T1', { SN: named }) }),
    receipt(token),
  ],
  'a contradiction': [
    ...ordinary,
    sale,
    callback('00', { fields: told('00', 'T1', { TRANSACTIONID: '5' }) }),
    books('pending'),
  ],
  'a methodCall, refused': [
    ...ordinary,
    sale,
    callback('00', { style: { kind: 'call' }, status: 400 }),
    books('pending'),
  ],
}

const harms: { [says: string]: { happens: Happening[]; breaks: string[] } } = {
  'a methodResponse refused (M-XGW-80)': {
    happens: [sale, callback('00', { status: 404 }), books('pending')],
    breaks: ['receiver.shape'],
  },
  'one callback refused': {
    happens: [...ordinary, sale, callback('23', { status: 500 }), books('pending')],
    breaks: ['receiver.acknowledges'],
  },
  'acknowledged and not booked (M-XGW-81)': {
    happens: [sale, callback('00'), books('pending')],
    breaks: ['receiver.stores'],
  },
  'acknowledged and booked later': {
    happens: [sale, callback('00'), books('pending'), books('pending'), books('paid')],
    breaks: ['receiver.stores'],
  },
  'a trx_id in small letters booked': {
    happens: [
      ...ordinary,
      sale,
      callback('00', { fields: told('00', 't1', { TRANSACTIONID: '11' }) }),
      books('paid'),
    ],
    breaks: ['receiver.own-sale'],
  },
  'another sale of its number booked': {
    happens: [
      ...ordinary,
      sale,
      callback('00', { fields: told('00', 'T11', { TRANSACTIONID: '11' }) }),
      books('paid'),
    ],
    breaks: ['receiver.own-sale'],
  },
  'a sale that nobody told of, booked for one that nobody knows': {
    happens: [...ordinary, sale, ofNobody, books('paid')],
    breaks: ['receiver.own-sale'],
  },
  'a serial without its slashes': {
    happens: [
      sale,
      callback('00', { fields: told('00', 'T1', { SN: named }) }),
      receipt(named.replaceAll('/', ' ')),
    ],
    breaks: ['receiver.serial'],
  },
  'a serial whose name ends at its slash': {
    happens: [
      sale,
      callback('00', { fields: told('00', 'T1', { SN: named }) }),
      receipt(named.replace('/O BUDI', '')),
    ],
    breaks: ['receiver.serial'],
  },
  'a serial with letters respelt': {
    happens: [
      sale,
      callback('00', { fields: told('00', 'T1', { SN: `${token}/RENÉ/kWh13,5/R1/900` }) }),
      receipt(`${token}/RENÃ©/kWh13,5/R1/900`),
    ],
    breaks: ['receiver.serial'],
  },
  'a repeat credited (M-XGW-82)': {
    happens: [sale, callback('00'), callback('00'), twice],
    breaks: ['receiver.idempotent'],
  },
  'a repeat refused': {
    happens: [sale, callback('00'), callback('00', { status: 409 }), books('paid')],
    breaks: ['receiver.idempotent'],
  },
  'a success undone by 68 (M-XGW-83)': {
    happens: [sale, callback('00'), callback('68'), books('pending')],
    breaks: ['receiver.final'],
  },
  'a failure undone by 68': {
    happens: [...failing, sale, callback('23'), callback('68'), books('pending')],
    breaks: ['receiver.final'],
  },
  'a failure ignored (M-XGW-84)': {
    happens: [sale, callback('23'), books('pending')],
    breaks: ['receiver.failure'],
  },
  'a lone 68 booked as failed': {
    happens: [...ordinary, sale, callback('68'), books('failed')],
    breaks: ['receiver.open'],
  },
  'a code that is none booked as paid': {
    happens: [...ordinary, sale, callback('99', { status: 400 }), books('paid')],
    breaks: ['receiver.open'],
  },
  'a success after 68 passed over': {
    happens: [sale, callback('68'), callback('00'), books('pending')],
    breaks: ['receiver.stores'],
  },
  'a refused word booked over a success': {
    happens: [sale, callback('00'), callback('23', { status: 409 }), books('failed')],
    breaks: ['receiver.final'],
  },
  'a serial without its zero': {
    happens: [sale, callback('00'), receipt(serial.slice(1))],
    breaks: ['receiver.serial'],
  },
  'members read by position': {
    happens: [
      ...ordinary,
      sale,
      callback('00', { style: { order: ['SN', 'RESPONSECODE'] } }),
      books('pending'),
    ],
    breaks: ['receiver.order'],
  },
  'values without a type refused': {
    happens: [...ordinary, sale, callback('00', { style: { type: 'untyped' }, status: 400 })],
    breaks: ['receiver.untyped'],
  },
  'a callback without a code booked': {
    happens: [
      sale,
      callback('00', { fields: told('00', 'T1', { RESPONSECODE: null }), status: 400 }),
      books('paid'),
    ],
    breaks: ['receiver.malformed'],
  },
  'an early callback lost (M-XGW-85)': {
    happens: [...ordinary, sent, callback('00'), books('pending')],
    breaks: ['receiver.early'],
  },
  'a sale out of nothing (M-XGW-86)': {
    happens: [sale, stranger(200), books('paid', 'T7')],
    breaks: ['receiver.unknown'],
  },
  'an error about an unknown trx_id': { happens: [sale, stranger(500), none], breaks: ['receiver.unknown'] },
  'a contradiction booked (M-XGW-87)': {
    happens: [
      ...ordinary,
      sale,
      callback('00', { fields: told('00', 'T1', { TRANSACTIONID: '5' }) }),
      books('paid'),
    ],
    breaks: ['receiver.matches'],
  },
  'entities booked (M-XGW-88)': {
    happens: [sale, callback('00', { body: dtd, status: 200 }), books('paid')],
    breaks: ['receiver.hostile'],
  },
  'text/xml refused (M-XGW-89)': {
    happens: [
      { sale: 'T9', transaction: '9' },
      callback('00', {
        fields: told('00', 'T9', { TRANSACTIONID: '9' }),
        style: { contentType: 'application/xml' },
      }),
      sale,
      callback('00', { status: 415 }),
    ],
    breaks: ['receiver.content-type'],
  },
  'broken XML taken': {
    happens: [sale, callback('00', { body: cut, status: 200 })],
    breaks: ['receiver.malformed'],
  },
  'broken XML erred on': {
    happens: [sale, callback('00', { body: cut, status: 500 })],
    breaks: ['receiver.malformed'],
  },
  'white space tripped over': {
    happens: [...ordinary, sale, callback('00', { style: { spaced: true }, status: 400 })],
    breaks: ['receiver.spaced'],
  },
  'white space taken and not understood': {
    happens: [...ordinary, sale, callback('00', { style: { spaced: true } }), books('pending')],
    breaks: ['receiver.spaced'],
  },
  'an unknown member tripped over': {
    happens: [...ordinary, sale, callback('00', { fields: told('00', 'T1', { PRICE: '1' }), status: 400 })],
    breaks: ['receiver.unknown-member'],
  },
  'a stranger taken': {
    happens: [...ordinary, sale, callback('00', { stranger: true })],
    breaks: ['receiver.address'],
  },
}

describe('a receiver on trial', () => {
  for (const [says, happenings] of Object.entries(honest))
    test(`${says} breaks no rule`, () => expect(judged('receiver', happenings).broken).toEqual([]))

  for (const [says, { happens, breaks }] of Object.entries(harms))
    test(says, () => expect(judged('receiver', happens).broken).toEqual(breaks))

  test('every rule about the receiver has a harm', () => {
    const named = new Set(Object.values(harms).flatMap(({ breaks }) => breaks))
    const own = suite.rules.filter(({ about }) => about.includes('receiver')).map(({ id }) => id)
    expect(own.filter((id) => !named.has(id))).toEqual([])
  })

  test('without books nothing is said of what it books', () => {
    const { spoke } = judged('receiver', [sale, callback('00'), callback('68')])
    expect(spoke.filter((id) => ['receiver.stores', 'receiver.final'].includes(id))).toEqual([])
  })
})
