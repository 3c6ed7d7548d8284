/** Small ways to bend one honest step, so that a defect, a freedom or a situation says only what is different. */
import type { RpcStyle } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import { always, bendsOf } from '../../bend.ts'
import type { Bend as BendOf } from '../../defect.ts'
import type { Reply } from '../../reply.ts'
import type { Deal } from './ledger.ts'
import type { Phrase } from './phrase.ts'
import { kindOf } from './serials.ts'
import type { Answer, Call, Steps, Till } from './steps.ts'
import { sealed } from './writing.ts'

export { always }

export type Bend = BendOf<Steps>
type WhenDeal = (deal: Deal) => boolean
type WhenCall = (call: Call, deal?: Deal) => boolean

/** Bends as every desk has them. */
export const { together, sending, first } = bendsOf<Steps, Call, Deal>()

/** Changes the members of answers and callbacks alike. */
export const telling =
  (change: (fields: Fields, deal: Deal, till: Till) => Fields): Bend =>
  (honest) => ({
    members: async (deal, till, steps) => change(await honest.members(deal, till, steps), deal, till),
  })

/** Changes one member of answers and callbacks. */
export const rewriting = (
  name: string,
  change: (value: string, deal: Deal) => string | null,
  when: WhenDeal = always,
): Bend =>
  telling((fields, deal) =>
    when(deal) ? { ...fields, [name]: change(String(fields[name] ?? ''), deal) } : fields,
  )

/** Changes the members of answers only. */
export const answering =
  (change: (fields: Fields, call: Call, deal: Deal) => Fields | Promise<Fields>): Bend =>
  (honest) => ({ answer: async (call, deal) => change(await honest.answer(call, deal), call, deal) })

/** Changes the parts of MESSAGE, in answers and callbacks. */
export const phrasing =
  (change: (phrase: Phrase, deal: Deal) => Partial<Phrase>, when: WhenDeal = always): Bend =>
  (honest) => ({
    async phrase(deal, till) {
      const phrase = await honest.phrase(deal, till)
      return when(deal) ? { ...phrase, ...change(phrase, deal) } : phrase
    },
  })

/** Changes the value of one key of MESSAGE; null leaves the pair out. */
export const pairing = (
  key: string,
  change: (value: string, deal: Deal) => string | null,
  when: WhenDeal = always,
): Bend =>
  phrasing(
    ({ pairs }, deal) => ({
      pairs: pairs.flatMap(([name, value]): Phrase['pairs'] => {
        const changed = name === key ? change(value, deal) : value
        return changed === null ? [] : [[name, changed]]
      }),
    }),
    when,
  )

/** Changes the text of MESSAGE, in answers and callbacks. */
export const saying =
  (change: (text: string, phrase: Phrase) => string): Bend =>
  (honest) => ({ say: (phrase) => change(honest.say(phrase), phrase) })

/** Writes answers in a style. */
export const styled =
  (style: RpcStyle, when: WhenCall = always): Bend =>
  (honest) => ({
    write: async (call, fields, deal) =>
      when(call, deal) ? sealed(call, fields, style) : honest.write(call, fields, deal),
  })

/** Changes the bytes of answers. */
export const replying =
  (change: (reply: Reply, call: Call, deal: Deal) => Reply | Promise<Reply>, when: WhenCall = always): Bend =>
  (honest) => ({
    async write(call, fields, deal) {
      const reply = await honest.write(call, fields, deal)
      return when(call, deal) ? change(reply, call, deal) : reply
    },
  })

/** Changes the text of answers. */
export const texting = (change: (text: string, call: Call, deal: Deal) => string, when?: WhenCall): Bend =>
  replying(
    (reply, call, deal) => ({ ...reply, body: Buffer.from(change(reply.body.toString(), call, deal)) }),
    when,
  )

/** Declares an encoding, whatever the bytes are in. */
export const declaring = (encoding: string, when?: WhenCall): Bend =>
  texting((text) => text.replace(/<\?xml [^>]*>/, `<?xml version="1.0" encoding="${encoding}"?>`), when)

/** Decides purchases that got as far as the biller in another way. */
export const billing =
  (answer: (call: Call, deal: Deal) => Answer): Bend =>
  () => ({ askBiller: async (call, deal) => answer(call, deal) })

export const isQuery = ({ operation }: Call): boolean => operation === 'query'
/** A query that lacks nothing. */
export const isWholeQuery = (call: Call): boolean => isQuery(call) && call.complaints.length === 0
export const isBuying = ({ operation }: Call): boolean => operation !== undefined && operation !== 'query'
export const isSuccess = ({ code }: Deal): boolean => code === '00'
export const isSold = ({ code, isQuery: asked }: Deal): boolean => code === '00' && !asked
export const isPending = ({ code }: Deal): boolean => code === '68'
export const isFailure = ({ code }: Deal): boolean => code !== '00' && code !== '68'
export const isToken = (deal: Deal): boolean => isSold(deal) && kindOf(deal.product) !== 'pulsa'

/** Answers a trx_id at once while it is being worked on. */
export const meanwhile =
  (code: string): Bend =>
  (honest) => {
    const running = new Map<string, Promise<unknown>>()
    return {
      async serialise(call, work) {
        const key = `${call.account?.user} ${call.texts['REQUESTID']}`
        const first = running.get(key)
        if (first && !isQuery(call)) {
          const known = await call.till.ledger.find(call.steps.nameOf(call, false))
          if (known) return { ...known, code, sn: '' }
        }
        const mine = honest.serialise(call, work)
        running.set(key, mine)
        return mine.finally(() => running.get(key) === mine && running.delete(key))
      },
    }
  }
