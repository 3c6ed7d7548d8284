/** The way of one sale through the steps: inquiry, payment, and a reversal where the payment's outcome is not known. */
import type { Fields } from '../../../wire/reading.ts'
import type { Draft, Offer, Operation, Said, Work } from './steps.ts'

/** Sells, and resolves when nothing more is done about it. */
export async function sell(work: Work): Promise<void> {
  const { steps } = work
  const said = await steps.inquire(work)
  const offer = steps.offerIn(said)
  await (steps.verdict(said, work) === 'success' ? pay(work, offer) : steps.declined(work, offer))
}

/** Asks once what the code of a sale stands for. */
export const inquire = (work: Work): Promise<Said> =>
  ask(work, drafted(work, 'inquiry', work.steps.extras(work.sale)))

/** Pays an offer. */
export async function pay(work: Work, offer: Offer): Promise<void> {
  const { steps, counter } = work
  const payment = drafted(work, 'payment', { Amount: steps.amount(offer, counter, work.sale) })
  work.sale.messageId = String(payment.fields['MessageID'])
  const verdict = steps.verdict(await ask(work, payment), work)
  work.sale.amount = Number(String(payment.fields['Amount']).replace(/\.\d\d$|\D/g, ''))
  steps.tell(verdict, work.sale)
  if (verdict === 'unclear') await steps.unsettled(work, payment, offer)
  if (verdict === 'success') await steps.settled(work, payment, offer)
}

/** Takes a payment back: the same key again and again, until it is answered or left to people. */
export async function reverse(work: Work, payment: Draft, offer: Offer): Promise<void> {
  const { steps, sale } = work
  for (let attempt = 0; ; attempt++) {
    await steps.pause(attempt)
    const fields = {
      Amount: steps.amountToReverse(payment, offer),
      TrackingRef: steps.referenceToReverse(sale),
    }
    const verdict = steps.verdict(await ask(work, drafted(work, 'reversal', fields, attempt)), work)
    if (!steps.insists(verdict, attempt + 1)) return
  }
}

/** Sends a message and gives what came of it. */
export async function ask({ steps, counter }: Work, draft: Draft): Promise<Said> {
  const letter = steps.seal(draft, counter, steps.style(counter, draft))
  const answer = await steps.post(steps.dress(letter, draft), counter)
  return { draft, answer, reading: steps.read(answer, counter) }
}

/** A message of a sale, with all that its fields say. */
export function drafted(
  { sale, counter, steps }: Work,
  operation: Operation,
  own: Fields,
  attempt = 0,
): Draft {
  const { profile } = counter
  const product: Fields =
    profile['productCode'] === 'none' ? {} : { ProductCode: String(profile['productCodeValue']) }
  const bare: Draft = { operation, attempt, fields: {} }
  const fields = {
    TimeStamp: steps.stamp(Date.now(), counter),
    MessageID: steps.messageId(bare, sale),
    PaymentCode: sale.code,
    TrackingRef: sale.reference,
    ...product,
    StoreID: steps.store(bare),
    ...own,
  }
  return { operation, attempt, fields: steps.draft({ operation, attempt, fields }) }
}
