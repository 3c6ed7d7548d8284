/** Clients that write what they may not. */
import { randomUUID } from 'node:crypto'
import type { Odd } from '../../oddity.ts'
import type { Letter } from '../../posting.ts'
import type { ClientSteps } from './steps.ts'
import { callOf, escaped, memberOf } from './write.ts'

type Defect = Odd<ClientSteps>
type Members = [string, string][]

export const writing: readonly Defect[] = [
  {
    id: 'sends-uuids',
    catalogue: 'M-XGW-67',
    says: 'Sends a UUID as the trx_id.',
    breaks: ['fields.length@REQUESTID', 'fields.format@REQUESTID'],
    steps: () => ({ reference: () => randomUUID() }),
  },
  {
    id: 'sends-numbers',
    catalogue: 'M-XGW-68',
    says: 'Sends the trx_id as an int.',
    breaks: ['rpc.types'],
    steps: () => ({
      reference: ({ now }) => `${now()}${String(Math.random()).slice(2, 8)}`,
      write: written((name, value) =>
        memberOf(name, escaped(value), name === 'REQUESTID' ? 'int' : 'string'),
      ),
    }),
  },
  {
    id: 'escapes-nothing',
    catalogue: 'M-XGW-76',
    says: 'Writes & as it stands.',
    breaks: ['xml.escaped'],
    steps: () => ({ write: written((name, value) => memberOf(name, value)) }),
  },
  {
    id: 'leaves-a-footer',
    catalogue: 'M-XGW-77',
    says: 'Leaves the footer of a page inside a member.',
    breaks: ['rpc.shape'],
    steps: () => ({
      write: written((name, value) =>
        memberOf(name, escaped(value)).replace('<member>', name === 'PIN' ? '<member>Hal. 5' : '<member>'),
      ),
    }),
  },
  {
    id: 'swaps-user-and-number',
    catalogue: 'M-XGW-79',
    says: 'Sends the number as MSISDN and the user id as NOHP.',
    breaks: ['client.credentials'],
    steps: changing((members) => {
      const values = new Map(members)
      const swapped = { MSISDN: values.get('NOHP')!, NOHP: values.get('MSISDN')! }
      return members.map(([name, value]) => [name, swapped[name as 'NOHP'] ?? value])
    }),
  },
  {
    id: 'makes-up-a-method',
    says: 'Calls a method that the document does not have.',
    breaks: ['client.method'],
    steps: (honest) => ({
      method: (question) => (question.operation === 'topup' ? 'pulsaTopUp' : honest.method(question)),
    }),
  },
  {
    id: 'leaves-the-pin-out',
    says: 'Leaves PIN out.',
    breaks: ['fields.present@PIN'],
    steps: changing((members) => members.filter(([name]) => name !== 'PIN')),
  },
  {
    id: 'misspells-the-number',
    says: 'Calls the member of the number noHp.',
    breaks: ['fields.named'],
    steps: changing((members) => members.map(([name, value]) => [name === 'NOHP' ? 'noHp' : name, value])),
  },
  {
    id: 'says-the-product-twice',
    says: 'Sends the member NOM twice.',
    breaks: ['fields.once'],
    steps: changing((members) => [...members, ...members.filter(([name]) => name === 'NOM')]),
  },
  {
    id: 'pads-the-product',
    says: 'Sends the product with blanks around it.',
    breaks: ['fields.unpadded'],
    steps: valued('NOM', (value) => ` ${value} `),
  },
  {
    id: 'writes-products-small',
    says: 'Sends the product in small letters.',
    breaks: ['client.ordered'],
    steps: valued('NOM', (value) => value.toLowerCase()),
  },
  {
    id: 'buys-another-product',
    says: 'Buys another product than was ordered, where that is credit.',
    breaks: ['client.ordered'],
    steps: valued('NOM', (value) => (value === 'I20' ? 'I5' : value)),
  },
  {
    id: 'reads-numbers-as-integers',
    says: 'Sends the number without its leading zeros.',
    breaks: ['client.ordered'],
    steps: valued('NOHP', (value) => value.replace(/^0+/, '')),
  },
  {
    id: 'forgets-to-close',
    says: 'Ends its document before the last end tags.',
    breaks: ['xml.well-formed'],
    steps: (honest) => ({ write: (...what) => honest.write(...what).replace('</params></methodCall>', '') }),
  },
  {
    id: 'sends-latin-1-undeclared',
    says: 'Sends Latin-1 bytes without declaring them.',
    breaks: ['xml.encoding'],
    steps: (honest) => ({
      members: (...what) => [...honest.members(...what), ['KETERANGAN', 'Toko José']],
      pack: (document, shop) => ({
        ...honest.pack(document, shop),
        body: Buffer.from(document, 'latin1'),
      }),
    }),
  },
  {
    id: 'calls-its-xml-a-form',
    says: 'Sends its XML as application/x-www-form-urlencoded.',
    breaks: ['rpc.content-type'],
    steps: packing(() => ({ headers: [['Content-Type', 'application/x-www-form-urlencoded']] })),
  },
  {
    id: 'posts-beside-the-path',
    says: 'Posts to another path than that of the document.',
    breaks: ['http.path'],
    steps: packing(({ url }) => ({ url: url.replace(/\/[^/]*$/, '/') })),
  },
  {
    id: 'puts',
    says: 'Sends its requests with PUT.',
    breaks: ['http.post'],
    steps: packing(() => ({ method: 'PUT' })),
  },
]

const written =
  (write: (name: string, value: string) => string) =>
  (method: string, members: Members): string =>
    callOf(method, members.map(([name, value]) => write(name, value)).join(''))

/** Writes another value of one member. */
function valued(member: string, other: (value: string) => string): Defect['steps'] {
  return changing((members) => members.map(([name, value]) => [name, name === member ? other(value) : value]))
}

function changing(change: (members: Members) => Members): Defect['steps'] {
  return (honest) => ({ members: (...what) => change(honest.members(...what)) })
}

function packing(change: (letter: Letter) => Partial<Letter>): Defect['steps'] {
  return (honest) => ({
    pack(document, shop) {
      const letter = honest.pack(document, shop)
      return { ...letter, ...change(letter) }
    },
  })
}
