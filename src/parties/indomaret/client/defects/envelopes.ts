/** Defects of XML, SOAP and HTTP around the fields. */
import type { Style } from '../../../../dialects/dialect.ts'
import type { Draft, Letter, Variant } from '../steps.ts'

const styling =
  (style: Style): Variant['steps'] =>
  (honest) => ({ style: (counter, draft) => ({ ...honest.style(counter, draft), ...style }) })

const dressing =
  (change: (letter: Letter) => Letter, when: (draft: Draft) => boolean = () => true): Variant['steps'] =>
  (honest) => ({
    dress(letter, draft) {
      const dressed = honest.dress(letter, draft)
      return when(draft) ? change(dressed) : dressed
    },
  })

const texting = (change: (text: string) => string, when?: (draft: Draft) => boolean): Variant['steps'] =>
  dressing((letter) => ({ ...letter, body: Buffer.from(change(letter.body.toString())) }), when)

/** A reversal that cannot be read is sent again, so that nothing but its form is wrong. */
const isFirstReversal = ({ operation, attempt }: Draft): boolean => operation === 'reversal' && attempt === 0

export const envelopes: readonly Variant[] = [
  {
    id: 'puts-reversals',
    says: 'Sends a reversal with PUT before it sends it with POST.',
    breaks: ['http.post'],
    steps: dressing((letter) => ({ ...letter, method: 'PUT' }), isFirstReversal),
  },
  {
    id: 'ends-in-the-middle',
    says: 'Sends half a reversal before it sends it whole.',
    breaks: ['xml.well-formed'],
    steps: texting((text) => text.slice(0, text.length / 2), isFirstReversal),
  },
  {
    id: 'declares-utf-16',
    says: 'Declares UTF-16 and writes UTF-8, and sends that reversal once more.',
    breaks: ['xml.encoding'],
    steps: texting((text) => text.replace('encoding="utf-8"', 'encoding="utf-16"'), isFirstReversal),
  },
  {
    id: 'forgets-to-escape',
    says: 'Glues texts together and leaves ampersands as they are.',
    breaks: ['xml.escaped'],
    steps: texting((text) => text.replaceAll('&amp;', '&')),
  },
  {
    id: 'sends-two-payloads',
    says: 'Writes the payload of a reversal twice into the Body, and sends it once more.',
    breaks: ['soap.payload'],
    steps: texting((text) => text.replace(/(?<=Body>)(.*)(?=<\/[^>]*Body>)/s, '$1$1'), isFirstReversal),
  },
  {
    id: 'speaks-soap-12',
    says: 'Asks in a SOAP 1.2 envelope.',
    breaks: ['soap.version'],
    steps: styling({ version: '1.2', contentType: 'text/xml; charset=utf-8' }),
  },
  {
    id: 'wraps-in-rpc',
    says: 'Wraps the payload into an RPC element.',
    breaks: ['soap.literal'],
    steps: styling({ wrapper: 'Call' }),
  },
  {
    id: 'mixes-namespaces',
    says: 'Asks with some leaves in a namespace and others in none.',
    breaks: ['soap.namespace'],
    steps: texting((text) => text.replace('<StoreID>', '<StoreID xmlns="http://tempuri.org/">')),
  },
]
