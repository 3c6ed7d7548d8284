/** The same requests in every way that XML-RPC stacks write them, and in ways that nobody may read. */
import type { RpcStyle } from '../../../src/dialects/dialect.ts'
import { scenario } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { buy, isServed, partner, purchase, weigh } from '../messages.ts'

const styles: { [name: string]: { style: RpcStyle; more?: Fields } } = {
  untyped: { style: { type: 'untyped' } },
  'one untyped': { style: { types: { NOHP: 'untyped' } } },
  reversed: { style: { order: ['NOM', 'NOHP', 'PIN', 'REQUESTID', 'MSISDN'] } },
  'number before user': { style: { order: ['NOHP', 'MSISDN', 'NOM', 'PIN', 'REQUESTID'] } },
  'value before name': { style: { valueFirst: true } },
  spaced: { style: { spaced: true } },
  indented: { style: { indent: true } },
  'spaced and indented': { style: { spaced: true, indent: true } },
  'unknown member': { style: {}, more: { TERMINAL: 'KASIR1' } },
  CDATA: { style: { cdata: true } },
  comments: { style: { comments: true } },
  'byte order mark': { style: { bom: true } },
  'ISO-8859-1': { style: { encoding: 'iso-8859-1' } },
  'UTF-16': { style: { encoding: 'utf-16' } },
  gzip: { style: { gzip: true } },
  'no declaration': { style: { declaration: 'none' } },
  'single quotes': { style: { declaration: 'single-quoted' } },
}

export const requestStyles = scenario<{ style: string; data: 'pulsa' | 'plna' }>({
  id: 'styles',
  says: 'Buy in each of the ways in which XML-RPC stacks write; what is refused is sent again in the plain way.',
  role: 'server',
  exercises: [
    'rpc.untyped',
    'rpc.order',
    'rpc.spaced',
    'rpc.unknown-member',
    'rpc.encodings',
    'xml.understood',
  ],
  plans: () => [
    ...Object.keys(styles).map((style) => ({ style, data: 'pulsa' as const })),
    ...['untyped', 'reversed', 'spaced'].map((style) => ({ style, data: 'plna' as const })),
  ],
  async act({ style: name, data }, hand) {
    const who = await partner(hand)
    const item = await hand.need(data)
    const { style, more = {} } = styles[name]!
    const odd = purchase(hand, item, { ...who.fields, ...more }, { style, note: name })
    if (!isServed(await hand.send(odd))) await hand.send(purchase(hand, item, who.fields))
  },
})

/** What is done to the text of a good request so that nobody may honour it. */
const harms: { [name: string]: (text: string) => string | Buffer } = {
  truncated: (text) => text.slice(0, Math.floor(text.length * 0.7)),
  'no last end tag': (text) => text.trimEnd().replace(/<\/methodCall>$/, ''),
  'unclosed element': (text) => text.replace('</member>', ''),
  'crossed elements': (text) => text.replace('</string></value>', '</value></string>'),
  'two roots': (text) => `${text}<again/>`,
  'bare ampersand': (text) => text.replace('<name>NOM</name>', '<name>NOM & more</name>'),
  'not UTF-8': (text) => Buffer.from(text.replace('<name>NOM', '<name>Caf\u00e9</name><name>NOM'), 'latin1'),
  'no XML': () => 'MSISDN=1&REQUESTID=2&NOHP=3',
  JSON: () => '{"MSISDN":"1","REQUESTID":"2"}',
  empty: () => '',
  'no params': (text) => text.replace(/<params>[^]*<\/params>/, ''),
  'no struct': (text) => text.replace(/<struct>[^]*<\/struct>/, '<string>I20</string>'),
  'another root': (text) => text.replaceAll('methodCall', 'methodcalls'),
  'document type': (text) =>
    text.replace(/<methodCall>/, '<!DOCTYPE methodCall [<!ENTITY e "topUpRequest">]><methodCall>'),
  'entity bomb': (text) =>
    text
      .replace(
        '<methodCall>',
        `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(64)}">${[...'bcdefghij'].map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghij'[i]};`.repeat(10)}">`).join('')}]><methodCall>`,
      )
      .replace('<name>NOM</name>', '<name>&j;</name>'),
  'external entity': (text) =>
    text
      .replace('<methodCall>', '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><methodCall>')
      .replace('<name>NOM</name>', '<name>&e;</name>'),
}

export const malformed = scenario<{ harm: string }>({
  id: 'malformed',
  says: 'Send a purchase that is not well-formed, or that hides something.',
  role: 'server',
  exercises: ['xml.malformed-refused', 'refusals.explained'],
  plans: () => Object.keys(harms).map((harm) => ({ harm })),
  async act({ harm }, hand) {
    const who = await partner(hand)
    const good = purchase(hand, await hand.need('pulsa'), who.fields)
    const spoilt = harms[harm]!(good.body.toString('utf8'))
    await weigh(hand, who)
    await hand.send(hand.raw(good.operation, Buffer.from(spoilt), good.headers, harm))
    await buy(hand, who, good)
  },
})
