/** Calls a receiver back about another purchase than the one that its books are read for: the number is one and the same. */
import { scenario, type Hand, type Scenario } from '../../../src/stimulate/scenario.ts'
import { callback, given, settle, strange, waiting, type Sale } from './callbacks.ts'

const twins = scenario<'first' | 'second'>({
  id: 'receivers.twin',
  says: 'Of two sales for one number one succeeds.',
  role: 'receiver',
  exercises: ['receiver.own-sale'],
  plans: given(['first', 'second'], 'sent'),
  async act(plan, hand) {
    const first = await waiting(hand, 'sent')
    const { number, product } = first
    const second = await waiting(hand, 'sent', { number, product })
    const [told, other] = plan === 'first' ? [first, second] : [second, first]
    await hand.send(callback(hand, told, '00'))
    await settle(hand)
    await hand.audit(other.reference)
  },
})

/** trx_ids that are not this one, and look like it. */
const near: { [plan: string]: (reference: string) => string } = {
  longer: (reference) => `${reference}1`.slice(0, 20),
  shorter: (reference) => reference.slice(0, -1),
  tail: (reference) => reference.slice(1),
  zeros: (reference) => `0${reference}`.slice(0, 20),
  letter: (reference) => `T${reference}`.slice(0, 20),
  case: (reference) =>
    reference === reference.toUpperCase() ? reference.toLowerCase() : reference.toUpperCase(),
}

/** A sale whose trx_id has letters, or no beginning and no end that another one has, where that can be had. */
function singular(hand: Hand, plan: string): Promise<Sale> {
  const fresh = hand.fresh('REQUESTID')
  const code = plan === 'case' ? `TK${fresh}`.slice(0, 20) : `7${Number.parseInt(fresh.slice(-9), 36)}7`
  return waiting(hand, 'sent', { code }).catch(() => waiting(hand, 'sent'))
}

const neighbours = scenario<string>({
  id: 'receivers.neighbour',
  says: 'A callback is about a trx_id that looks like that of a sale, for the same number.',
  role: 'receiver',
  exercises: ['receiver.own-sale'],
  plans: given(Object.keys(near), 'sent'),
  async act(plan, hand) {
    const { number, product, reference } = await singular(hand, plan)
    if (near[plan]!(reference) === reference) return
    const other = { ...strange(hand), number, product, reference: near[plan]!(reference) }
    await hand.send(callback(hand, other, '00'))
    await settle(hand)
    await hand.audit(reference)
  },
})

export const alike: Scenario[] = [twins, neighbours]
