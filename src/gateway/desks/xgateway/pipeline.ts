/** The way of one request through the steps, from bytes to bytes. */
import { messageOf } from '../../../contract/contract.ts'
import { shapeOf } from '../../../contract/shape.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import type { Reading } from '../../../wire/reading.ts'
import { complain } from '../../complain.ts'
import { isReply, type Line, type Reply } from '../../reply.ts'
import type { Deal } from './ledger.ts'
import type { Call, Operation, Steps, Till } from './steps.ts'

/** The steps for a request that was read: those in force, or those of the situation that it is in. */
export type StepsFor = (call: Call) => Steps

interface Done {
  reply: Reply
  steps: Steps
  call?: Call
}

/** Serves one request; gives what was sent, undefined when no whole answer was. */
export async function serve(
  steps: Steps,
  stepsFor: StepsFor,
  raw: Raw,
  line: Line,
  till: Till,
): Promise<Reply | undefined> {
  const done = await replyTo(steps, stepsFor, raw, line, till).catch((error: unknown) =>
    failure(error, steps, till),
  )
  await done.steps.send(done.reply, line, done.call)
  return line.response.writableFinished ? done.reply : undefined
}

async function replyTo(steps: Steps, stepsFor: StepsFor, packed: Raw, line: Line, till: Till): Promise<Done> {
  const astray = steps.locate(line, till)
  if (astray) return { reply: astray, steps }
  const raw = steps.unpack(packed)
  if (isReply(raw)) return { reply: raw, steps }
  const reading = await steps.receive(raw, till)
  const call = callOf(reading, steps.recognise(reading, till), { raw, address: addressOf(line), till, steps })
  call.steps = stepsFor(call)
  // A copy: what is pending may end while it is being written about.
  const deal = { ...(await dealOf(call)) }
  const fields = await call.steps.answer(call, deal)
  return { reply: await call.steps.write(call, fields, deal), steps: call.steps, call }
}

/** An error of our own is answered 08, without saying where in the code it was. */
async function failure(error: unknown, steps: Steps, till: Till): Promise<Done> {
  complain(error)
  const call = callOf(unread, undefined, {
    raw: { headers: [], body: Buffer.alloc(0) },
    address: '',
    till,
    steps,
  })
  const deal = await steps.refuse(call, '08')
  return { reply: await steps.write(call, await steps.answer(call, deal), deal), steps }
}

const unread: Reading = { ok: false, fault: { what: 'empty', says: 'Nothing was read.' } }

async function dealOf(call: Call): Promise<Deal> {
  const { steps } = call
  const refusal = (await steps.check(call)) ?? (await steps.authenticate(call))
  return refusal === undefined ? steps.serialise(call, () => decided(call)) : steps.refuse(call, refusal)
}

/** Recall, decide and settle: what happens while the trx_id is held. */
async function decided(call: Call): Promise<Deal> {
  const { steps } = call
  const known = await steps.find(call)
  const recalled = known && (await steps.recall(call, known))
  if (recalled) return recalled
  const deal = await steps.open(call)
  return steps.settle(call, deal, await (deal.isQuery ? steps.query(call, deal) : steps.buy(call, deal)))
}

type Given = Pick<Call, 'raw' | 'address' | 'till' | 'steps'>

function callOf(reading: Reading, operation: Operation | undefined, given: Given): Call {
  const { contract, profile, clock } = given.till
  const texts = textsOf(reading)
  const shape = shapeOf(contract, messageOf(contract, operation ?? 'topup', 'request'), profile)
  const complaints = shape.check(texts).filter(({ level }) => level === 'must')
  return { operation, reading, texts, complaints, at: clock.now(), ...given }
}

function textsOf(reading: Reading): Call['texts'] {
  const texts: Call['texts'] = {}
  for (const [name, value] of reading.ok ? Object.entries(reading.fields) : [])
    if (typeof value === 'string' && value.trim() !== '') texts[name] = value.trim()
  return texts
}

/** The caller's address, without the prefix that an IPv4 address has on an IPv6 socket. */
const addressOf = ({ request }: Line): string =>
  (request.socket?.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
