/** Exchanges: a line or two each, both messages when one is opened. */
export const exchanges = String.raw`
const rowOf = new Map()
for (const row of data.rows) if (row.id && !rowOf.has(row.id)) rowOf.set(row.id, row)

const pairs = (list) => h('dl', { class: 'pairs small' }, list.map(([name, value]) => [h('dt', null, name), h('dd', { class: 'mono' }, value)]))

const bodyNote = (body) =>
  [many(body.bytes, 'byte'), body.latin && 'not UTF-8, shown as Latin-1', body.cut && 'cut here after 16 KiB, events.ndjson holds it whole']
    .filter(Boolean).join('; ')

const side = (title, message) =>
  h('div', null,
    h('h4', null, title),
    message.flaws.map((flaw) => h('p', { class: 'small' }, flaw)),
    message.fields && message.fields.length > 0 && pairs(message.fields),
    h('details', null, h('summary', { class: 'small soft' }, many(message.headers.length, 'header')), pairs(message.headers)),
    h('p', { class: 'small soft' }, bodyNote(message.body)),
    message.body.text !== '' && h('pre', { tabindex: 0, 'aria-label': title + ' body', role: 'group' }, message.body.text))

const sides = (row) => {
  if (!row.request) return [h('p', { class: 'small soft' }, 'The messages are left out to keep this page small; events.ndjson holds them.')]
  const answer = row.response ? side('Response ' + row.status, row.response) : h('div', null, h('h4', null, 'No whole answer'), h('p', { class: 'small' }, row.trouble))
  return [
    h('p', { class: 'small soft' }, [row.id, 'sent by the ' + row.from, row.sentAt, row.took, 'signature ' + row.signature].filter(Boolean).join(' · ')),
    row.note && h('p', { class: 'small' }, row.note),
    h('div', { class: 'sides' }, side('Request', row.request), answer),
  ].filter(Boolean)
}

const exchange = (row, props) =>
  lazy({ class: 'exchange', ...props }, [
    h('span', { class: 'line small' }, row.operation && h('b', null, row.operation), h('span', { class: 'mono' }, row.method + ' ' + row.path),
      h('span', { class: 'soft small' }, [row.id, row.took].filter(Boolean).join(' · '))),
    h('div', { class: 'gist mono' }, '→ ' + row.sent),
    h('div', { class: 'gist mono' }, '← ' + row.status + ' ' + row.got),
  ], () => sides(row))

const transcript = () => {
  if (data.rows.length === 0) return []
  const inside = () => h('div', { class: 'transcript' }, data.rows.map((row) =>
    row.kind === 'exchange' ? exchange(row, rowOf.get(row.id) === row ? { id: row.id, tabindex: -1 } : null) : h('p', { class: 'small soft' }, row.says)))
  const notes = [
    data.left.messages > 0 && many(data.left.messages, 'exchange') + ' without messages',
    data.left.entries > 0 && many(data.left.entries, 'row') + ' left out',
  ].filter(Boolean)
  return [lazy({ id: 'transcript' }, h('h2', null, 'Transcript'), () => [
    h('p', { class: 'soft small' }, many(rowOf.size, 'exchange') + ' in the order of completion.' +
      (notes.length > 0 ? ' To keep this page small: ' + notes.join(', ') + '; events.ndjson holds everything.' : '')),
    inside(),
  ])]
}
`
