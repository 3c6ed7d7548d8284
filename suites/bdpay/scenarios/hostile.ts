/** Bodies that nobody can read, and requests that are no POST. */
import { scenario } from '../../../src/stimulate/scenario.ts'
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

export const unreadable = scenario<{ what: string; operation: string }>({
  id: 'unreadable',
  says: 'Send what is no JSON object, and ask for the balance afterwards.',
  role: 'server',
  exercises: ['json.unreadable'],
  plans: () =>
    Object.keys(bodies).flatMap((what) =>
      (what === 'a brace' ? ['pay', 'cash', 'query'] : ['pay', 'cash']).map((operation) => ({
        what,
        operation,
      })),
    ),
  async act({ what, operation }, hand) {
    await hand.send(hand.raw(operation, bodies[what]!, [json], what))
  },
})

export const otherMethods = scenario<string>({
  id: 'method',
  says: 'Order a payment by another method than POST, and ask for it.',
  role: 'server',
  exercises: ['http.methods'],
  plans: () => ['GET', 'GET with a query', 'PUT', 'DELETE', 'PATCH'],
  async act(what, hand) {
    const letter = hand.seal('pay', order(hand, await hand.share('idle')))
    const method = what.split(' ')[0]!
    const fields = JSON.parse(letter.body.toString('utf8')) as { [name: string]: string }
    const asked = `${letter.url}?${new URLSearchParams(fields).toString()}`
    const isQuery = what.endsWith('query')
    await hand.send({
      ...letter,
      method,
      ...(isQuery ? { url: asked, body: Buffer.alloc(0), headers: [] } : {}),
    })
    await ask(hand, numberOf(letter))
  },
})
