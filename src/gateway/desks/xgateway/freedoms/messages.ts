/** Freedoms of MESSAGE and of numbers: other layout, other ids, what relatives of this gateway write. */
import type { Freedom } from '../../../defect.ts'
import { answering, isSold, pairing, phrasing, rewriting, telling } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'

const repeated = (message: string): string =>
  `TRANSAKSI BERULANG ${message.replace('SUKSES.', 'TELAH SUKSES.')}`

const dotted = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.')

export const messages: readonly Freedom<Steps>[] = [
  {
    id: 'leaves-no-gap',
    says: 'Writes no blank before the comma of a success.',
    because: 'E-XGW-08',
    steps: phrasing(() => ({ gap: ', ' })),
  },
  {
    id: 'leaves-a-gap',
    says: 'Writes a blank before the comma of every MESSAGE.',
    because: 'E-XGW-08',
    steps: phrasing(() => ({ gap: ' , ' })),
  },
  {
    id: 'says-ke-softly',
    says: 'Writes ke in small letters.',
    because: 'E-XGW-13',
    steps: phrasing(() => ({ to: 'ke' })),
  },
  {
    id: 'says-ke-loudly',
    says: 'Writes KE in capitals in queries too.',
    because: 'E-XGW-13',
    steps: phrasing(() => ({ to: 'KE' })),
  },
  {
    id: 'spaces-pairs',
    says: 'Writes a blank behind the comma of all pairs.',
    because: 'E-XGW-09',
    steps: phrasing(() => ({ comma: ', ' })),
  },
  {
    id: 'packs-pairs',
    says: 'Writes no blank behind the comma of any pair.',
    because: 'E-XGW-09',
    steps: phrasing(() => ({ comma: ',' })),
  },
  {
    id: 'announces-repetitions',
    says: 'Begins a repetition with TRANSAKSI BERULANG and says TELAH SUKSES.',
    because: 'XGW-TRXID-REPLAY-TEXT',
    steps: (honest) => {
      const again = new WeakSet<Call>()
      return {
        recall(call, known) {
          again.add(call)
          return honest.recall(call, known)
        },
        ...answering((fields, call, deal) =>
          again.has(call) && isSold(deal)
            ? { ...fields, MESSAGE: repeated(String(fields['MESSAGE'])) }
            : fields,
        )(honest),
      }
    },
  },
  {
    id: 'drops-a-digit',
    says: 'Writes ID in MESSAGE without the first digit of the TRANSACTIONID.',
    warns: ['message.id'],
    because: 'E-XGW-07',
    steps: pairing('ID', (id) => id.slice(1)),
  },
  {
    id: 'keeps-ids-equal',
    says: 'Promises that ID in MESSAGE is the TRANSACTIONID.',
    because: 'E-XGW-07',
    profile: { strictIdMatch: true },
    steps: () => ({}),
  },
  {
    id: 'names-transactions-in-letters',
    says: 'Gives TRANSACTIONIDs of letters and digits.',
    because: 'XGW-RES-COMPLETE',
    steps: (honest) => ({ newId: (till) => `XG${Number(honest.newId(till)).toString(36).toUpperCase()}` }),
  },
  {
    id: 'leaves-refusals-nameless',
    says: 'Gives no TRANSACTIONID to what it refuses with 01 or 02.',
    because: 'XGW-RES-COMPLETE',
    steps: rewriting(
      'TRANSACTIONID',
      () => '',
      ({ code }) => code === '01' || code === '02',
    ),
  },
  {
    id: 'leaves-unread-requests-nameless',
    says: 'Repeats no REQUESTID in a 01.',
    because: 'XGW-MALFORMED',
    steps: answering((fields) => (fields['RESPONSECODE'] === '01' ? { ...fields, REQUESTID: '' } : fields)),
  },
  {
    id: 'adds-words-by-contract',
    says: 'Writes words behind the serial number of a MESSAGE, as was agreed.',
    because: 'E-XGW-20',
    profile: { messageGrammar: 'loose' },
    steps: pairing('SN', (serial) => `${serial}. Terima kasih`, isSold),
  },
  {
    id: 'writes-dots-in-serials',
    says: 'Writes the quantity of a serial with a dot, and no kWh before it.',
    because: 'E-XGW-15',
    steps: (honest) => ({
      serial(deal, till) {
        const made = honest.serial(deal, till)
        return { ...made, sn: made.sn.replace(/ ?\/kWh(\d+),(\d+)\//, '/$1.$2/') }
      },
    }),
  },
  {
    id: 'writes-commas-in-messages',
    says: 'Writes KWH in MESSAGE with a comma.',
    because: 'E-XGW-15',
    steps: pairing('KWH', (value) => value.replace('.', ',')),
  },
  {
    id: 'closes-up-names',
    says: 'Writes no blank behind the name in a serial.',
    because: 'E-XGW-14',
    steps: (honest) => ({
      serial(deal, till) {
        const made = honest.serial(deal, till)
        return { ...made, sn: made.sn.replace(' /kWh', '/kWh') }
      },
    }),
  },
  {
    id: 'writes-on-behalf',
    says: 'Knows customers by names with a slash.',
    because: 'XGW-MSG-GRAMMAR',
    steps: (honest) => ({
      async customerOf(call, product) {
        const customer = await honest.customerOf(call, product)
        const meter = customer?.meter && { ...customer.meter, name: `A/N ${customer.meter.name}` }
        return customer && { ...customer, ...(meter && { meter }) }
      },
    }),
  },
  {
    id: 'gives-letters-as-serials',
    says: 'Gives serial numbers of letters and digits for top-ups.',
    because: 'XGW-SN-SUCCESS',
    steps: (honest) => ({
      serial(deal, till) {
        const made = honest.serial(deal, till)
        return made.token === undefined ? { sn: `R${made.sn.slice(2)}T` } : made
      },
    }),
  },
  {
    id: 'tells-first-balances',
    says: 'Tells a repetition the SAL of the first answer.',
    because: 'XGW-TRXID-REPLAY-TEXT',
    steps: (honest) => {
      const told = new Map<string, string>()
      return {
        async members(deal, till, steps) {
          const fields = await honest.members(deal, till, steps)
          const key = `${deal.user} ${deal.trx} ${deal.id} ${deal.code}`
          const message = told.get(key) ?? String(fields['MESSAGE'])
          told.set(key, message)
          return { ...fields, MESSAGE: message }
        },
      }
    },
  },
  {
    id: 'speaks-loosely',
    says: 'Writes MESSAGE as relatives do, with a time before it, dots in amounts and words behind.',
    warns: ['message.amounts'],
    because: 'E-XGW-20',
    profile: { messageGrammar: 'loose' },
    steps: telling((fields) => ({
      ...fields,
      MESSAGE: `18/11/26 16:14 ${String(fields['MESSAGE']).replace(/(SAL|HRG)=(\d+)/g, (_all, key: string, digits: string) => `${key}=${dotted(digits)}`)}`,
    })),
  },
]
