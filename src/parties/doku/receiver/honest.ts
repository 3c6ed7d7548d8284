/** The receiver that keeps its contract. */
import { header } from '../../../wire/exchange.ts'
import type { Arrival, Reply } from '../../serving.ts'
import { isSame, pathOf, signatureOf, textOf } from '../sign.ts'
import type { Counter, Members, Notice, ReceiverSteps } from './steps.ts'

export const refuse = (status: number, message: string): Reply => ({
  status,
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify({ error: { code: 'refused', message } }),
})

export const honest: ReceiverSteps = {
  admit({ method, headers }) {
    if (method !== 'POST') return refuse(405, 'Use POST')
    const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase()
    return type === 'application/json' ? undefined : refuse(415, 'Send JSON')
  },
  headerAt: ({ headers }, name) => header(headers, name)?.trim() ?? '',
  signed(arrival, { steps }) {
    const head = (name: string) => steps.headerAt(arrival, name)
    return {
      client: head('Client-Id'),
      id: head('Request-Id'),
      time: head('Request-Timestamp'),
      target: pathOf(arrival.url),
      body: arrival.body,
    }
  },
  isRight: isSame,
  authenticate,
  read: ({ body }) => membersOf(body),
  objectTo: () => undefined,
  understand,
  find: ({ invoice }, { books }) => books.find(invoice),
  stranger: () => refuse(404, 'There is no such order'),
  contradicts: ({ amount }, order) => amount !== order.amount,
  isPaid: ({ status }) => status === 'SUCCESS',
  isKnown: ({ id, event }, { reusable, payments, seen }) =>
    seen.has(id) || seen.has(event) || (!reusable && payments.length > 0),
  async book({ id, event, amount }, order) {
    order.seen.add(id)
    order.seen.add(event)
    order.payments.push({ amount })
  },
  acknowledge: () => ({ status: 200 }),
}

function authenticate(arrival: Arrival, counter: Counter): Reply | undefined {
  const { steps, credentials } = counter
  const wanted = signatureOf(textOf(steps.signed(arrival, counter)), credentials['secret'] ?? '')
  if (!steps.isRight(steps.headerAt(arrival, 'Signature'), wanted, counter))
    return refuse(400, 'The signature is wrong')
  return steps.headerAt(arrival, 'Client-Id') === credentials['client']
    ? undefined
    : refuse(400, 'This is for somebody else')
}

/** The object of a body; undefined for what is no such thing. */
export function membersOf(body: Uint8Array): Members | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const within = (members: Members, name: string): Members => {
  const inner = members[name]
  return isObject(inner) ? inner : {}
}

function understand(members: Members, arrival: Arrival, { steps }: Counter): Notice | undefined {
  const [order, transaction] = [within(members, 'order'), within(members, 'transaction')]
  const [invoice, amount, status] = [order['invoice_number'], order['amount'], transaction['status']]
  if (typeof invoice !== 'string' || typeof amount !== 'number' || typeof status !== 'string')
    return undefined
  const store = within(members, 'online_to_offline_payment')
  const event = JSON.stringify([transaction['date'], store['identifier'] ?? store['identifer'] ?? null])
  const code = String(within(members, 'online_to_offline_info')['payment_code'] ?? '')
  const request = String(transaction['original_request_id'] ?? '')
  return { invoice, amount, status, event, code, request, id: steps.headerAt(arrival, 'Request-Id') }
}
