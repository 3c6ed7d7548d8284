/** Defects of reading answers: what a client cannot read, or takes for what it is not. */
import { messageOf } from '../../../../contract/contract.ts'
import { text, type Read } from '../../../../wire/reading.ts'
import type { Counter, Steps, Variant } from '../steps.ts'

/** Answers of a kind are unreadable to this client. */
const choking =
  (on: (read: Read, body: string, counter: Counter) => boolean): Variant['steps'] =>
  (honest) => ({
    read(answer, counter) {
      const reading = honest.read(answer, counter)
      return reading?.ok && on(reading, String(answer!.body), counter) ? undefined : reading
    },
  })

const isKnown = ({ contract }: Counter, name: string): boolean =>
  Object.keys(contract.operations).some((operation) =>
    messageOf(contract, operation, 'response').fields.some((field) => field.name === name),
  )

const byWords: Steps['outcome'] = ({ reading }) =>
  /success/i.test(text(reading, 'ResponseDesc') ?? '') ? 'success' : 'refusal'

export const readers: readonly Variant[] = [
  {
    id: 'counts-any-200',
    catalogue: 'M-IDM-71',
    says: 'Takes every answer with HTTP 200 for a success.',
    breaks: ['client.after-success', 'client.reversal-follows', 'client.correlates', 'client.result'],
    steps: () => ({ verdict: ({ answer }) => (answer?.status === 200 ? 'success' : 'unclear') }),
  },
  {
    id: 'goes-by-the-words',
    catalogue: 'M-IDM-72',
    says: 'Takes an answer for a success when its text has the word «success».',
    breaks: ['client.after-success', 'client.success', 'client.result'],
    steps: () => ({ outcome: byWords }),
  },
  {
    id: 'knows-one-prefix',
    catalogue: 'M-IDM-77',
    says: 'Finds an envelope only by the text soap:Envelope.',
    breaks: ['client.prefix'],
    steps: choking((_read, body) => !body.includes('<soap:Envelope')),
  },
  {
    id: 'knows-no-namespaces',
    catalogue: 'M-IDM-77',
    says: 'Cannot read a payload in a namespace.',
    breaks: ['client.namespace'],
    steps: choking(({ soap }) => soap !== undefined && soap.payloadNs !== null),
  },
  {
    id: 'reads-by-position',
    catalogue: 'M-IDM-78',
    says: 'Takes the first of the two amounts of an offer for the minimum.',
    breaks: ['client.order'],
    steps: (honest) => ({
      offerIn(said) {
        const { least, most, fee } = honest.offerIn(said)
        const order = said.reading?.ok ? said.reading.order : []
        const isTurned = order.indexOf('Amount') < order.indexOf('MinAmount')
        return isTurned ? { least: most, most: least, fee } : { least, most, fee }
      },
    }),
  },
  {
    id: 'trusts-any-answer',
    catalogue: 'M-IDM-79',
    says: 'Takes the answer to another payment for its own.',
    breaks: ['client.correlates', 'client.result'],
    steps: () => ({ isOwn: () => true }),
  },
  {
    id: 'chokes-on-headers',
    says: 'Cannot read an answer with a SOAP Header.',
    breaks: ['client.header'],
    steps: choking(({ soap }) => soap?.header === true),
  },
  {
    id: 'chokes-on-unknown-elements',
    says: 'Cannot read an answer with an element that the table does not have.',
    breaks: ['client.unknown-element'],
    steps: choking(({ order }, _body, counter) => order.some((name) => !isKnown(counter, name))),
  },
  {
    id: 'needs-every-element',
    says: 'Cannot read a success without a Message.',
    breaks: ['client.optional-absent'],
    steps: choking(
      (read) =>
        text(read, 'ResponseCode') === '00' && read.name !== 'ResReversal' && !read.order.includes('Message'),
    ),
  },
  {
    id: 'needs-an-expiry',
    says: 'Cannot read an offer without an ExpiredDateTime.',
    breaks: ['client.optional-absent'],
    steps: choking(
      (read) =>
        text(read, 'ResponseCode') === '00' &&
        read.name === 'ResInquiry' &&
        !read.order.includes('ExpiredDateTime'),
    ),
  },
  {
    id: 'needs-a-name',
    says: 'Cannot read an offer without a Customer.',
    breaks: ['client.optional-absent'],
    steps: choking(
      (read) =>
        text(read, 'ResponseCode') === '00' && read.name === 'ResInquiry' && !read.order.includes('Customer'),
    ),
  },
]
