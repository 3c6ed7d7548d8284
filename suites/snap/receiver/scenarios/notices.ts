/** Notifications that the suite writes, in the place of the provider, about orders of the receiver on trial. */
import { isoIn } from '../../../../src/contract/time-text.ts'
import {
  scenario,
  Skipped,
  type Hand,
  type Letter,
  type Scenario,
  type Scope,
  type Sending,
} from '../../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../../src/wire/reading.ts'

/** An order that waits for its notification. */
export interface Order {
  reference: string
  transaction: string
  /** The receiver was told of the transaction, or has it in its books. */
  isKnown: boolean
  amount: string
}

/** Plans, as far as the receiver can be given orders. */
export const given =
  <Plan>(plans: Plan[]) =>
  ({ has }: Scope): Plan[] =>
    has('order') === 'no' ? [] : plans

/** A scenario of a receiver, its plans by their names. */
export const planned = <Plan>(
  what: Pick<Scenario, 'id' | 'says' | 'exercises'>,
  plans: { [name: string]: Plan },
  act: (hand: Hand, plan: Plan, name: string) => Promise<void>,
): Scenario =>
  scenario<string>({
    ...what,
    role: 'receiver',
    plans: given(Object.keys(plans)),
    act: (name, hand) => act(hand, plans[name]!, name),
  })

/** An order that the receiver has in its books. */
export async function waiting(hand: Hand): Promise<Order> {
  const transaction = hand.fresh('header:X-EXTERNAL-ID')
  const item = await hand.need('order', { transaction })
  return {
    reference: item.code,
    transaction: String(item['transaction'] ?? transaction),
    isKnown: typeof item['transaction'] === 'string',
    amount: Number(item.amount ?? 0).toFixed(2),
  }
}

/** An order that nobody has in his books. */
export function strange(hand: Hand): Order {
  const number = hand.fresh('header:X-EXTERNAL-ID')
  return { reference: `NONE${number}`, transaction: number, isKnown: false, amount: '20000.00' }
}

const words: { [status: string]: string } = {
  '00': 'Success',
  '01': 'Initiated',
  '02': 'Paying',
  '03': 'Pending',
  '04': 'Refunded',
  '05': 'Canceled',
  '06': 'Failed',
}

/** The members of a notification, times in the zone of the profile. */
export function fieldsOf(hand: Hand, { reference, transaction, amount }: Order, status = '00'): Fields {
  const zone = String(hand.profile['timezone'])
  const now = Date.now()
  return {
    originalPartnerReferenceNo: reference,
    originalReferenceNo: transaction,
    amount: { value: amount, currency: 'IDR' },
    latestTransactionStatus: status,
    transactionStatusDesc: words[status] ?? 'Unknown',
    createdTime: isoIn(now - 60_000, zone),
    ...(['00', '05', '06'].includes(status) && { finishedTime: isoIn(now, zone) }),
  }
}

/** A notification; under the symmetric scheme it carries a token of the receiver, which is to be declared. */
export function notice(hand: Hand, fields: Fields, sending: Sending = {}): Letter {
  if (hand.profile['notifySignature'] !== 'sym') return hand.seal('notify', fields, sending)
  const { token } = hand.credentials
  if (token === undefined)
    throw new Skipped(
      'needs-signer',
      'The target declares no `token` among its credentials, which its notifications carry.',
    )
  return hand.seal('notify', { 'header:Authorization': `Bearer ${token}`, ...fields }, sending)
}

/** A notification about an order, some fields otherwise; null leaves one out. */
export const about = (hand: Hand, order: Order, fields: Fields = {}, sending: Sending = {}): Letter =>
  notice(hand, { ...fieldsOf(hand, order), ...fields }, sending)

/** The same letter with some headers otherwise. */
export const withHeaders = (
  letter: Letter,
  change: (name: string, value: string) => [string, string],
): Letter => ({
  ...letter,
  headers: letter.headers.map(([name, value]) => change(name, value)),
})

/** Reads the books a little later: what was acknowledged may be done then. */
export async function settled(hand: Hand, { reference }: Order): Promise<void> {
  await hand.wait(100)
  await hand.audit(reference)
}

/** Reads the books until something has come of an order, for as long as whoever does it afterwards may take. */
export async function ended(hand: Hand, { reference }: Order): Promise<void> {
  for (const pause of [30, 100, 300, 700]) {
    await hand.wait(pause)
    const lines = await hand.audit(reference)
    if (!lines || lines.some(({ state }) => state !== 'pending')) return
  }
}
