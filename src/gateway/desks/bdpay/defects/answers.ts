/** Defects of the signatures that answers carry. */
import { createSign } from 'node:crypto'
import { signText, textToSign } from '../../../../dialects/bdpay-sign.ts'
import type { Defect } from '../../../defect.ts'
import { isQuery } from '../bend.ts'
import type { Call, Steps } from '../steps.ts'
import { isPay } from './kinds.ts'
import { pairsIn, signingAnswers } from './signing.ts'

const isOther = (call: Call): boolean => !isQuery(call)

export const answers: readonly Defect<Steps>[] = [
  {
    id: 'signs-the-request',
    catalogue: 'D30',
    says: 'Signs the values of the request in its answer.',
    breaks: ['answers.signed@pay'],
    steps: signingAnswers((_pairs, key, { fields }) => signText(textToSign(pairsIn(fields)), key), isPay),
  },
  {
    id: 'signs-no-answers',
    says: 'Signs no answers but those to queries.',
    breaks: ['answers.signed'],
    steps: signingAnswers(() => null, isOther),
  },
  {
    id: 'signs-no-queries',
    says: 'Signs no answers to queries.',
    breaks: ['query.signed@query'],
    steps: signingAnswers(() => null, isQuery),
  },
  {
    id: 'signs-some-of-a-query',
    says: 'Leaves amounts and fees out of the signature of a query.',
    breaks: ['query.signed@query'],
    steps: signingAnswers(
      (pairs, key) => signText(textToSign(pairs.filter(([name]) => !/^(?:amount|fee)$/.test(name))), key),
      isQuery,
    ),
  },
  {
    id: 'signs-names',
    says: 'Signs names and values in answers.',
    breaks: ['answers.signed'],
    steps: signingAnswers(
      (pairs, key) =>
        signText(
          [...pairs]
            .sort()
            .map((pair) => pair.join('='))
            .join('&'),
          key,
        ),
      isOther,
    ),
  },
  {
    id: 'signs-with-a-hash',
    says: 'Signs answers by RSA over a hash.',
    breaks: ['answers.signed'],
    steps: signingAnswers(
      (pairs, key) => createSign('RSA-SHA256').update(textToSign(pairs)).sign(key, 'base64'),
      isOther,
    ),
  },
  {
    id: 'signs-with-the-key-of-the-merchant',
    says: 'Signs the balance with the key of the merchant.',
    breaks: ['answers.signed@account'],
    steps: signingAnswers(
      (pairs, _key, { till, merchant }) =>
        signText(textToSign(pairs), till.pairOf(merchant!.code).privateKey),
      ({ operation }) => operation === 'account',
    ),
  },
  {
    id: 'signs-no-zeroes',
    says: 'Leaves the value 0 out of the signature of a balance.',
    breaks: ['answers.signed@account'],
    steps: signingAnswers(
      (pairs, key) => signText(textToSign(pairs.filter(([, value]) => value !== '0')), key),
      ({ operation }) => operation === 'account',
    ),
  },
]
