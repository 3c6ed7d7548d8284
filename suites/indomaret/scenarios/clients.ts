/** What befalls a client on trial: one scenario for each situation of the contract. */
import { scenario, Skipped, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import type { Exchange } from '../../../src/wire/exchange.ts'
import { text } from '../../../src/wire/reading.ts'

/** Rules that every message of a client speaks about. */
const always = [
  'http.post',
  'xml.well-formed',
  'xml.encoding',
  'soap.version',
  'soap.payload',
  'soap.literal',
  'soap.namespace',
  'fields.present',
  'fields.length',
  'fields.format',
  'fields.named',
  'fields.once',
  'fields.unpadded',
  'fields.known',
  'fields.order',
  'clocks.format',
  'clocks.range',
  'clocks.calendar',
  'signatures.present',
  'signatures.format',
  'signatures.right',
  'client.message-id-unique',
  'client.fresh',
]
const paying = [
  'client.amount',
  'client.same-code',
  'client.after-success',
  'client.reference-unique',
  'client.reversed-key',
  'amounts.format',
]
const reversing = [
  'client.reversal-follows',
  'client.reversal-key',
  'client.reversal-amount',
  'client.reversal-new-message',
  'client.no-inquiry-reversal',
]

/** Situation, what a client is put into there, and the rules that it is there for. */
const met: [situation: string, says: string, exercises: string[]][] = [
  ['paid', 'Let a client pay a bill.', [...always, ...paying, 'client.success', 'client.result']],
  ['closed', 'Let a client pay a bill that takes one amount only.', paying],
  ['dearer', 'Offer a client a bill that has another amount than its trigger was told.', ['client.amount']],
  ['fee', 'Offer a client a bill with a fee.', ['client.amount']],
  ['big', 'Offer a client a bill of more than ten million.', ['amounts.big', 'client.amount']],
  ['unknown', 'Tell a client that the code does not exist.', ['client.after-success']],
  ['expired', 'Tell a client that the code has expired.', ['client.after-success']],
  ['already-paid', 'Tell a client that the code is paid.', ['client.after-success']],
  ['unlisted-code', 'Refuse an inquiry with a code that no table has.', ['client.after-success']],
  ['reserved-code', 'Refuse an inquiry with a reserved code.', ['client.after-success']],
  ['refused-with-success', 'Refuse an inquiry in words of success.', ['client.after-success']],
  ['other-words', 'Tell a client of a success in other words.', ['client.success']],
  ['payment-refused', 'Refuse a payment.', paying],
  ['refused-with-receipt', 'Refuse a payment, and name a receipt.', [...paying, 'client.result']],
  ['payment-lost', 'Lose a payment before it is booked.', reversing],
  ['payment-lost-booked', 'Lose the answer to a payment.', reversing],
  ['payment-truncated', 'Answer a payment with half an answer.', reversing],
  ['payment-html', 'Answer a payment with a page of HTML.', reversing],
  ['payment-fault', 'Answer a payment with a SOAP Fault.', paying],
  ['payment-slow', 'Answer a payment late.', reversing],
  ['payment-silent', 'Say nothing to a payment.', reversing],
  ['payment-of-another', 'Answer a payment with the answer to another.', ['client.correlates']],
  ['reversal-lost', 'Lose the answer to a reversal too.', [...reversing, 'client.reversal-retried']],
  ['reversal-refused', 'Refuse a reversal.', reversing],
  ['other-prefix', 'Answer with another prefix.', ['client.prefix']],
  ['with-header', 'Answer with a SOAP Header.', ['client.header']],
  ['other-namespace', 'Answer in another namespace.', ['client.namespace']],
  ['unknown-elements', 'Answer with an unknown element.', ['client.unknown-element']],
  ['bare', 'Answer without what may be left out.', ['client.optional-absent']],
  ['other-order', 'Offer an amount before its minimum.', ['client.order']],
]

const isMarkup = ({ request }: Exchange) =>
  request.read.ok && Object.values(request.read.fields).some((value) => /[&<]/.test(String(value)))

/** Reads a client's books about every code that it has asked for, where they can be read. */
async function meetAndAudit(hand: Hand, situation: string, books: boolean): Promise<Exchange[]> {
  const heard = await hand.meet(situation)
  const codes = new Set(heard.map(({ request }) => text(request.read, 'PaymentCode')?.trim() ?? ''))
  if (books) for (const code of codes) if (code !== '') await hand.audit(code)
  return heard
}

/** An offer and nothing after it: whether the customer went, or the client cannot read or pay, nobody sees. */
const isLeft = (heard: Exchange[]) =>
  heard.some(({ operation, response }) => {
    const code = response && text(response.read, 'ResponseCode')
    return operation === 'inquiry' && code === '00'
  }) && heard.every(({ operation }) => operation !== 'payment')

/** A store may take no more than some amount. */
const mayBeLeft = ['big']

/** What a client takes a sale for is in its own books alone. */
const unread = scenario<boolean>({
  id: 'client-books',
  says: 'Look for the books of a client.',
  role: 'client',
  exercises: ['client.result'],
  plans: ({ can }) => [can.ledger],
  async act(books) {
    if (!books) throw new Skipped('needs-store-hook', 'The declaration has no ledger hook of the client.')
  },
})

/** Only ExtraParams can hold what XML escapes, and a client may do without them. */
const escapes = scenario<boolean>({
  id: 'client-ampersand',
  says: 'Offer a client a bill whose texts hold characters that XML escapes.',
  role: 'client',
  meets: 'ampersand',
  exercises: ['xml.escaped'],
  patient: true,
  plans: ({ can }) => [can.ledger],
  async act(books, hand) {
    const heard = await meetAndAudit(hand, 'ampersand', books)
    if (!heard.some(isMarkup))
      throw new Skipped('not-on-the-wire', 'The client sends nothing that XML has to escape.')
  },
})

/** Whoever drives a client by hand may buy a code without zeros. */
const zeros = scenario<boolean>({
  id: 'client-zeros',
  says: 'Hand a client a code that begins with zeros.',
  role: 'client',
  meets: 'zeros',
  exercises: ['client.exact-code'],
  patient: true,
  plans: ({ can }) => [can.ledger],
  async act(books, hand) {
    const heard = await meetAndAudit(hand, 'zeros', books)
    if (!heard.some(({ request }) => text(request.read, 'PaymentCode')?.startsWith('0')))
      throw new Skipped('not-met', 'The client was given no code that begins with zeros.')
  },
})

/** Scenarios of the role client, one for each situation. */
export const clientScenarios: Scenario[] = [
  ...met.map(([situation, says, exercises]) =>
    scenario<boolean>({
      id: `client-${situation}`,
      says,
      role: 'client',
      meets: situation,
      exercises,
      patient: true,
      plans: ({ can }) => [can.ledger],
      async act(books, hand) {
        const heard = await meetAndAudit(hand, situation, books)
        if (isLeft(heard) && !mayBeLeft.includes(situation))
          throw new Skipped('not-met', 'The client was offered a bill and did not pay it.')
      },
    }),
  ),
  zeros,
  escapes,
  unread,
]
