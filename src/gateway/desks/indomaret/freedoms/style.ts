/** Freedoms of writing: the same answer in other XML, other headers, another framing. */
import type { SoapStyle } from '../../../../dialects/dialect.ts'
import type { Freedom } from '../../../defect.ts'
import { framings } from '../../../framing.ts'
import { xmlWays } from '../../../xml-ways.ts'
import type { Steps } from '../steps.ts'
import { sealed } from '../writing.ts'

type Bend = Freedom<Steps>['steps']

const styled =
  (style: SoapStyle): Bend =>
  () => ({ write: async (call, fields) => sealed(call, fields, style) })

const space = 'urn:partner:payment-point'

export const style: readonly Freedom<Steps>[] = [
  {
    id: 'prefixes-soap-env',
    says: 'Writes the prefix SOAP-ENV.',
    because: 'IDM-SOAP-PREFIX',
    steps: styled({ prefix: 'SOAP-ENV' }),
  },
  {
    id: 'prefixes-nothing',
    says: 'Makes the SOAP namespace the default one.',
    because: 'IDM-SOAP-PREFIX',
    steps: styled({ prefix: '' }),
  },
  {
    id: 'qualifies-everything',
    says: 'Answers in a namespace of its own, leaves and all.',
    because: 'IDM-SOAP-NS, E-IDM-36',
    steps: styled({ payloadNs: space, qualifiedLeaves: true, payloadPrefix: 'p' }),
  },
  {
    id: 'qualifies-the-root',
    says: 'Answers in a namespace of its own, the leaves in none.',
    because: 'IDM-SOAP-NS, E-IDM-36',
    steps: styled({ payloadNs: space, qualifiedLeaves: false, payloadPrefix: 'p' }),
  },
  {
    id: 'types-its-values',
    says: 'Writes the xsi:type of a string at every leaf.',
    because: 'IDM-SOAP-RPCENC',
    steps: styled({ xsiType: true }),
  },
  {
    id: 'qualifies-by-default',
    says: 'Answers in a default namespace of its own.',
    because: 'IDM-SOAP-NS, E-IDM-36',
    steps: styled({ payloadNs: space, qualifiedLeaves: true }),
  },
  {
    id: 'writes-references',
    says: 'Writes letters beyond ASCII as numeric references.',
    because: 'XML 1.0, 4.1',
    steps: styled({ references: true }),
  },
  {
    id: 'sends-an-empty-header',
    says: 'Writes an empty SOAP Header.',
    because: 'IDM-SOAP-HEADER',
    steps: styled({ header: '' }),
  },
  {
    id: 'writes-utf-16',
    says: 'Answers in UTF-16, declared so twice.',
    because: 'XML 1.0, 4.3.3',
    steps: styled({ encoding: 'utf-16' }),
  },
  {
    id: 'writes-declared-latin-1',
    says: 'Answers in ISO-8859-1, declared so twice.',
    because: 'XML 1.0, 4.3.3',
    steps: styled({ encoding: 'iso-8859-1' }),
  },
  {
    id: 'declares-us-ascii',
    says: 'Declares US-ASCII below a charset of UTF-8, and writes letters beyond it as references.',
    because: 'XML 1.0, 4.3.3: the bytes are in both',
    steps: () => ({
      async write(call, fields) {
        const reply = sealed(call, fields, { references: true })
        return { ...reply, body: Buffer.from(reply.body.toString().replace('"utf-8"', '"US-ASCII"')) }
      },
    }),
  },
  {
    id: 'says-application-xml',
    says: 'Sends its answers as application/xml.',
    warns: ['soap.content-type'],
    because: 'IDM-SOAP-CT',
    steps: styled({ contentType: 'application/xml; charset=utf-8' }),
  },
  {
    id: 'says-no-charset',
    says: 'Sends text/xml without a charset.',
    because: 'IDM-SOAP-CT',
    steps: styled({ contentType: 'text/xml' }),
  },
  ...xmlWays(styled),
  ...framings<Steps>('The document names no time limit'),
]
