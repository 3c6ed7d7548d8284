/** The client that keeps its contract. */
import { randomUUID } from 'node:crypto'
import { header } from '../../../wire/exchange.ts'
import { sender, type Heard, type Letter } from '../../posting.ts'
import type { Order } from '../books.ts'
import { isSame, pathOf, signatureOf, textOf } from '../sign.ts'
import type { Body, ClientSteps, Shop, Told, Word } from './steps.ts'

let count = Date.now()

export const honest: ClientSteps = {
  invoice: (wish) => (typeof wish['code'] === 'string' ? wish['code'] : `INV-${++count}`),
  requestId: () => randomUUID(),
  timestamp: ({ now }) => utcOf(now()),
  body,
  write: (members) => JSON.stringify(members),
  statusPath: (invoice) => `/orders/v1/status/${encodeURIComponent(invoice)}`,
  signed: (signed) => signed,
  text: textOf,
  signature: signatureOf,
  headers: (headers) => headers,
  send: sender(),
  understand,
  isTrusted: ({ isSigned, members }, { invoice }) =>
    isSigned && within(members, 'order')['invoice_number'] === invoice,
  judge,
  keep: (code) => code,
  isExpired: ({ members }, { now }) =>
    Date.parse(String(within(members, 'online_to_offline_info')['expired_date_utc'])) < now(),
  more: () => undefined,
  again: (letter) => letter,
  patience: 60,
  pause: 60,
  judgeState(told, order) {
    const state = told?.status === 200 ? within(told.members, 'transaction')['status'] : undefined
    const isOurs = told !== undefined && within(told.members, 'order')['invoice_number'] === order.invoice
    if (!isOurs || !told.isSigned) return 'open'
    return state === 'SUCCESS' ? 'paid' : state === 'EXPIRED' ? 'failed' : 'open'
  },
  isDone: ({ payments }) => payments.length > 0,
  credit({ payments, amount }) {
    if (payments.length === 0) payments.push({ amount })
  },
  isOver: () => false,
  asksWhenLost: true,
}

/** `2020-08-11T08:45:42Z` */
export const utcOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

function body({ invoice, amount }: Order): Body {
  return {
    order: { invoice_number: invoice, amount },
    online_to_offline_info: { expired_time: 60, reusable_status: false, info: 'Terima kasih' },
    customer: { name: 'Taufik Ismail', email: 'taufik@example.com' },
    indomaret_info: {
      receipt: { description: `ORDER ${invoice}`, footer_message: 'Call Center 021 555-0525' },
    },
  }
}

/** An answer that is a whole JSON object; its signature is held against both names of its time. */
function understand(heard: Heard, letter: Letter, { credentials }: Shop): Told | undefined {
  const members = heard.status === undefined ? undefined : objectIn(heard)
  if (heard.status === undefined || !members) return undefined
  const head = (name: string) => header(heard.headers, name)?.trim() ?? ''
  const names = ['Response-Timestamp', 'Request-Timestamp']
  const wanted = names
    .filter((name) => head(name) !== '')
    .flatMap((name) =>
      names.map((timeName) =>
        textOf({
          client: head('Client-Id'),
          id: head('Request-Id'),
          time: head(name),
          target: pathOf(letter.url),
          body: heard.body,
          timeName,
        }),
      ),
    )
  const isSigned = wanted.some((text) =>
    isSame(head('Signature'), signatureOf(text, credentials['secret'] ?? '')),
  )
  return { status: heard.status, members, isSigned }
}

/** The object of a body; undefined for what is no such thing. */
export function objectIn({ body: bytes }: Heard): Body | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

/** The members of an object inside of one; none where there is no such object. */
export function within(members: Body, name: string): Body {
  const inner = members[name]
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Body) : {}
}

/** The first answer comes again as 409. */
function judge(told: Told | undefined, order: Order, steps: ClientSteps): Word {
  if (!told || told.status >= 500) return 'unknown'
  const code = codeIn(told)
  if ((told.status === 200 || told.status === 409) && code !== undefined)
    return steps.isTrusted(told, order) ? { code } : 'unknown'
  return 'refused'
}

/** The payment code of an answer. */
export function codeIn({ members }: Told): string | undefined {
  const code = within(members, 'online_to_offline_info')['payment_code']
  return typeof code === 'string' && code !== '' ? code : undefined
}
