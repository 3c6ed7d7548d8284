/** Bodies that are no request at all, methods and paths that are none of the contract's, and what is too large. */
import { scenario, type Hand, type Letter, type Sending } from '../../../src/stimulate/scenario.ts'
import { isTaken, named, servicesOf, writerFor, type Service } from './bases.ts'
import { offered } from '../offered.ts'
import { inquire } from '../orders.ts'

const bodies: { [name: string]: (right: string) => string } = {
  'cut off': (right) => right.slice(0, -5),
  empty: () => '',
  'a comma too many': (right) => right.replace(/\}$/, ',}'),
  'a page': () => '<html><body>Payment</body></html>',
  'single quotes': (right) => right.replaceAll('"', "'"),
  'a form': () => 'partnerReferenceNo=1&merchantId=2',
  'two of them': (right) => right + right,
}

const lists: { [name: string]: (right: string) => string } = {
  'a list': (right) => `[${right}]`,
  'a text': (right) => JSON.stringify(right),
  'a number': () => '42',
  null: () => 'null',
}

/** A letter whose body is another, and is signed as it is. */
async function spoilt(hand: Hand, service: Service, change: (right: string) => string, sending: Sending) {
  const write = await writerFor(hand, service)
  const right = write().body.toString()
  return write({}, { ...sending, style: { ...sending.style, instead: change(right) } })
}

export const unreadable = scenario<{ service: Service; body: string }>({
  id: 'unreadable-bodies',
  says: 'Send what nobody can read, signed as it is.',
  role: 'server',
  exercises: ['json.malformed-refused', 'json.explained', 'json.text', 'http.answers'],
  plans: (scope) =>
    offered(scope, [
      ...Object.keys(bodies).map((body) => ({ service: 'payment' as Service, body })),
      { service: 'status', body: 'cut off' },
      { service: 'refund', body: 'a comma too many' },
      { service: 'cancel', body: 'a page' },
      { service: 'refund', body: 'Latin-1' },
    ]),
  async act({ service, body }, hand) {
    if (body === 'Latin-1') {
      const write = await writerFor(hand, service)
      const sending: Sending = { flaws: 1, note: body, style: { encoding: 'iso-8859-1' } }
      return void (await hand.send(write({ reason: 'Kembali é' }, sending)))
    }
    await hand.send(await spoilt(hand, service, bodies[body]!, { flaws: 1, note: body }))
  },
})

export const otherJson = scenario<{ service: Service; body: string }>({
  id: 'other-json',
  says: 'Send JSON that is no object.',
  role: 'server',
  exercises: ['json.object'],
  plans: () => [
    ...Object.keys(lists).map((body) => ({ service: 'payment' as const, body })),
    { service: 'status', body: 'a list' },
    { service: 'refund', body: 'a list' },
  ],
  async act({ service, body }, hand) {
    await hand.send(await spoilt(hand, service, lists[body]!, { flaws: 'many', note: body }))
  },
})

export const duplicates = scenario<{ first: string; last: string }>({
  id: 'duplicates',
  says: 'Write the amount of a payment twice, then ask what was paid.',
  role: 'server',
  exercises: ['json.duplicates'],
  plans: () => [{ first: '10000.00', last: '20000.00' }],
  async act({ first, last }, hand) {
    const write = await writerFor(hand, 'payment')
    const amount = (value: string) => ({ value, currency: 'IDR' })
    const style = { duplicates: { amount: amount(last) } }
    const letter = write({ amount: amount(first) }, { flaws: 1, style, note: 'amount twice' })
    await hand.send(letter)
    await inquire(hand, String(letter.draft.fields['partnerReferenceNo']))
  },
})

/** Every method that carries a body, and GET. */
const otherMethods = ['GET', 'PUT', 'DELETE', 'PATCH']

export const methods = scenario<{ service: Service }>({
  id: 'methods',
  says: 'Call a service by other methods, with the same signed body, and ask what refused ones have done.',
  role: 'server',
  exercises: ['http.methods', 'http.no-effect'],
  plans: (scope) => servicesOf(scope).map((service) => ({ service })),
  async act({ service }, hand) {
    const write = await writerFor(hand, service)
    const about = new Set<string>()
    let isServed = false
    for (const method of otherMethods) {
      const letter = write({}, { method, note: method })
      about.add(String(letter.draft.fields[named(service)]))
      isServed = isTaken(await hand.send(letter)) || isServed
    }
    // Whoever serves them has done what was asked.
    if (service === 'status' || isServed) return
    for (const reference of about) await inquire(hand, reference)
  },
})

export const unknownPath = scenario<string>({
  id: 'unknown-path',
  says: 'Call a service that there is not.',
  role: 'server',
  exercises: ['http.unknown-path'],
  plans: () => ['nowhere'],
  async act(name, hand) {
    const letter = (await writerFor(hand, 'payment'))()
    await hand.send({ ...letter, url: elsewhere(letter, name) } satisfies Letter)
  },
})

const elsewhere = ({ url }: Letter, name: string): string => {
  const found = new URL(url)
  found.pathname = found.pathname.replace(/[^/]+\/?$/, name)
  return found.href
}

export const oversized = scenario<number>({
  id: 'oversized',
  says: 'Send a payment with a megabyte of additionalInfo.',
  role: 'server',
  exercises: ['http.oversized'],
  plans: () => [1_000_000],
  async act(size, hand) {
    const write = await writerFor(hand, 'payment')
    await hand.send(write({ additionalInfo: { much: '9'.repeat(size) } }, { note: 'too large' }))
  },
})
