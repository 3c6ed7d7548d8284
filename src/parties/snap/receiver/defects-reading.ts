/** Receivers that misread bodies. */
import type { Odd } from '../../oddity.ts'
import type { Members } from './notice.ts'
import type { Arrival } from '../../serving.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

/** Reads some bodies otherwise. */
const reading =
  (change: (members: Members | undefined, arrival: Arrival) => Members | undefined): Defect['steps'] =>
  (honest) => ({ read: (arrival) => change(honest.read(arrival), arrival) })

/** Refuses some members that are right, or takes some that are wrong. */
const objecting =
  (
    change: (
      members: Members,
      objection: ReturnType<ReceiverSteps['objectTo']>,
    ) => ReturnType<ReceiverSteps['objectTo']>,
  ): Defect['steps'] =>
  (honest) => ({ objectTo: (members) => change(members, honest.objectTo(members)) })

const known = [
  'originalPartnerReferenceNo',
  'originalReferenceNo',
  'originalExternalId',
  'merchantId',
  'subMerchantId',
  'amount',
  'latestTransactionStatus',
  'transactionStatusDesc',
  'createdTime',
  'finishedTime',
  'externalStoreId',
  'externalStoreID',
  'additionalInfo',
]

export const bodies: readonly Defect[] = [
  {
    id: 'errs-on-unknown-members',
    catalogue: 'D130',
    says: 'Answers 500 to a member that it does not know.',
    breaks: ['json.unknown-member'],
    steps: reading((members) => {
      if (members && Object.keys(members).some((name) => !known.includes(name)))
        throw new Error('Unrecognized field')
      return members
    }),
  },
  {
    id: 'errs-on-strange-states',
    catalogue: 'D130',
    says: 'Answers 500 to a state that it does not know.',
    breaks: ['receiver.states'],
    steps: (honest) => ({
      objectTo(members) {
        if (/^0[89]$/.test(String(members['latestTransactionStatus']))) throw new Error('No enum constant')
        return honest.objectTo(members)
      },
    }),
  },
  {
    id: 'wants-no-null',
    says: 'Refuses additionalInfo where it is null.',
    breaks: ['json.additional'],
    steps: objecting((members, objection) =>
      members['additionalInfo'] === null ? { case: '01', about: 'additionalInfo' } : objection,
    ),
  },
  {
    id: 'takes-texts-for-additions',
    says: 'Takes additionalInfo where it is a text.',
    breaks: ['json.additional'],
    steps: objecting((_members, objection) =>
      objection?.about === 'additionalInfo' ? undefined : objection,
    ),
  },
  {
    id: 'reads-ascii-only',
    says: 'Refuses a body with letters beyond ASCII.',
    breaks: ['json.text'],
    steps: reading((members, { body }) => (body.some((byte) => byte > 127) ? undefined : members)),
  },
  {
    id: 'reads-latin-1',
    says: 'Takes bytes that are no UTF-8 for Latin-1.',
    breaks: ['json.text'],
    steps: reading((members, { body }) => {
      try {
        return members ?? (body.some((byte) => byte > 127) ? parsed(body.toString('latin1')) : undefined)
      } catch {
        return undefined
      }
    }),
  },
  {
    id: 'repairs-broken-bodies',
    says: 'Reads a body whose last bracket is missing.',
    breaks: ['json.malformed-refused'],
    steps: reading((members, { body }) => members ?? repaired(body.toString())),
  },
  {
    id: 'unwraps-lists',
    says: 'Takes the first element of a list for the notification.',
    breaks: ['json.object'],
    steps: reading((members, { body }) => members ?? (body.at(0) === 0x5b ? unwrapped(body) : undefined)),
  },
  {
    id: 'knows-one-spelling',
    says: 'Refuses the spelling externalStoreID.',
    breaks: ['json.spellings'],
    steps: objecting((members, objection) =>
      'externalStoreID' in members ? { case: '01', about: 'externalStoreID' } : objection,
    ),
  },
  {
    id: 'reads-the-first-of-two',
    catalogue: 'D192',
    says: 'Reads the first of two members of one name.',
    breaks: ['json.duplicates'],
    steps: reading((members, { body }) => {
      const first = /"latestTransactionStatus":"(\d\d)"/.exec(body.toString())?.[1]
      return members && first !== undefined ? { ...members, latestTransactionStatus: first } : members
    }),
  },
  {
    id: 'wants-no-reference',
    says: 'Takes a notification without originalReferenceNo.',
    breaks: ['receiver.incomplete@originalReferenceNo'],
    steps: (honest) => ({
      objectTo(members) {
        const objection = honest.objectTo(members)
        return objection?.about === 'originalReferenceNo' ? undefined : objection
      },
      contradiction: ({ transaction, ...notice }, order) =>
        honest.contradiction(
          { ...notice, transaction: transaction === 'undefined' ? (order.transaction ?? '') : transaction },
          order,
        ),
    }),
  },
  {
    id: 'wants-descriptions',
    says: 'Refuses a notification without transactionStatusDesc.',
    breaks: ['receiver.optional'],
    steps: objecting((members, objection) =>
      members['transactionStatusDesc'] === undefined
        ? { case: '02', about: 'transactionStatusDesc' }
        : objection,
    ),
  },
  {
    id: 'reads-the-description',
    says: 'Takes a payment for made where its transactionStatusDesc is Success, whatever its state is.',
    breaks: ['receiver.honest'],
    steps: reading((members) =>
      members?.['latestTransactionStatus'] === '00' && members['transactionStatusDesc'] === undefined
        ? { ...members, latestTransactionStatus: '03' }
        : members,
    ),
  },
  {
    id: 'takes-numbers',
    says: 'Takes numbers where a text is to be.',
    breaks: ['receiver.types'],
    steps: reading((members) => {
      const amount = members?.['amount'] as Members | undefined
      return typeof amount?.['value'] === 'number'
        ? { ...members, amount: { ...amount, value: amount['value'].toFixed(2) } }
        : members
    }),
  },
  {
    id: 'errs-on-other-types',
    says: 'Answers 500 to an amount that is no object.',
    breaks: ['receiver.types'],
    steps: objecting((_members, objection) => {
      if (objection?.about === 'amount') throw new Error('Cannot deserialize')
      return objection
    }),
  },
  {
    id: 'wants-jakarta-times',
    says: 'Refuses times in the body that have another offset than +07:00.',
    breaks: ['receiver.times'],
    steps: objecting((members, objection) => {
      const time = members['finishedTime']
      return typeof time === 'string' && !time.endsWith('+07:00')
        ? { case: '01', about: 'finishedTime' }
        : objection
    }),
  },
]

const parsed = (text: string): Members => JSON.parse(text) as Members

function repaired(text: string): Members | undefined {
  for (const end of ['"}', '}', '":""}'])
    try {
      return parsed(text + end)
    } catch {
      continue
    }
  return undefined
}

function unwrapped(body: Buffer): Members | undefined {
  try {
    return (JSON.parse(body.toString()) as Members[])[0]
  } catch {
    return undefined
  }
}
