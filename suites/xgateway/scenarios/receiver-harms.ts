/** Sends a receiver what is broken, what harms who reads it carelessly, and what comes from elsewhere. */
import { scenario, type Scenario } from '../../../src/stimulate/scenario.ts'
import { bytes, callback, called, fieldsOf, given, settle, waiting } from './callbacks.ts'
import { broken, endless, entities } from './hostile.ts'

const harms = scenario<string>({
  id: 'receivers.harm',
  says: 'What comes is broken, or harms who reads it carelessly.',
  role: 'receiver',
  exercises: ['receiver.malformed', 'receiver.hostile'],
  plans: given([...broken, ...entities].map(({ id }) => id)),
  async act(id, hand) {
    const sale = await waiting(hand)
    const { body } = [...broken, ...entities].find((one) => one.id === id)!
    await hand.send(bytes(hand, body(fieldsOf(sale, '00')), id))
    await settle(hand)
    await hand.audit(sale.reference)
  },
})

const survives = scenario<string>({
  id: 'receivers.survival',
  says: 'After a document without end a sale succeeds.',
  role: 'receiver',
  exercises: ['receiver.acknowledges'],
  plans: given(endless.map(({ id }) => id)),
  async act(id, hand) {
    const other = await waiting(hand)
    const { body } = endless.find((one) => one.id === id)!
    await hand.send(bytes(hand, body(fieldsOf(other, '00')), id))
    await called(hand, await waiting(hand), '00')
  },
})

const strangers = scenario<string>({
  id: 'receivers.stranger',
  says: 'A callback comes from another address.',
  role: 'receiver',
  exercises: ['receiver.address'],
  plans: given(['00']),
  async act(code, hand) {
    hand.needStranger()
    const sale = await waiting(hand)
    await hand.send(callback(hand, sale, code, { stranger: true }))
  },
})

export const harmful: Scenario[] = [harms, survives, strangers]
