/** The receiver that keeps its contract. */
import { readXmlRpcStrict } from '../../../wire/xmlrpc-strict.ts'
import { follow } from '../books.ts'
import { noticeOf, stateOf, subjectOf } from '../notice.ts'
import type { ReceiverSteps } from './steps.ts'

/** Addresses that the gateway calls from. */
const gateways = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

const plain = (status: number, body: string) => ({
  status,
  headers: [['Content-Type', 'text/plain'] as [string, string]],
  body,
})

export const honest: ReceiverSteps = {
  admit({ method, address }) {
    if (method !== 'POST') return plain(405, 'POST only')
    return gateways.includes(address) ? undefined : plain(403, 'Not for you')
  },
  read: (arrival) => readXmlRpcStrict(arrival),
  understand(reading) {
    const notice = noticeOf(reading)
    const isWhole = notice && notice.code !== '' && notice.reference !== '' && notice.transaction !== ''
    return isWhole ? notice : undefined
  },
  refuse: () => plain(400, 'Not a callback'),
  find: ({ reference }, { books }) => books.find(reference),
  stranger: () => plain(200, 'OK'),
  fits({ transaction, message }, sale) {
    const subject = subjectOf(message)
    return (
      (sale.transaction === undefined || sale.transaction === transaction) &&
      (subject === undefined || (subject.product === sale.product && subject.number === sale.number))
    )
  },
  contradict: () => plain(409, 'Not that sale'),
  async store(notice, sale, { contract, steps }) {
    const state = stateOf(contract, notice.code)
    if (state === undefined) return
    sale.transaction ??= notice.transaction
    steps.apply(sale, state, notice)
    if (sale.state === 'paid' && notice.serial !== '') sale.serial = notice.serial
  },
  apply: (sale, state) => follow(sale, state),
  acknowledge: () => plain(200, 'OK'),
}
