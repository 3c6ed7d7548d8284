/** Bytes that no receiver may take for a callback: broken ones, and those that harm who reads them carelessly. */
import type { Fields } from '../../../src/wire/reading.ts'

/** A callback about a sale, as text. */
export function documentOf(fields: Fields): string {
  const members = Object.entries(fields).map(
    ([name, value]) =>
      `<member><name>${name}</name><value><string>${String(value)}</string></value></member>`,
  )
  return `<?xml version="1.0"?><methodResponse><params><param><value><struct>${members.join('')}</struct></value></param></params></methodResponse>`
}

interface Hostile {
  id: string
  body: (fields: Fields) => string | Buffer
}

const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name))

export const broken: Hostile[] = [
  { id: 'empty', body: () => '' },
  { id: 'text', body: () => 'RESPONSECODE=00' },
  { id: 'json', body: (fields) => JSON.stringify(fields) },
  { id: 'html', body: () => '<html><body>OK</body></html>' },
  { id: 'truncated', body: (fields) => documentOf(fields).slice(0, -60) },
  { id: 'half', body: (fields) => documentOf(fields).slice(0, 200) },
  { id: 'unclosed', body: (fields) => documentOf(fields).replace('</member>', '') },
  { id: 'crossed', body: (fields) => documentOf(fields).replace('</string></value>', '</value></string>') },
  { id: 'bare-ampersand', body: (fields) => documentOf({ ...fields, SN: 'A & B' }) },
  { id: 'bare-bracket', body: (fields) => documentOf({ ...fields, SN: 'A < B' }) },
  { id: 'two-roots', body: (fields) => documentOf(fields) + documentOf(fields).replace(/^<\?xml.*?\?>/, '') },
  { id: 'no-struct', body: (fields) => documentOf(fields).replaceAll('struct>', 'array>') },
  { id: 'other-root', body: (fields) => documentOf(fields).replaceAll('methodResponse', 'methodAnswer') },
  { id: 'not-utf-8', body: (fields) => Buffer.from(documentOf({ ...fields, SN: 'Jos\u00e9' }), 'latin1') },
  { id: 'no-code', body: (fields) => documentOf(without(fields, 'RESPONSECODE')) },
  { id: 'blank-code', body: (fields) => documentOf({ ...fields, RESPONSECODE: '' }) },
  { id: 'no-trx-id', body: (fields) => documentOf(without(fields, 'REQUESTID')) },
]

const withDtd = (fields: Fields, dtd: string): string =>
  documentOf(fields).replace('?>', `?><!DOCTYPE methodResponse ${dtd}>`)

const laughs = ['lol1', 'lol2', 'lol3', 'lol4', 'lol5', 'lol6', 'lol7', 'lol8']
  .map((name, index) => `<!ENTITY ${name} "${`&lol${index};`.repeat(10)}">`)
  .join('')

export const entities: Hostile[] = [
  {
    id: 'plain-dtd',
    body: (fields) => withDtd({ ...fields, SN: '&s;' }, '[<!ENTITY s "0329135143014892">]'),
  },
  {
    id: 'file',
    body: (fields) => withDtd({ ...fields, SN: '&f;' }, '[<!ENTITY f SYSTEM "file:///etc/passwd">]'),
  },
  {
    id: 'windows-file',
    body: (fields) => withDtd({ ...fields, SN: '&f;' }, '[<!ENTITY f SYSTEM "file:///c:/windows/win.ini">]'),
  },
  {
    id: 'code-by-entity',
    body: (fields) => withDtd({ ...fields, RESPONSECODE: '&c;' }, '[<!ENTITY c "00">]'),
  },
  {
    id: 'bomb',
    body: (fields) => withDtd({ ...fields, SN: '&lol8;' }, `[<!ENTITY lol0 "lol">${laughs}]`),
  },
  {
    id: 'parameter-entity',
    body: (fields) =>
      withDtd(fields, '[<!ENTITY % p SYSTEM "file:///etc/passwd"><!ENTITY q "x">]').replace('?><!', '?>\n<!'),
  },
]

/** Well-formed, and more than anybody wants to read. */
export const endless: Hostile[] = [
  { id: 'huge', body: (fields) => documentOf({ ...fields, SN: '9'.repeat(1_500_000) }) },
  {
    id: 'deep',
    body: (fields) => documentOf({ ...fields, SN: '<a>'.repeat(5000) + '</a>'.repeat(5000) }),
  },
]
