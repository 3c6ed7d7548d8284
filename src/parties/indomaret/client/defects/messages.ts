/** Defects of the fields that a client sends. */
import type { Fields } from '../../../../wire/reading.ts'
import type { Draft, Variant } from '../steps.ts'

/** Changes the fields of every message. */
const drafting =
  (change: (fields: Fields, draft: Draft) => Fields): Variant['steps'] =>
  (honest) => ({ draft: (draft) => change(honest.draft(draft), draft) })

const dated =
  (change: (stamp: string, now: number) => string): Variant['steps'] =>
  (honest) => ({ stamp: (now, counter) => change(honest.stamp(now, counter), now) })

/** Puts something else in the place of the right signature; null leaves it out. */
const signing =
  (change: (signature: string) => string | null): Variant['steps'] =>
  () => ({
    seal({ operation, fields }, { dialect, keys }, style) {
      const Signature = change(keys.sign?.(fields, operation) ?? '')
      const draft = { operation, side: 'request' as const, fields: { ...fields, Signature }, style }
      return dialect.seal({ ...draft, spare: ['Signature'] }, keys)
    },
  })

const inBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')
const turned = (hex: string): string => [...hex].reverse().join('')

export const messages: readonly Variant[] = [
  {
    id: 'stamps-in-utc',
    catalogue: 'M-IDM-75',
    says: 'Writes TimeStamp in UTC, with T and Z.',
    breaks: ['clocks.format@TimeStamp'],
    steps: dated((_stamp, now) => new Date(now).toISOString().replace(/\.\d+/, '')),
  },
  {
    id: 'stamps-the-sample',
    says: 'Writes the TimeStamp of the sample into every request.',
    breaks: ['client.fresh'],
    steps: dated(() => '2014-08-06 15:00:00'),
  },
  {
    id: 'stamps-the-25th-hour',
    says: 'Writes 25 for the hour.',
    breaks: ['clocks.range@TimeStamp'],
    steps: dated((stamp) => stamp.replace(/ \d\d:/, ' 25:')),
  },
  {
    id: 'stamps-the-30th-of-february',
    says: 'Writes a day that no calendar has.',
    breaks: ['clocks.calendar@TimeStamp'],
    steps: dated((stamp) => stamp.replace(/-\d\d-\d\d/, '-02-30')),
  },
  {
    id: 'signs-in-base64',
    catalogue: 'M-IDM-76',
    says: 'Writes the signature in Base64.',
    breaks: ['signatures.format@Signature'],
    steps: signing(inBase64),
  },
  {
    id: 'shortens-signatures',
    catalogue: 'M-IDM-76',
    says: 'Cuts the signature to 64 digits.',
    breaks: ['signatures.right'],
    steps: signing((hex) => hex.slice(0, 64)),
  },
  {
    id: 'signs-wrongly',
    says: 'Writes the bytes of the signature in another order.',
    breaks: ['signatures.right'],
    steps: signing(turned),
  },
  {
    id: 'signs-nothing',
    says: 'Leaves the signature out.',
    breaks: ['signatures.present@Signature'],
    steps: signing(() => null),
  },
  {
    id: 'shortens-its-store',
    catalogue: 'M-IDM-80',
    says: 'Writes a StoreID of four characters.',
    breaks: ['fields.length@StoreID'],
    steps: () => ({ store: () => 'G001' }),
  },
  {
    id: 'hyphenates-references',
    says: 'Writes a hyphen into TrackingRef.',
    breaks: ['fields.format@TrackingRef'],
    steps: (honest) => ({ reference: () => honest.reference().replace(/^0/, '0-') }),
  },
  {
    id: 'leaves-the-time-out',
    says: 'Sends requests without TimeStamp.',
    breaks: ['fields.present@TimeStamp'],
    steps: drafting(({ TimeStamp: _time, ...fields }) => fields),
  },
  {
    id: 'misspells-elements',
    says: 'Writes Messageid for MessageID.',
    breaks: ['fields.named@MessageID'],
    steps: drafting(({ MessageID, ...fields }) => ({ ...fields, Messageid: MessageID! })),
  },
  {
    id: 'repeats-elements',
    says: 'Writes StoreID twice.',
    breaks: ['fields.once@StoreID'],
    steps: drafting((fields) => ({ ...fields, StoreID: [fields['StoreID']!, fields['StoreID']!] })),
  },
  {
    id: 'pads-values',
    says: 'Writes blanks around TrackingRef.',
    breaks: ['fields.unpadded@TrackingRef'],
    steps: drafting((fields) => ({ ...fields, TrackingRef: ` ${String(fields['TrackingRef'])} ` })),
  },
  {
    id: 'adds-elements',
    says: 'Sends an element that the table does not have.',
    breaks: ['fields.known@Terminal'],
    steps: drafting((fields) => ({ ...fields, Terminal: 'T01' })),
  },
  {
    id: 'turns-elements-round',
    says: 'Writes StoreID before TimeStamp.',
    breaks: ['fields.order'],
    steps: (honest) => ({
      style: (counter, draft) => ({ ...honest.style(counter, draft), order: ['StoreID', 'TimeStamp'] }),
    }),
  },
]
