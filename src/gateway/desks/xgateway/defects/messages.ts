/** Defects of MESSAGE: what it says, and how it is written. */
import type { Defect } from '../../../defect.ts'
import {
  isFailure,
  isPending,
  isSold,
  isToken,
  pairing,
  phrasing,
  rewriting,
  saying,
  telling,
} from '../bend.ts'
import type { Phrase } from '../phrase.ts'
import type { Steps } from '../steps.ts'

const dotted = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.')
const without =
  (key: string) =>
  ({ pairs }: Phrase): Partial<Phrase> => ({ pairs: pairs.filter(([name]) => name !== key) })
const renamed =
  (from: string, to: string) =>
  ({ pairs }: Phrase): Partial<Phrase> => ({
    pairs: pairs.map(([name, value]): [string, string] => [name === from ? to : name, value]),
  })
const isNoQuery = ({ isQuery }: { isQuery: boolean }): boolean => !isQuery

const escapedOnce = (text: unknown): string =>
  String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

export const messages: readonly Defect<Steps>[] = [
  {
    id: 'says-success-while-pending',
    catalogue: 'M-XGW-28',
    says: 'Says SUKSES in the MESSAGE of a pending purchase.',
    breaks: ['message.status'],
    steps: phrasing(() => ({ status: 'SUKSES' }), isPending),
  },
  {
    id: 'says-failure-of-successes',
    catalogue: 'M-XGW-29',
    says: 'Says GAGAL in the MESSAGE of a success.',
    breaks: ['message.status'],
    steps: phrasing(() => ({ status: 'GAGAL' }), isSold),
  },
  {
    id: 'says-another-number',
    catalogue: 'M-XGW-30',
    says: 'Names the number of its template in every MESSAGE.',
    breaks: ['message.number'],
    steps: phrasing(() => ({ number: '085700000001' })),
  },
  {
    id: 'says-another-product',
    says: 'Names another product in every MESSAGE.',
    breaks: ['message.product'],
    steps: phrasing(() => ({ product: 'X99' }), isNoQuery),
  },
  {
    id: 'says-another-serial',
    catalogue: 'M-XGW-31',
    says: 'Writes another serial number into MESSAGE than into SN.',
    breaks: ['message.serial'],
    steps: pairing(
      'SN',
      (sn) => sn.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)),
      (deal) => isSold(deal) && !isToken(deal),
    ),
  },
  {
    id: 'dots-balances',
    catalogue: 'M-XGW-32',
    says: 'Writes SAL with a dot between thousands.',
    breaks: ['message.amounts'],
    steps: pairing('SAL', dotted),
  },
  {
    id: 'dots-prices',
    says: 'Writes HRG with a dot between thousands.',
    breaks: ['message.amounts'],
    steps: pairing('HRG', dotted),
  },
  {
    id: 'writes-prices-with-cents',
    says: 'Writes HRG with a comma and cents.',
    breaks: ['message.amounts'],
    steps: pairing('HRG', (value) => `Rp${value}`),
  },
  {
    id: 'gives-no-reason',
    says: 'Leaves KET of a failure empty.',
    breaks: ['message.reason'],
    steps: pairing('KET', () => '', isFailure),
  },
  {
    id: 'says-another-id',
    says: 'Writes another ID into MESSAGE than into TRANSACTIONID.',
    breaks: ['message.id'],
    steps: pairing('ID', (id) => `9${id.slice(1)}`),
  },
  {
    id: 'says-another-id-by-contract',
    says: 'Writes another ID into MESSAGE than into TRANSACTIONID, where they were agreed to be one.',
    breaks: ['message.id'],
    profile: { strictIdMatch: true },
    steps: pairing('ID', (id) => `9${id.slice(1)}`),
  },
  {
    id: 'says-topup',
    says: 'Begins MESSAGE with the word TOPUP.',
    breaks: ['message.grammar'],
    steps: phrasing(() => ({ verb: 'TOPUP' }), isNoQuery),
  },
  {
    id: 'says-no-product',
    says: 'Leaves the product out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: saying((text, { product }) => text.replace(` ${product} `, ' ')),
  },
  {
    id: 'says-no-number',
    says: 'Leaves the number out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: saying((text, { to, number, gap }) => text.replace(` ${to} ${number}${gap}`, gap)),
  },
  {
    id: 'says-berhasil',
    says: 'Says BERHASIL in place of SUKSES.',
    breaks: ['message.grammar'],
    steps: phrasing(() => ({ status: 'BERHASIL' }), isSold),
  },
  {
    id: 'says-no-balance',
    says: 'Leaves SAL out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: phrasing(without('SAL'), isSold),
  },
  {
    id: 'says-no-price',
    says: 'Leaves HRG out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: phrasing(without('HRG')),
  },
  {
    id: 'says-no-id',
    says: 'Leaves ID out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: phrasing(without('ID')),
  },
  {
    id: 'says-no-serial',
    says: 'Leaves SN out of MESSAGE.',
    breaks: ['message.grammar'],
    steps: phrasing(without('SN'), isSold),
  },
  {
    id: 'says-no-reason',
    says: 'Leaves KET out of the MESSAGE of a failure.',
    breaks: ['message.reason'],
    steps: phrasing(without('KET'), isFailure),
  },
  {
    id: 'says-saldo',
    says: 'Writes SALDO in place of SAL.',
    breaks: ['message.grammar'],
    steps: phrasing(renamed('SAL', 'SALDO'), isSold),
  },
  {
    id: 'turns-pairs',
    says: 'Writes HRG before SAL.',
    breaks: ['message.grammar'],
    steps: phrasing(({ pairs: [sal, hrg, ...rest] }) => ({ pairs: [hrg!, sal!, ...rest] }), isSold),
  },
  {
    id: 'parts-with-semicolons',
    says: 'Writes semicolons between the pairs of MESSAGE.',
    breaks: ['message.grammar'],
    steps: phrasing(() => ({ comma: ';' }), isSold),
  },
  {
    id: 'escapes-twice',
    says: 'Escapes the texts of MESSAGE before they are escaped.',
    breaks: ['message.plain'],
    steps: telling((fields) => {
      const { MESSAGE, SN } = fields
      return { ...fields, MESSAGE: escapedOnce(MESSAGE), SN: escapedOnce(SN) }
    }),
  },
  {
    id: 'adds-a-date',
    says: 'Writes a date behind the serial number of a MESSAGE.',
    breaks: ['message.grammar'],
    steps: pairing('SN', (serial) => `${serial}, TGL=20190329`, isSold),
  },
  {
    id: 'stops-nowhere',
    says: 'Writes no full stop behind the status.',
    breaks: ['message.grammar'],
    steps: saying((text, { status }) => text.replace(`${status}. `, `${status} `)),
  },
  {
    id: 'says-ok',
    says: 'Says OK in place of MESSAGE.',
    breaks: ['message.grammar'],
    steps: rewriting('MESSAGE', () => 'OK', isSold),
  },
  {
    id: 'wraps-messages',
    says: 'Breaks the line inside MESSAGE.',
    breaks: ['message.grammar'],
    steps: saying((text) => text.replace('. SAL', '.\nSAL')),
  },
]
