/** Defects of the five members: their values, names, types and echoes. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fields } from '../../../../wire/reading.ts'
import { writeXmlRpcFault } from '../../../../wire/xmlrpc-write.ts'
import type { Defect } from '../../../defect.ts'
import {
  answering,
  isFailure,
  isPending,
  isSold,
  isSuccess,
  replying,
  rewriting,
  styled,
  telling,
  texting,
} from '../bend.ts'
import type { Deal } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'

const failed = (_call: Call, deal?: Deal): boolean => deal !== undefined && isFailure(deal)

export const members: readonly Defect<Steps>[] = [
  {
    id: 'forgets-ids-in-failures',
    catalogue: 'M-XGW-22',
    says: 'Leaves REQUESTID empty in failures.',
    breaks: ['fields.present@REQUESTID'],
    steps: answering((fields, _call, deal) => (isFailure(deal) ? { ...fields, REQUESTID: '' } : fields)),
  },
  {
    id: 'answers-another-id',
    says: 'Answers under a REQUESTID of its own.',
    breaks: ['echoes.kept@REQUESTID'],
    steps: answering((fields, { texts }) =>
      texts['REQUESTID'] === undefined ? fields : { ...fields, REQUESTID: String(fields['TRANSACTIONID']) },
    ),
  },
  {
    id: 'echoes-numbers',
    says: 'Repeats a trx_id of digits without its leading zeros.',
    breaks: ['echoes.text', 'echoes.kept@REQUESTID'],
    steps: answering((fields) => ({
      ...fields,
      REQUESTID: String(fields['REQUESTID']).replace(/^0+(?=\d+$)/, ''),
    })),
  },
  {
    id: 'shouts-ids',
    says: 'Repeats the trx_id in capitals.',
    breaks: ['echoes.text', 'echoes.kept@REQUESTID'],
    steps: answering((fields) => ({ ...fields, REQUESTID: String(fields['REQUESTID']).toUpperCase() })),
  },
  {
    id: 'shares-one-answer',
    catalogue: 'M-XGW-55',
    says: 'Keeps one answer for all, so that requests in flight together get those of others.',
    breaks: ['echoes.parallel'],
    steps: (honest) => {
      let shared: Fields = {}
      return {
        async answer(call, deal) {
          const fields = await honest.answer(call, deal)
          if (deal.code === '01') return fields
          shared = fields
          await sleep(15)
          return { ...fields, REQUESTID: shared['REQUESTID']! }
        },
      }
    },
  },
  {
    id: 'types-codes',
    catalogue: 'M-XGW-23',
    says: 'Writes RESPONSECODE as an int, without its leading zero.',
    breaks: ['rpc.types'],
    steps: (honest) => ({
      write: async (call, fields, deal) => {
        const code = String(Number(fields['RESPONSECODE']))
        return styled({ types: { RESPONSECODE: 'int' } })(honest).write!(
          call,
          { ...fields, RESPONSECODE: code },
          deal,
        )
      },
    }),
  },
  {
    id: 'types-transactions',
    says: 'Writes TRANSACTIONID as an i8.',
    breaks: ['rpc.types'],
    steps: styled({ types: { TRANSACTIONID: 'i8' } }),
  },
  {
    id: 'says-zero',
    catalogue: 'M-XGW-24',
    says: 'Answers a success with the code 0.',
    breaks: ['codes.format'],
    steps: rewriting('RESPONSECODE', () => '0', isSuccess),
  },
  {
    id: 'says-200',
    says: 'Answers a success with the code 200.',
    breaks: ['codes.format'],
    steps: rewriting('RESPONSECODE', () => '200', isSuccess),
  },
  {
    id: 'invents-codes',
    says: 'Answers 99 when a biller fails.',
    breaks: ['codes.listed'],
    steps: rewriting(
      'RESPONSECODE',
      () => '99',
      ({ code }) => code === '06',
    ),
  },
  {
    id: 'misspells-the-code',
    catalogue: 'M-XGW-25',
    says: 'Calls the code RESPONCODE.',
    breaks: ['fields.present@RESPONSECODE'],
    steps: telling(({ RESPONSECODE, ...rest }) => ({ RESPONCODE: RESPONSECODE!, ...rest })),
  },
  {
    id: 'omits-empty-serials',
    catalogue: 'M-XGW-26',
    says: 'Leaves the member SN out where it is empty.',
    breaks: ['rpc.complete'],
    steps: rewriting('SN', (sn) => (sn === '' ? null : sn)),
  },
  {
    id: 'omits-transactions-in-failures',
    says: 'Leaves TRANSACTIONID empty in failures.',
    breaks: ['purchase.identified'],
    steps: answering((fields, _call, deal) => (isFailure(deal) ? { ...fields, TRANSACTIONID: '' } : fields)),
  },
  {
    id: 'fills-pending-serials',
    catalogue: 'M-XGW-27',
    says: 'Writes 0 into SN while a purchase is pending.',
    breaks: ['serials.empty'],
    steps: rewriting('SN', () => '0', isPending),
  },
  {
    id: 'fills-failed-serials',
    says: 'Writes a hyphen into SN of failures.',
    breaks: ['serials.empty'],
    steps: rewriting('SN', () => '-', isFailure),
  },
  {
    id: 'pads-values',
    says: 'Writes blanks around TRANSACTIONID.',
    breaks: ['fields.unpadded'],
    steps: rewriting('TRANSACTIONID', (id) => ` ${id} `),
  },
  {
    id: 'shares-transactions',
    says: 'Gives all transactions of a minute one TRANSACTIONID.',
    breaks: ['purchase.new-transaction'],
    steps: (honest) => ({ newId: (till) => `${honest.newId(till).slice(0, 8)}00000` }),
  },
  {
    id: 'hyphens-transactions',
    says: 'Gives TRANSACTIONIDs with hyphens.',
    breaks: ['fields.format'],
    steps: (honest) => ({ newId: (till) => honest.newId(till).replace(/^\d{6}/, '$&-') }),
  },
  {
    id: 'faults-instead-of-refusing',
    says: 'Answers failures of the business with an XML-RPC fault.',
    breaks: ['rpc.shape', 'refusals.explained'],
    steps: replying(
      (_reply, _call, { code }) => ({ status: 200, ...writeXmlRpcFault(Number(code), 'GAGAL') }),
      failed,
    ),
  },
  {
    id: 'answers-with-a-call',
    says: 'Answers a success with a methodCall.',
    breaks: ['rpc.shape'],
    steps: styled({ kind: 'call' }, (_call, deal) => deal !== undefined && isSold(deal)),
  },
  {
    id: 'answers-twice-in-one-body',
    says: 'Writes the param of a success twice.',
    breaks: ['rpc.shape'],
    steps: texting(
      (text) => text.replace(/<param>.*<\/param>/s, '$&$&'),
      (_call, deal) => deal !== undefined && isSold(deal),
    ),
  },
  {
    id: 'answers-with-an-array',
    says: 'Puts the struct of a success into an array.',
    breaks: ['rpc.shape'],
    steps: texting(
      (text) =>
        text.replace(
          /<value><struct>.*<\/struct><\/value>/s,
          '<value><array><data>$&</data></array></value>',
        ),
      (_call, deal) => deal !== undefined && isSold(deal),
    ),
  },
]
