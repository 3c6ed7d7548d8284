/** The stations of the tour, in the order that shows most defects early. */
import { dialect, signer } from '../../../../dialects/indomaret.ts'
import { loadContract } from '../../../../contract/load.ts'
import { type Gateway, sandboxKey } from '../../../gateway.ts'
import {
  books,
  connection,
  crowd,
  inquire,
  overtake,
  pay,
  postText,
  race,
  speed,
  startTour,
  type Tour,
  undo,
  wsdl,
} from './tour.ts'

const bills: { [code: string]: { [wish: string]: unknown } } = {
  BRIEF: { expiresIn: 100 },
  OPEN: { expiresIn: 7200, customer: 'Andi Sujono', desc: 'Air & Listrik <Jakarta>' },
  BARE: {},
  OTHER: {},
  CLOSED: { amount: 75000, minAmount: 75000, fee: 0 },
  WITHFEE: { amount: 75000, minAmount: 75000 },
  BIG: { amount: 50_000_000, minAmount: 1 },
  LARGEST: { amount: 999_999_999_999, minAmount: 1 },
  GONE: { expiresIn: -600 },
  SLOW: { biller: 'slow' },
  SLOWRACE: { biller: 'slow' },
  REUSED: { reusable: true },
  SOLD: { reusable: true },
  ['TWENTY'.padEnd(20, '0')]: {},
  '0123': {},
  LATE: { desc: 'Warung Café' },
  FAILING: { biller: 'timeout' },
}

/** Takes the whole tour and gives what was said; stops with a Difference where `expected` says otherwise. */
export async function takeTour(gateway: Gateway, expected?: readonly string[]): Promise<string[]> {
  const tour = startTour(gateway, expected)
  const plain = 'TIME MIN MAX DEC TOMB STORE RACE RIVALS DECLINED FEE REF MSG LAST1 LAST2'.split(' ')
  plain.push(...'KEY KEY1 KEY2 KEY3 NEAR PAID UNDONE MANY'.split(' '))
  for (const code of [...Object.keys(bills), ...plain])
    await gateway.control.provision({ code, amount: 90000, minAmount: 10000, fee: 2500, ...bills[code] })
  for (const station of [
    successes,
    payments,
    limits,
    reversals,
    latecomers,
    keys,
    times,
    memory,
    requests,
    signatures,
    envelopes,
    races,
    nextDay,
  ])
    await station(tour)
  return tour.said
}

async function successes(tour: Tour): Promise<void> {
  await inquire(tour, 'OPEN', { TrackingRef: '000123', ProductCode: '123000' })
  await pay(tour, 'OPEN', 'REF1')
  await undo(tour, 'OPEN', 'REF1')
  await inquire(tour, 'BARE', { TrackingRef: 'abcDEF', ExtraParam1: 'x' })
  await inquire(tour, 'BARE')
  await inquire(tour, 'BARE', { ExtraParam1: 'x', ExtraParam3: 'x' })
  const near = ['CLOSE', 'TWENTY'.padEnd(20, '0'), 'TWENTY'.padEnd(20, '0').replace(/0$/, '1')]
  const long = 'TWENTY'.padEnd(21, '0')
  for (const code of ['BIG', 'LARGEST', 'UNKNOWN', 'GONE', 'CLOSED', ...near, long, '0123', '123'])
    await inquire(tour, code)
  await wsdl(tour)
}

async function payments(tour: Tour): Promise<void> {
  await pay(tour, 'BARE', 'REF2')
  await pay(tour, 'BARE', 'REF2')
  await pay(tour, 'BARE', 'REF2', 60000)
  await pay(tour, 'BARE', 'REF3')
  await inquire(tour, 'BARE')
  await pay(tour, 'OTHER', 'REF2')
  await pay(tour, 'UNKNOWN', 'REF2')
  await pay(tour, 'FAILING', 'REF2')
  await inquire(tour, 'REF', { TrackingRef: 'REF4' })
  await pay(tour, 'REF', 'REF4')
  await inquire(tour, 'REF', { TrackingRef: 'REF4' })
  await books(tour, 'BARE', 'OTHER', 'REF')
  await undo(tour, 'REF', 'REF4')
  await books(tour, 'REF')
}

async function limits(tour: Tour): Promise<void> {
  await pay(tour, 'MIN', 'LOW1', 9000)
  await inquire(tour, 'MIN')
  await pay(tour, 'MAX', 'HIGH1', 90001)
  await pay(tour, 'MAX', 'HIGH2', 100000)
  await pay(tour, 'DEC', 'DEC1', '50000.00')
  await pay(tour, 'DEC', 'DEC2', '50.000')
  await pay(tour, 'CLOSED', 'LOW2', 10)
  await pay(tour, 'GONE', 'LATE1')
  await pay(tour, 'DECLINED', 'D1', 5)
  await pay(tour, 'DECLINED', 'D1')
  await pay(tour, 'FEE', 'FEE1', 92500)
  await pay(tour, 'WITHFEE', 'FEE2', 72500)
  await pay(tour, 'BIG', 'BIG1', 50_000_000)
  await books(tour, 'MIN', 'MAX')
}

async function reversals(tour: Tour): Promise<void> {
  await undo(tour, 'BARE', 'REF2', 40000)
  await undo(tour, 'BARE', 'REF9')
  await undo(tour, 'BARE', 'REF3')
  await undo(tour, 'CLOSED', 'REF2')
  await undo(tour, 'UNKNOWN', 'REF2')
  await books(tour, 'BARE')
  await undo(tour, 'BARE', 'REF2')
  await pay(tour, 'BARE', 'REF2')
  await inquire(tour, 'BARE')
  await pay(tour, 'BARE', 'REF5')
  await undo(tour, 'BARE', 'REF2')
  await books(tour, 'BARE')
  await undo(tour, 'BARE', 'REF5')
  await books(tour, 'BARE')
}

async function latecomers(tour: Tour): Promise<void> {
  await undo(tour, 'TOMB', 'T1')
  await pay(tour, 'TOMB', 'T1')
  await pay(tour, 'TOMB', 'T1')
  await undo(tour, 'TOMB', 'T1')
  await undo(tour, 'TOMB', 'T2', 40000)
  await pay(tour, 'TOMB', 'T2')
  await pay(tour, 'STORE', 'S1')
  await undo(tour, 'STORE', 'S1', 50000, { StoreID: 'G002T002' })
  await undo(tour, 'STORE', 'S1')
  await inquire(tour, 'STORE', { MessageID: 'SAME' })
  await pay(tour, 'STORE', 'S2', 50000, { MessageID: 'SAME' })
  await books(tour, 'TOMB', 'STORE')
  await pay(tour, 'REUSED', 'U1')
  await pay(tour, 'REUSED', 'U1', 50000, { StoreID: 'G002T002' })
  await pay(tour, 'LAST1', 'L1')
  await pay(tour, 'LAST2', 'L2')
  await undo(tour, 'LAST1', 'L1')
  await books(tour, 'LAST1', 'LAST2')
  await pay(tour, 'MSG', 'M1', 50000, { MessageID: 'SAME' })
  await undo(tour, 'MSG', 'M1', 50000, { MessageID: 'SAME' })
  await books(tour, 'MSG')
  await undo(tour, 'MSG', 'M1', 50000, { MessageID: 'M'.repeat(200), StoreID: 'g001t001' })
  await pay(tour, 'MSG', 'M1')
}

/** References and codes that are nearly the same. */
async function keys(tour: Tour): Promise<void> {
  await pay(tour, 'KEY', '0NEAR5678901A')
  for (const near of ['NEAR5678901A', '0near5678901A', '0NEAR56789012']) await undo(tour, 'KEY', near)
  await pay(tour, 'NEAR', '0000000000001X')
  await undo(tour, 'NEAR', '0000000000001Y')
  await undo(tour, 'NEAR', '00000000000000000001')
  await pay(tour, 'NEAR', '00000000000000000002')
  await pay(tour, 'KEY1', '23')
  await pay(tour, 'KEY', '123')
  await undo(tour, 'KEY2', 'ELSEWHERE')
  await pay(tour, 'KEY3', 'ELSEWHERE')
  await books(tour, 'KEY', 'NEAR')
}

async function times(tour: Tour): Promise<void> {
  await pay(tour, 'TIME', 'TIME1')
  tour.gateway.control.clock({ advance: 2 })
  await pay(tour, 'TIME', 'TIME1')
  await inquire(tour, 'BRIEF')
  tour.gateway.control.clock({ advance: 120 })
  await pay(tour, 'BRIEF', 'BRIEF1')
  await books(tour, 'FAILING')
  await undo(tour, 'TIME', 'TIME1')
}

/** What was reversed, an hour and many reversals later, and after what nobody can read. */
async function memory(tour: Tour): Promise<void> {
  await pay(tour, 'PAID', 'P1')
  await undo(tour, 'UNDONE', 'E1')
  await pay(tour, 'UNDONE', 'U1')
  await undo(tour, 'UNDONE', 'U1')
  await postText(tour, 'no request')
  await pay(tour, 'UNDONE', 'U1')
  await undo(tour, 'UNDONE', 'U1')
  tour.gateway.control.clock({ advance: 4000 })
  await pay(tour, 'UNDONE', 'E1')
  await pay(tour, 'UNDONE', 'U1')
  for (let i = 0; i < 60; i++) await undo(tour, 'MANY', `M${i}`)
  for (let i = 0; i < 60; i++) await pay(tour, 'SOLD', `S${i}`)
  await pay(tour, 'MANY', 'M0')
  await inquire(tour, 'PAID')
}

async function requests(tour: Tour): Promise<void> {
  for (const field of ['TimeStamp', 'MessageID', 'PaymentCode', 'TrackingRef', 'StoreID', 'Signature'])
    await inquire(tour, 'LATE', { [field]: null })
  await inquire(tour, 'LATE', { TimeStamp: '2026-02-30 10:00:00' })
  await inquire(tour, 'LATE', { PaymentCode: '   ' })
  await inquire(tour, 'LATE', { TrackingRef: 'A'.repeat(25) })
  await inquire(tour, 'LATE', { Novelty: 'x' })
  await pay(tour, 'LATE', 'LATE2', '')
}

const contract = loadContract('indomaret')

async function signatures(tour: Tour): Promise<void> {
  const forged = { Signature: 'AB'.repeat(48) }
  await inquire(tour, 'LATE', forged)
  await pay(tour, 'LATE', 'F1', 50000, forged)
  await inquire(tour, 'LATE', { Signature: 'ABC' })
  await undo(tour, 'LATE', 'F1', 50000, forged)
  const fields = {
    TimeStamp: '2026-11-20 15:00:00',
    MessageID: 'SIGNED',
    PaymentCode: 'LATE',
    StoreID: 'G001T001',
    TrackingRef: 'F2',
  }
  const Signature = signer(contract, sandboxKey)(fields, 'inquiry')
  await inquire(tour, 'LATE', { ...fields, Signature: Signature.toLowerCase() })
  await inquire(tour, 'LATE', { ...fields, Signature })
  await inquire(tour, 'LATE', { ...fields, Signature: Signature.slice(0, 64) })
  await inquire(tour, 'LATE', { ...fields, PaymentCode: 'DEC', Signature })
  await pay(tour, 'LATE', 'F2', 50000, { ...fields, Signature })
}

async function envelopes(tour: Tour): Promise<void> {
  await inquire(tour, 'LATE', {}, { prefix: 'S' })
  await inquire(tour, 'LATE', {}, { header: '' })
  await inquire(tour, 'LATE', {}, { soapAction: null })
  await inquire(tour, 'LATE', {}, { version: '1.2', payloadNs: 'urn:x', qualifiedLeaves: true })
  await inquire(tour, 'LATE', {}, { payloadNs: 'urn:x', qualifiedLeaves: false })
  const fields = {
    TimeStamp: '2026-11-20 15:00:00',
    MessageID: 'BROKEN',
    PaymentCode: 'LATE',
    StoreID: 'G001T001',
    TrackingRef: 'F3',
  }
  const keys = { sign: signer(contract, sandboxKey) }
  const { body } = dialect(contract).seal({ operation: 'inquiry', side: 'request', fields }, keys)
  await postText(tour, body.toString().replace('</ReqInquiry>', ''))
  await postText(tour, 'hello')
  await postText(tour, body.toString().replace('G001T001', '<![CDATA[G001T001]]>'))
  await connection(tour)
  await speed(tour, 'LATE')
}

async function races(tour: Tour): Promise<void> {
  await crowd(tour, 'LATE')
  await race(tour, 'RACE', Array<string>(4).fill('R1'))
  await race(tour, 'RIVALS', ['R1', 'R2', 'R3', 'R4'])
  await race(tour, 'SLOWRACE', Array<string>(4).fill('R1'))
  await overtake(tour, 'SLOW')
  await books(tour, 'RACE', 'RIVALS', 'SLOW')
}

/** The receipts of another day. */
async function nextDay(tour: Tour): Promise<void> {
  tour.gateway.control.clock({ advance: 86_400 })
  await pay(tour, 'REUSED', 'TOMORROW')
}
