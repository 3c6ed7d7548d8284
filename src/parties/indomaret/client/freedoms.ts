/** What a store client may do as it likes: no rule may complain. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Style } from '../../../dialects/dialect.ts'
import { faultOf } from '../../../wire/reading.ts'
import { next } from './honest.ts'
import { posting } from './post.ts'
import { inquire, reverse } from './sell.ts'
import type { Variant } from './steps.ts'

const styling =
  (style: Style): Variant['steps'] =>
  (honest) => ({ style: (counter, draft) => ({ ...honest.style(counter, draft), ...style }) })

const space = 'urn:indomaret:payment-point'
const patience = 6000

const writing: readonly Variant[] = [
  {
    id: 'prefixes-soapenv',
    says: 'Writes the prefix soapenv.',
    because: 'IDM-SOAP-PREFIX',
    steps: styling({ prefix: 'soapenv' }),
  },
  {
    id: 'prefixes-nothing',
    says: 'Makes the SOAP namespace the default one.',
    because: 'IDM-SOAP-PREFIX',
    steps: styling({ prefix: '' }),
  },
  {
    id: 'qualifies-everything',
    says: 'Asks in a namespace, as was agreed.',
    because: 'IDM-SOAP-NS, E-IDM-36',
    profile: { payloadNs: space },
    steps: () => ({}),
  },
  {
    id: 'qualifies-the-root',
    says: 'Asks with the payload in a namespace and the leaves in none, as was agreed.',
    because: 'IDM-SOAP-NS, E-IDM-36',
    profile: { payloadNs: space, qualifiedLeaves: false },
    steps: () => ({}),
  },
  {
    id: 'sends-a-header',
    says: 'Sends a SOAP Header that asks for nothing.',
    because: 'IDM-SOAP-HEADER',
    steps: styling({ header: 'store' }),
  },
  {
    id: 'omits-soap-action',
    says: 'Sends no SOAPAction.',
    because: 'IDM-SOAP-ACTION, E-IDM-37',
    steps: styling({ soapAction: null }),
  },
  {
    id: 'wraps-in-cdata',
    says: 'Writes values as CDATA.',
    because: 'XML 1.0, 2.7',
    steps: styling({ cdata: true }),
  },
  {
    id: 'comments-its-requests',
    says: 'Writes comments between the elements.',
    because: 'XML 1.0, 2.5',
    steps: styling({ comments: true }),
  },
  {
    id: 'prints-prettily',
    says: 'Indents its requests.',
    because: 'E-IDM-39',
    steps: styling({ indent: true }),
  },
  {
    id: 'writes-utf-16',
    says: 'Asks in UTF-16, declared so twice.',
    because: 'XML 1.0, 4.3.3',
    steps: styling({ encoding: 'utf-16' }),
  },
  {
    id: 'writes-declared-latin-1',
    says: 'Asks in ISO-8859-1, declared so twice.',
    because: 'XML 1.0, 4.3.3',
    steps: styling({ encoding: 'iso-8859-1' }),
  },
  {
    id: 'declares-nothing',
    says: 'Leaves the XML declaration out.',
    because: 'XML 1.0, 2.8',
    steps: styling({ declaration: 'none' }),
  },
]

const telling: readonly Variant[] = [
  {
    id: 'leaves-options-out',
    says: 'Sends neither ProductCode nor ExtraParams.',
    because: 'IDM-C-ABSENT, IDM-EXTRAPARAM',
    steps: () => ({
      draft: ({ fields }) =>
        Object.fromEntries(Object.entries(fields).filter(([name]) => !/^(ProductCode|Extra)/.test(name))),
    }),
  },
  {
    id: 'knows-no-products',
    says: 'Sends no ProductCode, as was agreed.',
    because: 'the profile key productCode',
    profile: { productCode: 'none' },
    steps: () => ({}),
  },
  {
    id: 'signs-in-small-letters',
    says: 'Writes the signature in small letters.',
    because: 'IDM-SIG-CASE',
    steps: () => ({
      seal({ operation, fields }, { dialect, keys }, style) {
        const Signature = (keys.sign?.(fields, operation) ?? '').toLowerCase()
        const draft = { operation, side: 'request' as const, fields: { ...fields, Signature }, style }
        return dialect.seal({ ...draft, spare: ['Signature'] }, keys)
      },
    }),
  },
  {
    id: 'numbers-its-messages',
    says: 'Counts its messages with bare numbers.',
    because: 'IDM-MSGID-UNIQUE wants them different and nothing else',
    steps: () => ({ messageId: () => `${process.pid}${Date.now()}${next()}` }),
  },
  {
    id: 'pays-the-minimum',
    says: 'Pays the MinAmount of an offer.',
    because: 'IDM-PAY-CLIENT-AMT',
    steps: () => ({ amount: ({ least }) => least }),
  },
  {
    id: 'pays-in-between',
    says: 'Pays an amount between MinAmount and Amount.',
    because: 'IDM-PAY-CLIENT-AMT',
    steps: () => ({
      amount: ({ least, most }) => String(Math.ceil((Number(least) + Number(most)) / 2)),
    }),
  },
  {
    id: 'pays-the-fee-as-agreed',
    says: 'Pays the fee inside the amount, as was agreed.',
    because: 'E-IDM-23',
    profile: { feeIncluded: true },
    steps: () => ({}),
  },
  {
    id: 'pays-with-decimals',
    says: 'Writes amounts with two decimals, as was agreed.',
    because: 'E-IDM-21',
    profile: { amountDecimals: 2 },
    steps: (honest) => ({ amount: (...what) => `${Number(honest.amount(...what))}.00` }),
  },
]

const acting: readonly Variant[] = [
  {
    id: 'inquires-twice',
    says: 'Asks twice before it pays.',
    because: 'IDM-INQ-READONLY',
    steps: () => ({ inquire: async (work) => inquire(work).then(() => inquire(work)) }),
  },
  {
    id: 'waits-for-slow-answers',
    says: 'Waits for an answer as long as it takes.',
    because: 'The document names no time limit',
    steps: () => ({ post: posting(patience) }),
  },
  {
    id: 'waits-before-reversing',
    says: 'Lets a while pass before it reverses.',
    because: 'The document names no time limit',
    steps: () => ({ pause: () => sleep(200) }),
  },
  {
    id: 'reverses-twice',
    says: 'Sends a reversal that was answered once more.',
    because: 'IDM-REV-TWICE',
    steps: () => ({
      async unsettled(work, payment, offer) {
        await reverse(work, payment, offer)
        await reverse(work, payment, offer)
      },
    }),
  },
  {
    id: 'insists-on-reversals',
    says: 'Repeats a reversal that was refused.',
    because: 'IDM-REV-RETRY',
    steps: (honest) => ({
      insists: (verdict, attempt) =>
        honest.insists(verdict, attempt) || (verdict === 'refusal' && attempt < 3),
    }),
  },
  {
    id: 'takes-faults-for-refusals',
    says: 'Counts a payment that was answered with a SOAP Fault as refused.',
    because: 'The document names no Faults',
    steps: (honest) => ({
      verdict: (said, work) =>
        said.reading?.ok && faultOf(said.reading) ? 'refusal' : honest.verdict(said, work),
    }),
  },
]

/** Every legal way that this client can take. */
export const freedoms: readonly Variant[] = [...writing, ...telling, ...acting]
