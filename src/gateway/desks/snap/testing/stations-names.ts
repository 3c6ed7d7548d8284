/** Stations of the tour: names that are nearly alike, and requests that name two payments. */
import type { Fields } from '../../../../wire/reading.ts'
import { back, look, pay, stop } from './stations-life.ts'
import type { Tour } from './tour.ts'

const idle = { bankCardToken: 'CARDIDLE00000004' }
const refunded = { refundAmount: { value: '1.00', currency: 'IDR' } }

export async function names(tour: Tour): Promise<void> {
  await alike(tour)
  await two(tour)
  const from = tour.second
  await pay(tour, 'Theirs', { merchantId: 'M0000002' }, { from })
  await back(tour, 'Theirs', 'A1', refunded, { from })
  await look(tour, '007Paid', { 'header:Authorization': `Bearer ${swapped(tour.first.token)}` })
}

/** Letters of the other case, another end, zeros before a number, numbers that a double cannot tell apart. */
async function alike(tour: Tour): Promise<void> {
  await pay(tour, 'Letters')
  await look(tour, 'lETTERS')
  const long = 'N'.repeat(60)
  await pay(tour, `${long}0001`)
  await look(tour, `${long}0002`)
  await pay(tour, '00888')
  await look(tour, '0888')
  for (const number of ['Low', 'lOW', `${long}0001`, `${long}0002`, '0099', '099'])
    await back(tour, 'Letters', number, refunded)
  for (const number of ['99999999999999986', '99999999999999987', '00484848', '484848'])
    await look(tour, '007Paid', { 'header:X-EXTERNAL-ID': number })
}

/** A refund and a cancellation with the reference of one payment and the number of another. */
async function two(tour: Tour): Promise<void> {
  const numberOf = ({ fields }: { fields: Fields }) => ({
    originalReferenceNo: String(fields['referenceNo'] ?? 'none'),
  })
  await pay(tour, 'Named')
  await back(tour, 'Named', 'Q1', { ...refunded, ...numberOf(await pay(tour, 'NamedToo')) })
  await pay(tour, 'Called', idle)
  const called = numberOf(await pay(tour, 'CalledToo', idle))
  await stop(tour, 'Called', called)
  await stop(tour, 'CalledToo', called, { from: tour.second })
}

const swapped = (text: string): string =>
  [...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join('')
