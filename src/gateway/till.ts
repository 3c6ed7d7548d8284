/** What the desks of gateways that call back work with; each adds what is its own. */
import { randomInt } from 'node:crypto'
import type { Contract, Profile } from '../contract/contract.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Courier, Parcel } from './callbacks.ts'
import type { Clock } from './clock.ts'
import type { DeskOptions } from './desk.ts'
import { createLocks, type Locks } from './locks.ts'

/** The part of a till that is alike at every desk. */
export interface CommonTill<Ledger> {
  contract: Contract
  profile: Profile
  dialect: Dialect
  clock: Clock
  ledger: Ledger
  locks: Locks
  courier: Courier
  /** Digits that there were not before. */
  number(): string
  /** False leaves signatures unchecked. */
  checksSignatures: boolean
  /** Where callbacks go unless something else says where. */
  callbackUrl: string | undefined
}

/** The common part of a till. */
export function commonTill<Ledger>(
  { contract, profile, clock, courier, callbackUrl, key }: Omit<DeskOptions, 'key'> & { key?: string | null },
  { dialect, ledger }: { dialect: Dialect; ledger: Ledger },
): CommonTill<Ledger> {
  return {
    contract,
    profile,
    dialect,
    clock,
    ledger,
    locks: createLocks(),
    courier,
    number: () => `${Date.now()}${String(randomInt(1_000_000_000)).padStart(9, '0')}`,
    checksSignatures: key !== null,
    callbackUrl,
  }
}

/** A till whose callbacks are delivered in a way of their own. */
export const deliveringBy = <T extends { courier: Courier }>(till: T, way: Partial<Parcel>): T => ({
  ...till,
  courier: { ...till.courier, deliver: (parcel) => till.courier.deliver({ ...parcel, ...way }) },
})
