/** Freedoms of writing: the same answer in other JSON, other headers, another framing. */
import type { JsonStyle } from '../../../../dialects/dialect.ts'
import type { Freedom } from '../../../defect.ts'
import { framings, inSmallLetters } from '../../../framing.ts'
import { type Bend, replying } from '../bend.ts'
import type { Steps } from '../steps.ts'

/** Writes answers in another style, signed as before. */
const styled =
  (style: JsonStyle): Bend =>
  (honest) => ({
    write(call, fields, decision) {
      const { operation, till, steps, merchant } = call
      const keys = merchant ? steps.keysFor(merchant, till) : {}
      const { headers, body } = till.dialect.seal({ operation, side: 'response', fields, style }, keys)
      return { ...honest.write(call, fields, decision), headers, body }
    },
  })

export const style: readonly Freedom<Steps>[] = [
  {
    id: 'prints-prettily',
    says: 'Indents its answers.',
    because: 'RFC 8259, 2',
    steps: styled({ indent: true, trailing: '\r\n' }),
  },
  {
    id: 'escapes-slashes',
    says: 'Writes slashes with a backslash, and letters beyond ASCII as escapes.',
    because: 'RFC 8259, 7',
    steps: styled({ escapedSlashes: true, unicodeEscapes: true }),
  },
  {
    id: 'turns-members',
    says: 'Writes the members in another order.',
    because: 'RFC 8259, 4',
    steps: styled({ order: ['platSign', 'status', 'vaNumber', 'orderNum', 'platRespMessage'], spaced: true }),
  },
  {
    id: 'says-text-json',
    says: 'Answers with the media type text/json.',
    because: 'JYP-TR-02 binds requests',
    steps: styled({ contentType: 'text/json' }),
  },
  {
    id: 'says-no-charset',
    says: 'Answers application/json without a charset.',
    because: 'RFC 8259, 8.1',
    steps: replying((reply) => ({ ...reply, headers: [['Content-Type', 'application/json']] })),
  },
  {
    id: 'turns-headers',
    says: 'Writes more headers, their names in small letters.',
    because: 'RFC 9110, 5',
    steps: (honest) => ({
      ...replying((reply) => ({
        ...reply,
        headers: [['Server', 'nginx'], ...reply.headers, ['Cache-Control', 'no-store']],
      }))(honest),
      send: inSmallLetters,
    }),
  },
  ...framings<Steps>('The document sets no time for answers.'),
]
