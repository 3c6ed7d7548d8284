/** Receivers that find orders by something else than their invoice number. */
import type { Order } from '../books.ts'
import type { Odd } from '../../oddity.ts'
import type { Notice, ReceiverSteps } from './steps.ts'

const findingBy =
  (is: (order: Order, notice: Notice) => boolean): Odd<ReceiverSteps>['steps'] =>
  (steps) => ({
    find: (notice, counter) =>
      counter.books.all().find((order) => is(order, notice)) ?? steps.find(notice, counter),
  })

/** Where no order has the invoice number. */
const elseFindingBy =
  (is: (order: Order, notice: Notice) => boolean): Odd<ReceiverSteps>['steps'] =>
  (steps) => ({
    find: (notice, counter) =>
      steps.find(notice, counter) ?? counter.books.all().find((order) => is(order, notice)),
  })

const kept = (invoice: string): string => invoice.slice(0, 60)

export const finding: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'finds-by-payment-code',
    says: 'Finds an order by its payment code, whatever the invoice number is.',
    breaks: ['receiver.own'],
    steps: findingBy(({ code }, notice) => code === notice.code),
  },
  {
    id: 'finds-by-request-id',
    says: 'Finds an order by the Request-Id of its request, whatever the invoice number is.',
    breaks: ['receiver.own'],
    steps: findingBy(({ request }, notice) => request === notice.request),
  },
  {
    id: 'finds-strangers-by-payment-code',
    says: 'Finds an order by its payment code where it does not know the invoice number.',
    breaks: ['receiver.own'],
    steps: elseFindingBy(({ code }, notice) => code === notice.code),
  },
  {
    id: 'finds-by-beginnings',
    says: 'Finds the order whose invoice number begins like the one that is told.',
    breaks: ['receiver.own'],
    steps: elseFindingBy(({ invoice }, notice) => notice.invoice.startsWith(invoice)),
  },
  {
    id: 'finds-in-any-letters',
    says: 'Compares invoice numbers without regard to the case of letters.',
    breaks: ['receiver.own'],
    steps: elseFindingBy(({ invoice }, notice) => notice.invoice.toLowerCase() === invoice.toLowerCase()),
  },
  {
    id: 'cuts-invoice-numbers',
    says: 'Keeps sixty letters of an invoice number.',
    breaks: ['receiver.own'],
    steps: elseFindingBy(({ invoice }, notice) => kept(notice.invoice) === kept(invoice)),
  },
]
