/** Reads an answer: nothing is believed of one that contradicts itself. */
import type { Profile } from '../../../contract/contract.ts'
import type { State } from '../books.ts'
import { stateOf } from '../books.ts'
import type { Heard } from '../../posting.ts'
import type { Body, Deal, Operation, Told } from './steps.ts'

const digits: { [operation in Operation]: string } = {
  payment: '54',
  status: '55',
  cancel: '57',
  refund: '58',
  token: '73',
  customerToken: '74',
}

/** The object in an answer; undefined for anything else. */
export function objectIn({ body }: Heard): Body | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

/** What an answer tells; undefined unless its code is one of this service and agrees with the HTTP status. */
export function toldBy(heard: Heard, operation: Operation, deal?: Deal): Told | undefined {
  const members = heard.status === undefined ? undefined : objectIn(heard)
  if (heard.status === undefined || !members) return undefined
  const code =
    members['responseCode'] ??
    (operation.endsWith('oken') && heard.status === 200 ? `200${digits[operation]}00` : '')
  const found = /^(\d{3})(\d{2})(\d{2})$/.exec(typeof code === 'string' ? code : '')
  if (!found || Number(found[1]) !== heard.status || found[2] !== digits[operation]) return undefined
  if (deal && isForeign(members, deal)) return undefined
  return { status: heard.status, case: found[3]!, members }
}

/** It names another order than the one that was asked about. */
function isForeign(members: Body, { order }: Deal): boolean {
  return ['partnerReferenceNo', 'originalPartnerReferenceNo'].some(
    (name) => typeof members[name] === 'string' && members[name] !== '' && members[name] !== order.reference,
  )
}

/** The state that an inquiry tells of a payment; undefined where the answer has none. */
export function stateIn({ members }: Told): State | 'missing' | undefined {
  const status = members['latestTransactionStatus']
  if (typeof status !== 'string') return undefined
  return status === '07' ? 'missing' : stateOf(status)
}

/** The state that an inquiry tells of a refund; undefined where the history has no such number. */
export function refundStateIn({ members }: Told, number: string): State | undefined {
  const inside = (members['additionalInfo'] as Body | null | undefined)?.['refundHistory']
  const told = members['refundHistory'] ?? inside
  const history: unknown[] = Array.isArray(told) ? told : []
  const entry = history.find((one) => (one as Body | null)?.['partnerRefundNo'] === number) as
    Body | undefined
  if (!entry) return undefined
  return stateOf(String(entry['refundStatus']))
}

/** Whether the payer still has to pay somewhere. */
export const isSentAway = ({ members }: Told): boolean =>
  ['webRedirectUrl', 'appRedirectUrl'].some(
    (name) => typeof members[name] === 'string' && members[name] !== '',
  )

/** Prefix, version and suffix of a profile around a path. */
export function pathOf(
  profile: Profile,
  operation: Operation,
  paths: { [one in Operation]: string },
): string {
  const own = (profile['paths'] as { [operation: string]: string } | undefined)?.[operation]
  const { pathPrefix = '', pathSuffix = '', version = 'v1.0' } = profile as { [name: string]: string }
  return own ?? `${pathPrefix}/${version}${paths[operation]}${pathSuffix}`
}
