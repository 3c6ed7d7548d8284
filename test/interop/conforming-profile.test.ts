/** Partners that use the switches of the profile. */
import { conforms } from './conforms.ts'
import { startFlexible } from './flexible.ts'

const everything = {
  reusableCode: true,
  billKind: 'open',
  allowOverpay: true,
  amountDecimals: 2,
  messageId: 'fresh',
  inquiryRequired: true,
  payloadNs: 'urn:mitra',
  productCode: 'required',
  timezone: 'Asia/Jayapura',
}
const terms = {
  reusable: true,
  open: true,
  overpay: true,
  decimals: true,
  freshIds: true,
  inquireFirst: true,
}

const ns = 'http://tempuri.org/'

conforms([
  {
    says: 'every switch off its default',
    start: () => startFlexible({ ...terms, namespace: 'urn:mitra', productCode: 'needed', hours: 9 }),
    profile: everything,
  },
  {
    says: 'closed bills only',
    start: () => startFlexible({ closed: true }),
    profile: { billKind: 'closed' },
  },
  {
    says: 'a root of its own for reversals',
    start: () => startFlexible({ reversalRoot: 'ReversalRes' }),
    profile: { reversalRoot: 'ReversalRes' },
  },
  { says: 'every switch at its default', start: () => startFlexible({}) },
  {
    says: 'signatures in small letters by agreement',
    start: () => startFlexible({}),
    declared: { signature: { module: './test/interop/signs-small.mjs' } },
    spares: ['IDM-SIG-CASE'],
  },
  {
    says: 'a namespace on the payload alone',
    start: () => startFlexible({ namespace: ns }),
    profile: { payloadNs: ns, qualifiedLeaves: false },
  },
  {
    says: 'amounts with decimals',
    start: () => startFlexible({ decimals: true }),
    profile: { amountDecimals: 2 },
  },
  {
    says: 'an inquiry before every payment',
    start: () => startFlexible({ inquireFirst: true }),
    profile: { inquiryRequired: true },
    spares: ['IDM-PAY-NO-INQ'],
  },
])
