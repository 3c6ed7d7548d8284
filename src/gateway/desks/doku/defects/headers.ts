/** Headers and media types read or demanded in a wrong way. */
import type { Complaint } from '../../../../contract/shape.ts'
import type { Defect } from '../../../defect.ts'
import type { Call, Steps } from '../steps.ts'
import { refused } from '../intake.ts'
import { at, overlooking } from './overlooking.ts'

/** Lets what is said against some header pass. */
const blindTo = (header: string, constraint?: Complaint['constraint']): Defect<Steps>['steps'] =>
  overlooking(at(`header:${header}`, constraint))

/** A request without a Client-Id is taken for the first merchant's. */
const nameless: Defect<Steps>['steps'] = (honest) => ({
  ...blindTo('Client-Id')(honest),
  merchantOf: async (call) =>
    call.fields['header:Client-Id'] === undefined || call.fields['header:Client-Id'] === ''
      ? call.till.ledger.merchant('MCH-0001-10791114622547')
      : honest.merchantOf(call),
})

const spelt = (call: Call, name: string): boolean => call.raw.headers.some(([other]) => other === name)

export const headers: readonly Defect<Steps>[] = [
  {
    id: 'guesses-the-client',
    says: 'Takes a request without a Client-Id for the first merchant’s.',
    breaks: ['headers.mandatory@Client-Id'],
    steps: nameless,
  },
  {
    id: 'needs-no-request-id',
    says: 'Gives out codes without a Request-Id.',
    breaks: ['headers.mandatory@Request-Id'],
    steps: (honest) => ({
      ...blindTo('Request-Id', 'required')(honest),
      claimOf: (call) =>
        call.steps.valueAt(call, 'header:Request-Id') === undefined
          ? call.till.number()
          : honest.claimOf(call),
    }),
  },
  {
    id: 'needs-no-time',
    says: 'Gives out codes without a Request-Timestamp.',
    breaks: ['headers.mandatory@Request-Timestamp'],
    steps: blindTo('Request-Timestamp', 'required'),
  },
  {
    id: 'knows-every-client',
    says: 'Takes whoever is unknown for the first merchant.',
    breaks: ['headers.client'],
    steps: (honest) => ({
      merchantOf: async (call) =>
        (await honest.merchantOf(call)) ?? call.till.ledger.merchant('MCH-0001-10791114622547'),
    }),
  },
  {
    id: 'takes-long-request-ids',
    catalogue: 'D3',
    says: 'Accepts a Request-Id of 129 characters.',
    breaks: ['headers.length'],
    steps: blindTo('Request-Id', 'length'),
  },
  {
    id: 'takes-any-time',
    says: 'Accepts a Request-Timestamp in any form.',
    breaks: ['headers.timestamp'],
    steps: blindTo('Request-Timestamp', 'format'),
  },
  {
    id: 'keeps-no-window',
    says: 'Accepts requests of another day, though a window is agreed on.',
    breaks: ['headers.window'],
    profile: { skewSeconds: 300 },
    steps: () => ({ isTimely: () => true }),
  },
  {
    id: 'reads-headers-by-case',
    catalogue: 'D10',
    says: 'Knows the header Client-Id in one spelling only.',
    breaks: ['headers.case'],
    steps: (honest) => ({
      checkHeaders: (call) =>
        spelt(call, 'Client-Id')
          ? honest.checkHeaders(call)
          : refused(400, 'invalid_parameter', 'Header Client-Id is missing'),
    }),
  },
  {
    id: 'demands-the-target',
    catalogue: 'D9',
    says: 'Refuses requests without a header Request-Target.',
    breaks: ['headers.target', 'requests.accepted', 'status.unknown'],
    steps: (honest) => ({
      checkHeaders: (call) =>
        call.raw.headers.some(([name]) => name.toLowerCase() === 'request-target')
          ? honest.checkHeaders(call)
          : refused(400, 'invalid_parameter', 'Header Request-Target is missing'),
    }),
  },
  {
    id: 'gives-codes-to-puts',
    says: 'Gives out codes by PUT and PATCH too.',
    breaks: ['http.methods@PUT', 'http.methods@PATCH'],
    steps: (honest) => ({
      checkMethod: (call) =>
        /^(PUT|PATCH)$/.test(call.raw.method ?? '') && call.operation === 'generate'
          ? undefined
          : honest.checkMethod(call),
    }),
  },
]
