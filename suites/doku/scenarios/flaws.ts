/** Requests for codes with one thing wrong. */
import { messageOf } from '../../../src/contract/contract.ts'
import { flawsOf, type FieldFlaw } from '../../../src/contract/flaws.ts'
import { signParts } from '../../../src/dialects/doku-sign.ts'
import { targetOf } from '../../../src/dialects/doku-paths.ts'
import { scenario, type Hand, type Scope } from '../../../src/stimulate/scenario.ts'
import { bodyOf } from '../../../src/wire/json-merge.ts'
import { verbatim, type Fields, type Json } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { buy, look, order } from '../orders.ts'

/** Flaws of what is judged whatever the header: signatures have scenarios of their own, and headers of HTTP none. */
const isTried = ({ field, id }: FieldFlaw): boolean =>
  ![at.signature, at.target, 'header:Content-Type'].includes(field) &&
  !field.startsWith('additional_info') &&
  !(field === at.client && id !== 'missing') &&
  // What letters beyond ASCII become in a header, and in what is signed, is nobody's promise.
  !(field === at.id && id.startsWith('format'))

function flawed(scope: Scope): FieldFlaw[] {
  return flawsOf(scope.contract, messageOf(scope.contract, 'generate', 'request'), scope.profile).filter(
    isTried,
  )
}

const groups = 6

export const flaws = scenario<{ part: number }>({
  id: 'flaws',
  says: 'Ask for codes with one field missing, empty, of another type or in another form.',
  role: 'server',
  exercises: [
    'refusals.incomplete',
    'refusals.types',
    'headers.mandatory',
    'headers.timestamp',
    'amounts.refused',
    'amounts.text',
    'lifetimes.refused',
    'reusables.required',
    'reusables.text',
    'errors.shape',
  ],
  plans: () => Array.from({ length: groups }, (_, part) => ({ part })),
  async act({ part }, hand) {
    const all = flawed({ contract: hand.contract, profile: hand.profile } as Scope)
    for (const [index, { at: place, value, id }] of all.entries())
      if (index % groups === part) await spoil(hand, place, value, `${place}: ${id}`)
  },
})

/** Sends a request whose members are nested, so that what they are in can be spoilt too. */
async function spoil(hand: Hand, place: string, value: Json, note: string): Promise<void> {
  const whole = { ...bodyOf(order(hand)), [place]: value }
  await hand.send(hand.seal('generate', whole, { flaws: 1, note }))
}

/** Values that no table of flaws has. */
const others: [note: string, fields: Fields][] = [
  ['an amount as text', { [at.amount]: '150000' }],
  ['an amount of thirteen digits', { [at.amount]: 1_000_000_000_000 }],
  ['an amount with decimals', { [at.amount]: verbatim('150000.50') }],
  ['nine digits of minutes', { [at.lifetime]: 100_000_000 }],
  ['minutes as text', { [at.lifetime]: '60' }],
  ['a flag in words', { [at.reusable]: 'yes' }],
]

export const wrongValues = scenario({
  id: 'wrong-values',
  says: 'Ask for codes with amounts, minutes and flags that are none, and mend some of the requests.',
  role: 'server',
  exercises: ['amounts.refused', 'amounts.text', 'lifetimes.refused', 'reusables.text', 'invoices.free'],
  async act(_plan, hand) {
    await buy(hand)
    for (const [note, fields] of others) await buy(hand, fields, { flaws: 1, note })
    // The first member that a server looks at may be wrong, or the last one.
    for (const fields of [{ [at.amount]: 0 }, { [at.description]: null }]) {
      const { invoice } = await buy(hand, fields, { flaws: 1 })
      await buy(hand, { [at.invoice]: invoice })
    }
  },
})

const bodies: { [name: string]: string } = {
  'cut off': '{"order":{"invoice_number":"INV-1"',
  nothing: '',
  'a list': '[]',
  'bare text': '"INV-1"',
  'a page': '<html><body>order</body></html>',
  'a comma too many': '{"order":{"invoice_number":"INV-1","amount":150000,}}',
}

export const unreadable = scenario({
  id: 'unreadable',
  says: 'Send bodies that are no JSON object, rightly signed over their bytes.',
  role: 'server',
  exercises: ['requests.unreadable'],
  async act(_plan, hand) {
    hand.needSigner()
    for (const [note, body] of Object.entries(bodies))
      await hand.send(signedRaw(hand, Buffer.from(body), note))
  },
})

/** Bytes as they are, under right headers. */
function signedRaw(hand: Hand, body: Buffer, note: string) {
  const letter = hand.raw('generate', body, [], note)
  const [client, id, time] = [hand.credentials['client'] ?? '', hand.fresh(at.id), hand.now()]
  const parts = { client, id, time, target: targetOf(letter.url), body }
  return {
    ...letter,
    headers: [
      ['Content-Type', 'application/json'],
      ['Client-Id', client],
      ['Request-Id', id],
      ['Request-Timestamp', time],
      ['Signature', signParts(parts, hand.credentials['secret'] ?? '')],
    ] as [string, string][],
  }
}

export const elsewhere = scenario({
  id: 'methods-and-paths',
  says: 'Call the paths by other methods, and a path that there is not.',
  role: 'server',
  exercises: ['http.methods', 'errors.path'],
  async act(_plan, hand) {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const fields = order(hand)
      const letter = hand.seal('generate', fields)
      await hand.send({ ...letter, method, ...(method === 'GET' ? { body: Buffer.alloc(0) } : {}) })
      await look(hand, String(fields[at.invoice]))
    }
    const { invoice } = await buy(hand)
    for (const method of ['PUT', 'DELETE'])
      await hand.send({ ...hand.seal('status', { id: invoice }), method })
    const letter = hand.seal('generate', order(hand))
    await hand.send({ ...letter, url: letter.url.replace('/v2/payment-code', '/v2/nowhere') })
  },
})

export const strangers = scenario({
  id: 'unknown-client',
  says: 'Ask for a code under the Client-Id of nobody.',
  role: 'server',
  exercises: ['headers.client'],
  async act(_plan, hand) {
    const { code } = await hand.need('unknownclient')
    await buy(hand, { [at.client]: code })
  },
})

const day = 86_400

export const days = scenario({
  id: 'other-days',
  says: 'Ask for codes at the time of another day, and of another zone.',
  role: 'server',
  exercises: ['headers.window'],
  plans: ({ profile }) => (typeof profile['skewSeconds'] === 'number' ? [0] : []),
  async act(_plan, hand) {
    await buy(hand)
    for (const offset of [-day, day, 7 * 3600, -7 * 3600]) await buy(hand, { [at.time]: hand.now(offset) })
  },
})
