/** Defects of members and codes of answers that no table spoils by itself. */
import type { Defect } from '../../../defect.ts'
import { answering, rewriting } from '../bend.ts'
import type { Steps } from '../steps.ts'
import { isAccount, isPay, isVerify } from './kinds.ts'
import { composing } from './signing.ts'

const isRefusal = (code: unknown): boolean => code !== 'SUCCESS'

export const members: readonly Defect<Steps>[] = [
  {
    id: 'writes-small-names',
    says: 'Writes platordernum in small letters.',
    breaks: ['fields.named@PayResponse/platOrderNum'],
    steps: answering(({ platOrderNum, ...fields }) => {
      return platOrderNum === undefined ? fields : { ...fields, platordernum: platOrderNum }
    }, isPay),
  },
  {
    id: 'writes-members-twice',
    says: 'Writes a member of the balance twice.',
    breaks: ['fields.once@AccountResponse/platRespMessage'],
    steps: rewriting(/"platRespMessage":("[^"]*")/, '"platRespMessage":$1,"platRespMessage":$1', isAccount),
  },
  {
    id: 'tells-members-twice',
    says: 'Writes the number of an order twice into a callback.',
    breaks: ['fields.once@PaymentCallback/orderNum'],
    steps: composing((sealed, { operation, fields }) =>
      operation === 'paymentCallback'
        ? { ...sealed, body: Buffer.from(`${sealed.body.toString()}&orderNum=${String(fields['orderNum'])}`) }
        : sealed,
    ),
  },
  {
    id: 'pads-names',
    says: 'Answers the holder of an account with blanks around him.',
    breaks: ['fields.unpadded@BankAccountVerifyResponse/accountName'],
    steps: answering(
      (fields) =>
        'accountName' in fields ? { ...fields, accountName: ` ${String(fields['accountName'])}  ` } : fields,
      isVerify,
    ),
  },
  {
    id: 'writes-small-codes',
    says: 'Answers whose account it is with the code Success.',
    breaks: ['codes.format@BankAccountVerifyResponse/platRespCode'],
    steps: answering(
      (fields) => (isRefusal(fields['platRespCode']) ? fields : { ...fields, platRespCode: 'Success' }),
      isVerify,
    ),
  },
  {
    id: 'answers-numbers-for-codes',
    says: 'Refuses to tell whose account it is with the code 1004.',
    breaks: ['codes.format@BankAccountVerifyResponse/platRespCode'],
    steps: answering(
      (fields) => (isRefusal(fields['platRespCode']) ? { ...fields, platRespCode: '1004' } : fields),
      isVerify,
    ),
  },
  {
    id: 'makes-codes-up',
    says: 'Refuses with a code that is none of the table.',
    breaks: ['codes.listed'],
    steps: answering((fields) =>
      fields['platRespCode'] === 'FAIL' ? { ...fields, platRespCode: 'REJECTED' } : fields,
    ),
  },
  {
    id: 'says-nothing',
    says: 'Refuses without a word.',
    breaks: ['codes.described'],
    steps: answering((fields) =>
      isRefusal(fields['platRespCode']) ? { ...fields, platRespMessage: null } : fields,
    ),
  },
]
