/** The receiver that keeps its contract. */
import { follow, type Entry, type State } from '../books.ts'
import { blocksIn, joined } from '../sign.ts'
import type { Reply } from '../../serving.ts'
import type { Fields, ReceiverSteps } from './steps.ts'

export const say = (status: number, body: string): Reply => ({
  status,
  headers: [['Content-Type', 'text/plain']],
  body,
})

const ends: { [status: string]: State } = { '2': 'paid', '3': 'failed', '4': 'failed' }

export const honest: ReceiverSteps = {
  admit: ({ method }) => (method === 'POST' ? undefined : say(405, 'Use POST')),
  read: ({ body }) => Object.fromEntries(new URLSearchParams(body.toString())),
  text: (fields) => joined(fields, 'platSign'),
  key: ({ publicKey = '' }) => publicKey,
  join: (blocks) => Buffer.concat(blocks).toString(),
  isRight(signature, fields, { credentials, steps }) {
    const blocks = blocksIn(signature, steps.key(credentials))
    return blocks !== undefined && steps.join(blocks) === steps.text(fields)
  },
  refuse: () => say(400, 'FAIL'),
  find: ({ orderNum = '' }, { books }) => books.find(orderNum),
  stranger: () => say(404, 'NOTEXIST'),
  stateIn,
  contradicts: (fields, { kind, amount }) =>
    Number(fields[kind === 'payout' ? 'money' : 'payMoney']) !== amount,
  async book(entry, state, { platOrderNum }) {
    if (platOrderNum !== undefined) entry.id ??= platOrderNum
    follow(entry, state)
  },
  acknowledge: (_entry: Entry) => say(200, 'SUCCESS'),
}

function stateIn({ code, status = '' }: Fields): State {
  if (code !== undefined) return code === '00' ? 'paid' : 'pending'
  return ends[status] ?? 'pending'
}
