/** Gives situations to new transactions, and tells when each is over. */
import { messageOf, type Contract } from '../contract/contract.ts'
import type { Newcomer } from '../gateway/desk.ts'
import type { Entry } from '../judge/trace.ts'
import type { Playing, Stage, Until } from '../stimulate/stage.ts'
import type { Exchange } from '../wire/exchange.ts'
import { text, textOfFirst } from '../wire/reading.ts'

export interface CastingDesk extends Pick<Stage, 'play'> {
  /** Tells of what belongs to no situation. */
  watch(onStray: (entry: Entry) => void): void
  /** The situation for a new transaction, if one waits that fits it. */
  cast(newcomer: Newcomer): string | undefined
  /** Hands an exchange that is over to the situation that it belongs to. */
  take(exchange: Exchange): void
}

interface Role {
  situation: string
  operations: string[]
  until?: string
  code?: string
  note: (entry: Entry) => void
  patience: Until
  assign: (met: boolean) => void
  end: () => void
  met: boolean
  /** Exchanges that were noted. */
  noted: number
  quiet?: NodeJS.Timeout
  /** When it is over though its client never comes to rest, milliseconds since 1970. */
  latest?: number
}

/** Quiet that is enough when all that was waited for has come, in milliseconds. */
const settled = 400

/** Patiences after which nobody waits any more for a client that tries and tries again. */
const most = 12

/**
 * Exchanges of one situation after which its client is not listened to any more: more than anybody asks who asks ten times
 * a second for twelve patiences. What a client says that begins anew without end is said by the first of them.
 */
const flood = 1000

/** A casting desk with no situation waiting. */
export function createCasting(contract: Contract, tick: () => number): CastingDesk {
  const waiting: Role[] = []
  const byThread = new Map<string, Role>()
  const byCode = new Map<string, Role>()
  let stray: (entry: Entry) => void = () => undefined
  let heardAt = Date.now()
  /** Nobody came for a situation for as long as a client is waited for, and nobody has been heard since. */
  let isGone = false
  const hear = () => {
    heardAt = Date.now()
    isGone = false
  }
  return {
    watch: (onStray) => void (stray = onStray),
    play(situation, note, patience, code): Playing {
      const spec = contract.situations.find(({ id }) => id === situation)
      let assign: Role['assign'] = () => undefined
      let end = () => {}
      const assigned = new Promise<boolean>((resolve) => (assign = resolve))
      const over = new Promise<void>((resolve) => (end = resolve))
      const operations = spec?.operations ?? []
      const until = spec?.until?.operation
      const role: Role = {
        situation,
        operations,
        note,
        patience,
        assign,
        end,
        met: false,
        noted: 0,
        ...(until ? { until } : {}),
      }
      if (code !== undefined) byCode.set(code, Object.assign(role, { code }))
      waiting.push(role)
      // Whoever is triggered may come yet. Of others nobody is waited for once more.
      if (code !== undefined || !isGone) heardAt = Date.now()
      expire(role)
      return { assigned, over }
    },
    cast({ operation, thread, code }) {
      hear()
      const role =
        waiting.find((one) => fits(one, operation, code)) ??
        waiting.find((one) => one.code === undefined && isLater(contract, one.operations))
      if (!role) return undefined
      waiting.splice(waiting.indexOf(role), 1)
      byThread.set(thread, role)
      role.note({ kind: 'situation', tick: tick(), situation: role.situation, thread })
      role.met = true
      role.latest = Date.now() + most * role.patience.patienceMs
      role.assign(true)
      listen(role)
      return role.situation
    },
    take(exchange) {
      const thread = threadOf(contract, exchange)
      const role = byThread.get(thread) ?? byCode.get(codeIn(contract, exchange)) ?? told(exchange)
      // Who asks for hours about a sale that he may keep open begins nothing new by that.
      if (Date.now() < (role?.latest ?? Infinity)) hear()
      if (!role) return stray(exchange)
      // What follows is about its thread, and names no code.
      if (exchange.from === 'client') byThread.set(thread, role)
      if (role.noted === flood) return role.end()
      role.noted++
      role.note(exchange)
      if (role.met) listen(role, exchange.operation === role.until ? settled : undefined)
    },
  }

  /** A callback has the reference of its transaction, and not all that tells a transaction. */
  function told({ from, request }: Exchange): Role | undefined {
    const { reference: own = '', originalReference = '' } = contract.places
    const reference = textOfFirst(request.read, [own, originalReference])?.trim()
    if (from !== 'gateway' || !reference) return undefined
    return [...byThread].find(([thread]) => thread.split(' ').includes(reference))?.[1]
  }

  /** Gives up a situation when nothing has been heard of any client for long. */
  function expire(role: Role): void {
    const left = heardAt + role.patience.idleMs - Date.now()
    if (left > 0) return void setTimeout(() => waiting.includes(role) && expire(role), left).unref()
    isGone = true
    waiting.splice(waiting.indexOf(role), 1)
    role.assign(false)
    role.end()
  }
}

/** Where a code is named, whatever asks for it is meant: a client may have several methods for one purchase. */
function fits(role: Role, operation: string, code: string): boolean {
  return role.code === undefined ? role.operations.includes(operation) : role.code === code
}

function listen(role: Role, ms = role.patience.patienceMs): void {
  clearTimeout(role.quiet)
  const left = Math.max(0, (role.latest ?? Infinity) - Date.now())
  role.quiet = setTimeout(role.end, Math.min(ms, role.patience.patienceMs, left))
}

/** Situations of operations that are about an earlier transaction, as a refund is, begin with that transaction. */
function isLater(contract: Contract, operations: string[]): boolean {
  const original = contract.places['originalReference']
  return operations.every((operation) =>
    messageOf(contract, operation, 'request').fields.some(({ name }) => name === original),
  )
}

/** Values of the fields that tell a transaction, as the gateway's desks join them. */
function threadOf({ thread = [] }: Contract, { request }: Exchange): string {
  return thread.map((field) => textOfFirst(request.read, field)?.trim() ?? '').join(' ')
}

function codeIn({ places }: Contract, { request }: Exchange): string {
  return text(request.read, places['code'] ?? '')?.trim() ?? ''
}
