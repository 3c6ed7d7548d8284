/** The headers of an acknowledgement, which say what it is and, where the contract wants it, when it is sent. */
import type { Headers } from '../wire/exchange.ts'
import type { Acknowledgement } from './contract.ts'
import { stampOf } from './datetime.ts'

export function acknowledging({ contentType, stamp }: Acknowledgement, now: number, zone: string): Headers {
  return [
    ['Content-Type', contentType],
    ...(stamp === undefined ? [] : ([[stamp, stampOf(now, zone)]] satisfies Headers)),
  ]
}
