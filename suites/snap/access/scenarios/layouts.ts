/** Bodies that are laid out and written otherwise, under right signatures. */
import type { Style } from '../../../../src/dialects/dialect.ts'
import { scenario } from '../../../../src/stimulate/scenario.ts'
import { verbatim, type Fields, type Json } from '../../../../src/wire/reading.ts'
import { inquire, inquiry, order, pay } from '../../orders.ts'

interface Layout {
  style?: Style
  info?: { [name: string]: Json }
}

const layouts: { [name: string]: Layout } = {
  'over lines': { style: { indent: true } },
  'with blanks': { style: { spaced: true } },
  'with a line break behind it': { style: { trailing: '\r\n' } },
  'in another order': { style: { order: ['serviceCode', 'additionalInfo'] }, info: { b: 1, a: 2 } },
  'with slashes escaped': { style: { escapedSlashes: true }, info: { note: 'a/b' } },
  'with letters escaped': { style: { unicodeEscapes: true }, info: { note: 'Café' } },
  'with blanks in strings': { info: { note: ' Toko  Kopi : 1, 2 ' } },
  'with numbers as they are': { info: { n: verbatim('1.0'), m: verbatim('1E2') } },
  'with nothing in it': { info: { note: verbatim('null') } },
}

export const laidOut = scenario({
  id: 'layouts',
  says: 'Ask for a payment in bodies that are laid out in every way, rightly signed.',
  role: 'server',
  exercises: ['signatures.accepted', 'signatures.minified'],
  async act(_plan, hand) {
    const { reference } = await pay(hand)
    await inquire(hand, reference)
    for (const [note, { style = {}, info }] of Object.entries(layouts)) {
      const fields: Fields = info === undefined ? {} : { additionalInfo: info }
      await hand.send(inquiry(hand, reference, fields, { style, note }))
    }
    await hand.send(hand.seal('payment', await order(hand), { style: { indent: true } }))
  },
})
