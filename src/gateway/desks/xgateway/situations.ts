/** What befalls a client's transaction, by the ids of schemas/xgateway/situations.json. */
import { setTimeout as sleep } from 'node:timers/promises'
import { writeXmlRpcFault } from '../../../wire/xmlrpc-write.ts'
import type { Fields } from '../../../wire/reading.ts'
import type { Situation } from '../../defect.ts'
import { close, half, late, page } from '../../mishaps.ts'
import {
  answering,
  type Bend,
  billing,
  first,
  isQuery,
  pairing,
  replying,
  sending,
  styled,
  together,
} from './bend.ts'
import type { Steps } from './steps.ts'

/** Seconds until what is pending is final, and a callback tells so. */
const shortly = 0.5
const hour = 3600
/** Milliseconds that a slow answer takes. */
const slow = 2000
/** Milliseconds by which an early callback is ahead of the answer. */
const ahead = 500

const ending = (code: string): Bend => billing(() => ({ code }))
const pending = (code: string, seconds = shortly): Bend =>
  billing(() => ({ code: '68', later: { code, seconds } }))
const success = ending('00')
const lost = (honest: Steps) => sending(first(), close)(honest)
/** Only the first answer is bent; a status check is answered honestly. */
const once =
  (change: (isFirst: ReturnType<typeof first>) => Bend): Bend =>
  (honest) =>
    change(first())(honest)

const queryFailure: Bend = (honest) => ({
  customerOf: async (call, product) => (isQuery(call) ? undefined : honest.customerOf(call, product)),
  isQueried: () => false,
})

/** Status checks are answered 04. */
const duplicates: Bend = () => ({ recall: async (_call, known) => ({ ...known, code: '04', sn: '' }) })

/** The end of it is reported before it is said to be pending. */
const early: Bend = (honest) => ({
  async settle(call, deal, answer) {
    if (answer.code !== '00') return honest.settle(call, deal, answer)
    const open = { ...deal }
    await call.steps.finish(deal, '00', call.till, call.steps)
    await call.steps.report(deal, call.till, call.steps)
    await sleep(ahead)
    return open
  },
})

const twice: Bend = (honest) => ({
  async report(deal, till, steps) {
    await honest.report(deal, till, steps)
    await honest.report(deal, till, steps)
  },
})

/** Serials of digits that begin with a zero. */
const zeroed: Bend = (honest) => ({
  serial(deal, till) {
    const made = honest.serial(deal, till)
    return { ...made, sn: made.sn.replace(/^\d(?=\d+$)/, '0') }
  },
})

/** A customer whose serial holds commas, an ampersand and a slash. */
const commas: Bend = (honest) => ({
  async customerOf(call, product) {
    const customer = await honest.customerOf(call, product)
    const meter = customer?.meter && { ...customer.meter, name: "NUR'AINI S/O BUDI & ANI, ALM" }
    return customer && { ...customer, ...(meter && { meter }) }
  },
})

const fault = () => ({ status: 200, ...writeXmlRpcFault(1, 'The request could not be processed.') })

const steps: { [id: string]: Bend } = {
  success: together(success, zeroed),
  failure: ending('07'),
  token: success,
  'query-failure': queryFailure,
  'pending-success': pending('00'),
  'pending-failure': pending('23'),
  'pending-refund': pending('21'),
  'long-pending': pending('00', 30 * hour),
  'lost-answer': together(success, lost),
  'lost-twice': together(success, (honest) => {
    const one = first()
    const two = first((call) => !one(call))
    return sending((call) => one(call) || two(call), close)(honest)
  }),
  'lost-token': together(success, lost),
  'slow-answer': together(success, (honest) => sending(first(), late(slow))(honest)),
  'duplicate-code': together(success, lost, duplicates),
  'unknown-code': together(
    success,
    once((isFirst) =>
      answering((fields, call) =>
        isFirst(call)
          ? { ...fields, RESPONSECODE: '99', SN: '', MESSAGE: strangely(String(fields['MESSAGE'])) }
          : fields,
      ),
    ),
  ),
  fault: together(
    success,
    once((isFirst) => replying(fault, isFirst)),
  ),
  'http-error': together(
    success,
    once((isFirst) => replying(() => page(500, 'Internal Server Error'), isFirst)),
  ),
  'http-error-answer': together(
    success,
    once((isFirst) => replying((reply) => ({ ...reply, status: 500 }), isFirst)),
  ),
  truncated: together(
    success,
    once((isFirst) => replying(half, isFirst)),
  ),
  'missing-code': together(
    ending('07'),
    once((isFirst) =>
      answering((fields, call) => (isFirst(call) ? { ...fields, RESPONSECODE: null } : fields)),
    ),
  ),
  'foreign-answer': together(
    ending('23'),
    once((isFirst) => answering((fields, call) => (isFirst(call) ? ofAnother(fields) : fields))),
  ),
  'other-order': together(
    success,
    styled({ order: ['TRANSACTIONID', 'SN', 'MESSAGE', 'REQUESTID', 'RESPONSECODE'] }),
  ),
  'extra-members': together(
    success,
    answering((fields) => ({ HRG: '20175', SALDO: '1000000', ...fields, TUJUAN: '085700000001' })),
  ),
  untyped: together(success, styled({ type: 'untyped' })),
  spaced: together(success, styled({ spaced: true, indent: true })),
  'negative-balance': together(
    success,
    pairing('SAL', () => '-101000'),
  ),
  'comma-serial': together(success, commas),
  'misleading-text': together(
    ending('23'),
    pairing('KET', () => 'Gagal Biller, tidak SUKSES'),
  ),
  'doubtful-code': ending('03'),
  'early-callback': together(success, early),
  'callback-twice': together(pending('00'), twice),
}

/** A success told as a failure that nobody knows. */
const strangely = (message: string): string =>
  message.replace(/ ?, SUKSES\. SAL=(-?\d+),HRG=\d+,ID=(\w+),.*/, ', GAGAL. SAL=$1, ID=$2, KET=Error 99')

/** What a gateway tells that takes one connection for another: the sale of somebody else, which succeeded. */
function ofAnother(fields: Fields): Fields {
  const [balance = '0'] = /(?<=SAL=)-?\d+/.exec(String(fields['MESSAGE'])) ?? []
  const [transaction, serial] = ['1553842300121', '0329135143014892']
  return {
    RESPONSECODE: '00',
    REQUESTID: '12906609',
    MESSAGE: `ISI I50 KE 085700000001 , SUKSES. SAL=${balance},HRG=48825,ID=${transaction},SN=${serial}`,
    SN: serial,
    TRANSACTIONID: transaction,
  }
}

/** Every situation that this desk plays. */
export const situations: readonly Situation<Steps>[] = Object.entries(steps).map(([id, bend]) => ({
  id,
  steps: bend,
}))
