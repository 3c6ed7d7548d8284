/** Freedoms of writing: the same answer in other JSON, other headers, another framing. */
import type { Freedom } from '../../../defect.ts'
import { framings } from '../../../framing.ts'
import { type Bend, replying, styled } from '../bend.ts'
import type { Steps } from '../steps.ts'

const typed = (type: string): Bend => styled({ contentType: type })

export const style: readonly Freedom<Steps>[] = [
  {
    id: 'prints-prettily',
    says: 'Indents its answers.',
    because: 'RFC 8259, 2',
    steps: styled({ indent: true }),
  },
  {
    id: 'spaces-its-members',
    says: 'Writes a blank behind colons and commas.',
    because: 'RFC 8259, 2',
    steps: styled({ spaced: true }),
  },
  {
    id: 'escapes-slashes',
    says: 'Writes slashes with a backslash before them.',
    because: 'RFC 8259, 7',
    steps: styled({ escapedSlashes: true }),
  },
  {
    id: 'escapes-letters',
    says: 'Writes letters beyond ASCII as escapes.',
    because: 'RFC 8259, 7',
    steps: styled({ unicodeEscapes: true }),
  },
  {
    id: 'turns-members',
    says: 'Writes the members in another order.',
    because: 'RFC 8259, 4',
    steps: styled({ order: ['additionalInfo', 'originalReferenceNo', 'responseMessage', 'responseCode'] }),
  },
  {
    id: 'ends-with-a-line',
    says: 'Ends its answers with a line break.',
    because: 'RFC 8259, 2',
    steps: styled({ trailing: '\r\n' }),
  },
  {
    id: 'says-utf-8',
    says: 'Says charset=utf-8 with the media type.',
    because: 'RFC 9110, 8.3.1',
    steps: styled({ charset: 'utf-8' }),
  },
  {
    id: 'says-json-loudly',
    says: 'Writes the media type in capitals.',
    because: 'RFC 9110, 8.3.1',
    steps: typed('Application/JSON;charset=UTF-8'),
  },
  {
    id: 'turns-headers',
    says: 'Writes its headers in another order, and more of them.',
    because: 'RFC 9110, 5.3',
    steps: replying((reply) => ({
      ...reply,
      headers: [
        ['Server', 'nginx'],
        ...reply.headers.toReversed(),
        ['X-REQUEST-ID', 'f3b1'],
        ['Cache-Control', 'no-store'],
      ],
    })),
  },
  {
    id: 'shouts-headers',
    says: 'Writes header names in capital letters.',
    because: 'RFC 9110, 5.1',
    steps: replying((reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]): [string, string] => [name.toUpperCase(), value]),
    })),
  },
  ...framings<Steps>('SNAP-RC-504'),
]
