import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_DEPTH } from './xml-names.ts'
import { plainRoot } from './xml-strict-plain.ts'
import { grown } from './xml-strict-tree.ts'
import { writeXmlRpc } from './xmlrpc-write.ts'

const part = fc.oneof(
  fc.constantFrom(
    '<a>',
    '</a>',
    '<b>',
    '</b>',
    '<a/>',
    '<b />',
    '</a >',
    '<a\n>',
    '<x.y-1_>',
    '</x.y-1_>',
    '<',
  ),
  fc.constantFrom(
    '< a>',
    '</ a>',
    '</a/>',
    '<a//>',
    '<1>',
    '<a:b/>',
    '<a b="c"/>',
    '<é/>',
    '<!--c-->',
    '<![CDATA[d]]>',
  ),
  fc.constantFrom(
    'text',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '>',
    '&amp;',
    '&#65;',
    '&',
    ']]>',
    ']]',
    'é',
    '😀',
    '\ud800',
    '\ufffe',
  ),
  fc.constantFrom(
    '<?xml version="1.0"?>',
    "<?xml version='1.0' encoding='UTF-8'?>",
    '<?xml version="1.1"?>',
    '<?p q?>',
  ),
)

const nested = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('', 'text', ' \n', '<c/>', 'a > b', '\u0085', '&lt;', '<c d="e"/>'),
    fc
      .tuple(fc.constantFrom('a', 'b', 'value'), fc.array(tie('node'), { maxLength: 4 }))
      .map(([name, kids]) => `<${name}>${kids.join('')}</${name}>`),
  ),
})).node

/** Plain or not, nothing is read otherwise than saxes reads it. Says whether it was plain. */
function agrees(text: string): boolean {
  const root = plainRoot(text)
  if (root) expect({ root, cdata: false, comments: false }).toEqual(grown(text))
  return root !== undefined
}

describe('a plain document', () => {
  it('is read as saxes reads it, where it is well-formed', () => {
    fc.assert(
      fc.property(
        nested,
        fc.constantFrom('', '<?xml version="1.0"?>', '\n ', '<?xml version="1.0" encoding="a"?>\n'),
        (kids, before) => {
          agrees(`${before}<r>${kids}</r>\n`)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is never what saxes refuses or reads otherwise', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => void agrees(parts.join(''))),
      { numRuns: 5000 },
    )
  })

  it('is what the writer writes by default', () => {
    const { body } = writeXmlRpc({ method: 'topUpRequest', fields: { MSISDN: 'USERTEST', SN: '' } })
    expect(agrees(body.toString())).toBe(true)
  })

  it('is nested no deeper than any other', () => {
    const nest = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels)
    expect([agrees(nest(MAX_DEPTH)), agrees(nest(MAX_DEPTH + 1))]).toEqual([true, false])
    expect(() => grown(nest(MAX_DEPTH + 1))).toThrow('nested too deep')
  })
})
