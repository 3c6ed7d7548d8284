/** Receivers that find the wrong sale, or one that there is not. */
import type { Odd } from '../../oddity.ts'
import { settle, type Sale } from '../books.ts'
import { subjectOf } from '../notice.ts'
import type { ReceiverSteps } from './steps.ts'

type Defect = Odd<ReceiverSteps>

export const matching: readonly Defect[] = [
  {
    id: 'drops-early-callbacks',
    catalogue: 'M-XGW-85',
    says: 'Takes a callback for unknown that comes before the answer to the purchase.',
    breaks: ['receiver.early'],
    steps: (honest) => ({
      find(notice, counter) {
        const sale = honest.find(notice, counter)
        return sale?.transaction === undefined ? undefined : sale
      },
    }),
  },
  {
    id: 'creates-sales',
    catalogue: 'M-XGW-86',
    says: 'Books a successful sale for a trx_id that it never sent.',
    breaks: ['receiver.unknown'],
    steps: (honest) => ({
      stranger(notice, counter) {
        const { product = '', number = '' } = subjectOf(notice.message) ?? {}
        const { reference, transaction } = notice
        const begun = { reference, transaction, product, number, price: 0, sentAt: 0 }
        settle(counter.books.open({ ...begun, operation: 'topup' }), 'paid')
        return honest.acknowledge(notice)
      },
    }),
  },
  {
    id: 'errs-on-unknown',
    says: 'Answers 500 to a callback for a trx_id that it does not know.',
    breaks: ['receiver.unknown'],
    steps: () => ({ stranger: () => ({ status: 500 }) }),
  },
  {
    id: 'matches-by-transaction',
    catalogue: 'M-XGW-87',
    says: 'Finds the sale of a callback by TRANSACTIONID, whatever REQUESTID says.',
    breaks: ['receiver.matches'],
    steps: matchingBy(({ transaction }, notice) => transaction === notice.transaction),
  },
  {
    id: 'matches-by-number',
    catalogue: 'M-XGW-87',
    says: 'Finds the sale of a callback by its number, whatever REQUESTID says.',
    breaks: ['receiver.matches', 'receiver.own-sale'],
    steps: matchingBy(({ number }, notice) => number === subjectOf(notice.message)?.number),
  },
  {
    id: 'takes-the-newest-of-its-number',
    says: 'Finds the sale of a callback by its number, where TRANSACTIONID is not known yet.',
    breaks: ['receiver.own-sale'],
    steps: (honest) => ({
      find: (notice, counter) =>
        counter.books.all().findLast((sale) => isUnanswered(sale) && isAboutNumber(sale, notice)) ??
        honest.find(notice, counter),
    }),
  },
  {
    id: 'compares-beginnings',
    says: 'Takes a callback for that of a sale whose trx_id begins with its own, or the other way round.',
    breaks: ['receiver.own-sale'],
    steps: resembling((a, b) => a.startsWith(b) || b.startsWith(a)),
  },
  {
    id: 'takes-the-last-that-begins-so',
    says: 'Takes a callback for that of the last sale whose trx_id begins with its own.',
    breaks: ['receiver.own-sale'],
    steps: (honest) => ({
      find: (notice, counter) =>
        counter.books.all().findLast(({ reference }) => reference.startsWith(notice.reference)) ??
        honest.find(notice, counter),
    }),
  },
  {
    id: 'compares-endings',
    says: 'Takes a callback for that of a sale whose trx_id ends with its own.',
    breaks: ['receiver.own-sale'],
    steps: resembling((a, b) => a.endsWith(b)),
  },
  {
    id: 'compares-digits-alone',
    says: 'Compares the digits of trx_ids, and passes over their letters.',
    breaks: ['receiver.own-sale'],
    steps: resembling((a, b) => digitsIn(a) !== '' && digitsIn(a) === digitsIn(b)),
  },
  {
    id: 'reads-references-as-numbers',
    says: 'Compares trx_ids of digits as numbers.',
    breaks: ['receiver.own-sale'],
    steps: resembling((a, b) => Number(a) === Number(b)),
  },
  {
    id: 'compares-without-case',
    says: 'Takes capital and small letters of a trx_id for the same.',
    breaks: ['receiver.own-sale'],
    steps: resembling((a, b) => a.toUpperCase() === b.toUpperCase()),
  },
  {
    id: 'takes-the-oldest-sale',
    says: 'Takes a callback for a trx_id that it does not know for that of its oldest sale, if that waits.',
    breaks: ['receiver.own-sale'],
    steps: (honest) => ({
      find(notice, counter) {
        const [oldest] = counter.books.all()
        return honest.find(notice, counter) ?? (oldest && isWaiting(oldest) ? oldest : undefined)
      },
      fits: (notice, sale) => notice.reference !== sale.reference || honest.fits(notice, sale),
    }),
  },
  {
    id: 'matches-by-reference-alone',
    says: 'Takes a callback whose TRANSACTIONID, product or number are those of another sale.',
    breaks: ['receiver.matches'],
    steps: () => ({ fits: () => true }),
  },
]

const digitsIn = (reference: string): string => reference.replace(/\D/g, '')

const isWaiting = ({ state }: Sale): boolean => state === 'pending'

const isUnanswered = ({ transaction }: Sale): boolean => transaction === undefined

const isAboutNumber = ({ number }: Sale, { message }: { message: string }): boolean =>
  number === subjectOf(message)?.number

/** Finds sales by trx_ids that are alike. */
function resembling(isAlike: (a: string, b: string) => boolean): Defect['steps'] {
  return (honest) => ({
    find: (notice, counter) =>
      honest.find(notice, counter) ??
      counter.books.all().find(({ reference }) => isAlike(reference, notice.reference)),
  })
}

function matchingBy(
  isMeant: (sale: Sale, notice: { transaction: string; message: string }) => boolean,
): Defect['steps'] {
  return (honest) => ({
    find: (notice, counter) =>
      counter.books.all().findLast((sale) => isMeant(sale, notice)) ?? honest.find(notice, counter),
    fits: () => true,
  })
}
