/** Purchases beside their life under one trx_id: what is sold, to which number, and under which names. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { lifecycle } from '../common/lifecycle.ts'
import { answered } from '../common/premises.ts'
import { histories } from './histories.ts'
import { callbacks, calls, dataOf, isFirst, isProper, isServed, told, type Heard } from './heard.ts'
import { whereBought } from './bought.ts'

const promise = lifecycle(histories)

/** Who refuses repetitions with 04 tells no status that could be compared. */
const tellsStatus: Rule['given'] = (_contract, profile) => profile['dupPolicy'] !== 'code-04'

const life: Rule[] = [
  promise('purchase.repeat', 'A trx_id sent again within 24 hours starts no other transaction.'),
  promise('purchase.replay', 'A repetition is answered with the status of its transaction.'),
  promise(
    'purchase.replay-text',
    'MESSAGE of a repetition agrees with the first in product, number, status and serial.',
    'must',
    tellsStatus,
  ),
  promise(
    'purchase.same-transaction',
    'A status check repeats the TRANSACTIONID of the first answer.',
    'must',
    tellsStatus,
  ),
  promise('purchase.anchor', 'The 24 hours run from the first sending.'),
  promise('purchase.after', 'After 24 hours the trx_id is free again.', 'should'),
  promise('purchase.payload', 'A trx_id sent again with another number or product buys nothing.'),
  promise('purchase.failed', 'A failed purchase stays failed when its trx_id comes again.'),
  promise('purchase.pending', 'A pending purchase stays pending until it is final, and then stays final.'),
  promise('purchase.parallel', 'Requests with one trx_id in flight together make one transaction.'),
  ...whereBought(
    [promise('purchase.cross', 'The trx_id of a query never answers for a purchase.')],
    ['PLNPrepaidQuery'],
  ),
  promise('accounts.no-consume', 'A request refused with 02 does not use up its trx_id.', 'should'),
  promise(
    'callbacks.consistent',
    'A status check after the callback gives the same result.',
    'must',
    tellsStatus,
  ),
]

interface PurchaseCase extends Case {
  one: Heard
}

const caseOf = (one: Heard): PurchaseCase => ({ one, exchanges: [one.exchange] })

/** First requests in order, about test data of these kinds, that were answered. */
function firstsOf(evidence: Evidence, ...kinds: string[]): Heard[] {
  return calls(evidence).filter(
    (one) =>
      one.said !== 'unclear' &&
      isProper(evidence, one) &&
      isFirst(evidence, one) &&
      kinds.includes(dataOf(evidence, one) ?? ''),
  )
}

/** A refusal whose code says what is wrong with the request, and not with the way in which it is bought. */
export const isNamed = ({ code, operation, method }: Heard): boolean =>
  code !== '' && (operation === 'query' || method === 'topUpRequest')

/** A promise that certain test data is refused, with a code of its own. */
function refused(id: string, says: string, code: string, kinds: string[]): Rule {
  return rule<PurchaseCase>({
    id,
    says,
    level: 'must',
    about: ['server'],
    over: (evidence) =>
      firstsOf(evidence, ...kinds)
        .filter((one) => one.said !== 'pending' || kinds.includes('unknownproduct') || endOf(evidence, one))
        .map(caseOf),
    holds: ({ one }, evidence) => {
      const end = endOf(evidence, one) ?? one
      if (isServed(end)) return [{ expected: `a refusal with ${code}`, received: told(end) }]
      return one.said === 'pending' || one.code === code || !isNamed(one)
        ? []
        : [{ expected: `a refusal with ${code}`, received: told(one), level: 'should' }]
    },
  })
}

/** How a pending purchase ended, as far as the trace knows. */
function endOf(evidence: Evidence, { account, reference, isQuery }: Heard): Heard | undefined {
  return [...calls(evidence), ...callbacks(evidence)].find(
    (other) =>
      other.reference === reference &&
      (other.account === account || other.account === '') &&
      other.isQuery === isQuery &&
      (other.said === 'success' || (other.said === 'refusal' && other.code !== '04')),
  )
}

const isBlank = ({ exchange }: Heard): boolean => answered(exchange, 'TRANSACTIONID').trim() === ''

const identified = rule<PurchaseCase>({
  id: 'purchase.identified',
  says: 'Every answer but 01 and 02 carries a TRANSACTIONID.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    calls(evidence)
      .filter(
        ({ said, code, exchange: { response } }) =>
          said !== 'unclear' &&
          said !== 'success' &&
          !['', '01', '02', '33'].includes(code) &&
          response?.read.ok === true &&
          'TRANSACTIONID' in response.read.fields,
      )
      .map(caseOf),
  holds: ({ one }) => (isBlank(one) ? [{ expected: 'a TRANSACTIONID', received: 'none' }] : []),
})

export const purchases: Rule[] = [
  ...life,
  refused('purchase.unknown-product', 'A product that is not sold is refused.', '05', ['unknownproduct']),
  refused('purchase.unknown-number', 'A number that does not exist is refused.', '07', [
    'missing',
    'nometer',
  ]),
  identified,
]
