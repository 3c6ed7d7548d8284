/** Bodies that nobody can read, and requests that are no POST. */
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import { ask, numberOf, order } from '../orders.ts'

const json: [string, string] = ['Content-Type', 'application/json; charset=utf-8']

const bodies: { [what: string]: Buffer } = {
  'a brace': Buffer.from('{'),
  nothing: Buffer.alloc(0),
  'a list': Buffer.from('[]'),
  'a text': Buffer.from('"hello"'),
  'plain words': Buffer.from('hello'),
  'a form': Buffer.from('merchantCode=1&orderNum=2'),
  'a page': Buffer.from('<html></html>'),
  'a comma too many': Buffer.from('{"merchantCode":"S820210000000001",}'),
  'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0x28, 0x22, 0x7d]),
  'a deep list': Buffer.from('['.repeat(5000)),
}

/** Those that say most, for the operations that are not sent all. */
const few = ['a brace', 'nothing', 'a list', 'a page', 'bytes that are no UTF-8']

const sentTo: { [operation: string]: string[] } = {
  pay: Object.keys(bodies),
  cash: few,
  query: few.slice(0, 1),
}

export const unreadable = scenario<string>({
  id: 'unreadable',
  says: 'Send what is no JSON object, one after the other.',
  role: 'server',
  exercises: ['json.unreadable', 'answers.discreet'],
  plans: () => Object.keys(sentTo),
  async act(operation, hand) {
    for (const what of sentTo[operation]!) await hand.send(hand.raw(operation, bodies[what]!, [json], what))
  },
})

export const otherMethods = scenario<'all'>({
  id: 'method',
  says: 'Order payments by other methods than POST, and ask for them.',
  role: 'server',
  exercises: ['http.methods'],
  plans: () => ['all'],
  async act(_plan, hand) {
    for (const what of ['GET', 'GET with a query', 'PUT', 'DELETE', 'PATCH']) await orderBy(what, hand)
  },
})

async function orderBy(what: string, hand: Hand): Promise<void> {
  const letter = hand.seal('pay', order(hand, await hand.share('idle')))
  const fields = JSON.parse(letter.body.toString('utf8')) as { [name: string]: string }
  const asked = `${letter.url}?${new URLSearchParams(fields).toString()}`
  const isQuery = what.endsWith('query')
  await hand.send({
    ...letter,
    method: what.split(' ')[0]!,
    ...(isQuery ? { url: asked, body: Buffer.alloc(0), headers: [] } : {}),
  })
  await ask(hand, numberOf(letter))
}
