/** Requests for codes that are right, each unusual in one thing. */
import type { Style } from '../../../src/dialects/dialect.ts'
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import { text, type Fields } from '../../../src/wire/reading.ts'
import { at } from '../asked.ts'
import { buy, look, order } from '../orders.ts'

export const plain = scenario({
  id: 'code',
  says: 'Ask for a code, for its state, and for the pages that tell how to pay.',
  role: 'server',
  exercises: [
    'requests.accepted',
    'answers.signed',
    'answers.stamped',
    'lifetimes.kept',
    'times.agree',
    'times.present',
    'times.pairs',
    'status.pending',
    'status.either',
    'signatures.get',
    'instructions.answer',
    'echoes.kept',
  ],
  plans: () => [60, 1, 1440],
  async act(minutes, hand) {
    const { exchange, invoice, id } = await buy(hand, { [at.lifetime]: minutes })
    await look(hand, invoice)
    await look(hand, id)
    for (const name of ['how_to_pay_page', 'how_to_pay_api']) {
      const url = text(exchange.response?.read, `online_to_offline_info.${name}`) ?? ''
      if (URL.canParse(url) && minutes === 60) await hand.get(url)
    }
  },
})

const optional: Fields = {
  [at.lifetime]: null,
  'online_to_offline_info.info': null,
  [at.email]: null,
  'indomaret_info.receipt.footer_message': null,
}

/** Requests by what is unusual in them. */
const odd: { [name: string]: Fields } = {
  'without a lifetime': { [at.lifetime]: null },
  'without an info': { 'online_to_offline_info.info': null },
  'without a mail address': { [at.email]: null },
  'without a footer': { 'indomaret_info.receipt.footer_message': null },
  'without anything optional': optional,
  'with a library': { 'additional_info.integration': { name: 'library', version: '1.0.0' } },
  'with an unknown member': { 'order.xNote': 'x' },
  'with an unknown object': { x_unknown: { a: [1, 2] } },
  'with text beyond ASCII': { [at.name]: 'Café Ümit', [at.description]: 'Kopi ☕ / teh' },
  'with twelve digits': { [at.amount]: 999_999_999_999 },
  'with eight digits of minutes': { [at.lifetime]: 99_999_999 },
  'with additional_info': { additional_info: { note: 'x', list: [1, { a: true }] } },
  'with additional_info beyond ASCII': { additional_info: { note: 'Café ☕' } },
  'with a reusable code': { [at.reusable]: true },
  'with a mail address that is none': { [at.email]: 'taufik' },
}

/** What is seen in states too. */
const looked = ['additional_info', at.amount, at.reusable]

export const unusual = scenario({
  id: 'unusual',
  says: 'Ask for codes with one unusual thing each: members left out or added, large numbers, other letters.',
  role: 'server',
  exercises: [
    'requests.minimal',
    'requests.integration',
    'requests.unknown-member',
    'requests.text',
    'amounts.large',
    'lifetimes.long',
    'lifetimes.default',
    'additional.kept',
    'refusals.email',
    'echoes.text',
  ],
  async act(_plan, hand) {
    await buy(hand)
    for (const [note, fields] of Object.entries(odd)) {
      const { invoice } = await buy(hand, fields, { note })
      if (looked.some((place) => place in fields)) await look(hand, invoice)
    }
    for (const invoice of [hand.fresh(at.invoice).toLowerCase(), `00${hand.fresh(at.invoice)}`])
      await buy(hand, { [at.invoice]: invoice })
  },
})

const layouts: { [name: string]: Style } = {
  'over lines': { indent: true },
  'with blanks': { spaced: true },
  'with a line break behind it': { trailing: '\n' },
}

/** Texts with an agreed length, and that length. */
const limited = (profile: { [key: string]: unknown }): [place: string, most: number][] =>
  Object.entries((profile['textLimits'] ?? {}) as { [place: string]: number })

export const longTexts = scenario({
  id: 'long-texts',
  says: 'Ask for codes with texts of their agreed length, and one character longer.',
  role: 'server',
  exercises: ['refusals.long'],
  plans: ({ profile }) => (limited(profile).length > 0 ? [0] : []),
  async act(_plan, hand) {
    await buy(hand)
    for (const [place, most] of limited(hand.profile))
      for (const length of [most, most + 1]) await buy(hand, { [place]: 'x'.repeat(length) })
  },
})

export const layout = scenario({
  id: 'layouts',
  says: 'Ask for codes in bodies that are laid out otherwise, rightly signed over their bytes.',
  role: 'server',
  exercises: ['signatures.bytes'],
  async act(_plan, hand) {
    await buy(hand)
    for (const [note, style] of Object.entries(layouts)) await buy(hand, {}, { note, style })
    const slash = { [at.description]: 'ORDER/1' }
    await buy(hand, slash, { note: 'with slashes escaped', style: { escapedSlashes: true } })
  },
})

export const spelling = scenario({
  id: 'header-names',
  says: 'Ask for codes with names of headers in other letters, and with a Request-Target header.',
  role: 'server',
  exercises: ['headers.case', 'headers.target'],
  async act(_plan, hand) {
    await buy(hand)
    for (const turned of [(name: string) => name.toLowerCase(), (name: string) => name.toUpperCase()])
      await sendTurned(hand, turned)
    const target = hand.contract.operations['generate']?.path ?? '/'
    await buy(hand, { [at.target]: target })
  },
})

async function sendTurned(hand: Hand, turned: (name: string) => string): Promise<void> {
  const letter = hand.seal('generate', order(hand))
  await hand.send({ ...letter, headers: letter.headers.map(([name, value]) => [turned(name), value]) })
}

export const limits = scenario({
  id: 'limits',
  says: 'Ask for codes with an invoice number and a Request-Id of the greatest length, and of one more.',
  role: 'server',
  exercises: ['refusals.limits', 'headers.length'],
  async act(_plan, hand) {
    await buy(hand)
    const long = (length: number, text: string) => text.padEnd(length, 'X')
    await buy(hand, { [at.invoice]: long(64, hand.fresh(at.invoice)) })
    await buy(hand, { [at.invoice]: long(65, hand.fresh(at.invoice)) }, { flaws: 1 })
    await buy(hand, { [at.id]: long(128, hand.fresh(at.id)) })
    await buy(hand, { [at.id]: long(129, hand.fresh(at.id)) }, { flaws: 1 })
  },
})

export const special = scenario({
  id: 'special-invoice',
  says: 'Ask for a code and for its state under an invoice number that a path cannot hold as it is.',
  role: 'server',
  exercises: ['status.encoded'],
  async act(_plan, hand) {
    await buy(hand)
    const { invoice } = await buy(hand, { [at.invoice]: `${hand.fresh(at.invoice)}/B #1` })
    await look(hand, invoice)
  },
})

export const unknown = scenario({
  id: 'unknown-transaction',
  says: 'Ask for the state of a transaction that there is not.',
  role: 'server',
  exercises: ['status.unknown', 'errors.shape'],
  async act(_plan, hand) {
    const { code } = await hand.need('unknown')
    await look(hand, code)
  },
})
