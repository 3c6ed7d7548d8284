/** A partner of XGateway for tests: sends well-made requests and reads the answers strictly. */
import { loadContract } from '../../../../contract/load.ts'
import type { RpcStyle } from '../../../../dialects/dialect.ts'
import { dialect } from '../../../../dialects/xgateway.ts'
import type { Fields, Reading } from '../../../../wire/reading.ts'
import type { Answer, Post } from '../../../testing/post.ts'

export interface Told extends Answer {
  reading: Reading
  /** Members as text; empty when nothing could be read. */
  fields: { [name: string]: string }
  /** RESPONSECODE, or `` when there is none. */
  code: string
}

type Ask = (number: string, product: string, more?: Fields, style?: RpcStyle) => Promise<Told>

export interface Mitra {
  topup: Ask
  query: Ask
  purchase: Ask
  direct: Ask
}

const contract = loadContract('xgateway')
const speech = dialect(contract)
let sent = 0

/** A partner that posts in a given way, with the credentials of an account. */
export function mitraAt(post: Post, user = 'USERTEST', pin = '123456'): Mitra {
  const asking =
    (operation: string): Ask =>
    async (NOHP, NOM, more = {}, style) => {
      const fields = { MSISDN: user, REQUESTID: freshTrx(), PIN: pin, NOHP, NOM, ...more }
      const draft = { operation, side: 'request' as const, fields, ...(style && { style }) }
      const { headers, body } = speech.seal(draft, {})
      return told(await post(body, headers))
    }
  return {
    topup: asking('topup'),
    query: asking('query'),
    purchase: asking('purchase'),
    direct: asking('direct'),
  }
}

/** A trx_id that was not used before. */
export const freshTrx = (): string => `T${process.pid}${String(++sent).padStart(6, '0')}`

/** Reads an answer as the judge does. */
export function told(answer: Answer): Told {
  const reading = speech.open(answer, 'response')
  const fields = reading.ok
    ? Object.fromEntries(Object.entries(reading.fields).map(([name, value]) => [name, String(value)]))
    : {}
  return { ...answer, reading, fields, code: fields['RESPONSECODE'] ?? '' }
}
