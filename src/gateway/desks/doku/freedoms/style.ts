/** Other ways to write the same answers and notifications. */
import type { Json } from '../../../../wire/reading.ts'
import type { Freedom } from '../../../defect.ts'
import { framings } from '../../../framing.ts'
import { answering, type Bend, isGenerate, isStatus, replying, withMember } from '../bend.ts'
import type { Steps } from '../steps.ts'

const info = 'online_to_offline_info'

/** Writes answers in another style, and signs what it wrote. */
const written =
  (change: (text: string) => string): Bend =>
  (honest) => ({
    write(call, fields, outcome) {
      const { steps, till } = call
      const sealed = till.dialect.seal({ operation: call.operation, side: 'response', fields }, {})
      const body = Buffer.from(change(sealed.body.toString()))
      const signature = steps.sign(call, fields, body)
      const headers = signature === undefined ? sealed.headers : [...sealed.headers, pair(signature)]
      return { ...honest.write(call, fields, outcome), headers, body }
    },
  })

const pair = (signature: string): [string, string] => ['Signature', signature]

const indented = (text: string): string => JSON.stringify(JSON.parse(text), null, 4)

/** Leaves members of the code out. */
const without = (...names: string[]): Bend =>
  answering(
    (fields) => names.reduce((all, name) => withMember(all, info, name, undefined), fields),
    isGenerate,
  )

export const style: readonly Freedom<Steps>[] = [
  {
    id: 'stamps-one-header',
    says: 'Tells its time in Response-Timestamp alone.',
    because: 'E-DOKU-01',
    steps: answering(({ 'header:Request-Timestamp': _left, ...others }) => others),
  },
  {
    id: 'stamps-the-other-header',
    says: 'Tells its time in Request-Timestamp alone, and signs it so.',
    because: 'E-DOKU-01',
    steps: answering(({ 'header:Response-Timestamp': _left, ...others }) => others),
  },
  {
    id: 'writes-compact-utc',
    says: 'Writes compact times in UTC.',
    because: 'E-DOKU-08: no zone is stated',
    profile: { compactZone: 'Z' },
    steps: () => ({}),
  },
  {
    id: 'writes-no-compact-times',
    says: 'Writes times in one form.',
    because: 'The table says conditional',
    steps: without('created_date', 'expired_date'),
  },
  {
    id: 'writes-no-utc-times',
    says: 'Writes compact times alone.',
    because: 'The table says conditional',
    steps: without('created_date_utc', 'expired_date_utc'),
  },
  {
    id: 'writes-no-addresses',
    says: 'Does not say how to pay.',
    because: 'The table says optional',
    steps: without('how_to_pay_page', 'how_to_pay_api'),
  },
  {
    id: 'indents',
    says: 'Breaks lines in its answers.',
    because: 'JSON: white space between tokens',
    steps: written(indented),
  },
  {
    id: 'escapes',
    says: 'Escapes slashes.',
    because: 'JSON: \\/ is a slash',
    steps: written((text) => text.replaceAll('/', '\\/')),
  },
  {
    id: 'adds-members',
    says: 'Writes members that the table does not have.',
    because: 'The document advises readers not to be strict',
    steps: answering((fields) => ({
      ...withMember(fields, info, 'channel_note', { lines: ['Kasir', null] }),
      trace: { id: 7, tags: [] },
    })),
  },
  {
    id: 'adds-nulls',
    says: 'Writes optional members as null.',
    because: 'Null says that there is nothing',
    steps: answering((fields) => ({
      ...fields,
      additional_info: (fields['additional_info'] ?? null) as Json,
    })),
  },
  {
    id: 'tells-bare-states',
    says: 'Tells invoice, amount and state, and nothing else of a transaction.',
    because: 'The page on states lists no mandatory members',
    steps: answering(
      (fields) =>
        'transaction' in fields
          ? {
              'header::status': fields['header::status']!,
              order: fields['order']!,
              transaction: { status: (fields['transaction'] as { [name: string]: Json })['status']! },
            }
          : fields,
      isStatus,
    ),
  },
  {
    id: 'tells-reusability-as-it-is',
    says: 'Tells reusable_status of a state as true or false.',
    warns: ['fields.type'],
    because: 'E-DOKU-03',
    steps: (honest) => ({
      statusFields: (call, order) =>
        withMember(honest.statusFields(call, order), info, 'reusable_status', order.reusable),
    }),
  },
  {
    id: 'charset-in-type',
    says: 'Adds a charset to the media type.',
    because: 'HTTP: parameters of media types',
    steps: replying((reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) => [
        name,
        name === 'Content-Type' ? 'application/json; charset=utf-8' : value,
      ]),
    })),
  },
  ...framings<Steps>('The documentation sets no time for answers'),
]
