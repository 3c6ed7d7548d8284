/** Which steps a request is served with: those of the situation that its transaction was given, or the usual ones. */
import type { Contract } from '../../../contract/contract.ts'
import type { Raw } from '../../../dialects/dialect.ts'
import { text, textOfFirst, type Reading } from '../../../wire/reading.ts'
import { type Casting, ControlError } from '../../desk.ts'
import type { Situation } from '../../defect.ts'
import { situations } from './situations.ts'
import type { Steps, Till } from './steps.ts'

export interface Cast {
  /** Puts new transactions into situations from now on. */
  by(casting: Casting | undefined): void
  /** The steps for a request; `usual` are those of a transaction without a situation. */
  steps(raw: Raw, usual: Steps): Steps
  clear(): void
}

/** Remembers what each transaction was given, so that all its requests meet the same. */
export function createCast(till: Till): Cast {
  const given = new Map<string, Partial<Steps>>()
  let casting: Casting | undefined
  const castOnce = (raw: Raw, usual: Steps): Partial<Steps> => {
    const newcomer = casting && newcomerOf(till, raw)
    if (!newcomer) return {}
    const known = given.get(newcomer.thread)
    if (known) return known
    const id = casting!(newcomer)
    const steps = id === undefined ? {} : named(id).steps(usual)
    given.set(newcomer.thread, steps)
    return steps
  }
  return {
    by(next) {
      casting = next
    },
    steps: (raw, usual) => (casting ? { ...usual, ...castOnce(raw, usual) } : usual),
    clear: () => given.clear(),
  }
}

function named(id: string): Situation<Steps> {
  const found = situations.find((one) => one.id === id)
  if (!found) throw new ControlError(`There is no situation «${id}».`)
  return found
}

/** The transaction that a request belongs to; undefined when it cannot be told. */
function newcomerOf({ contract, dialect }: Till, raw: Raw) {
  const reading = dialect.receive(raw, 'request')
  const operation = dialect.operationOf(reading)
  if (operation === undefined) return undefined
  const said = (field: string) => text(reading, field)?.trim() ?? ''
  return { operation, thread: threadOf(contract, reading), code: said(contract.places['code']!) }
}

function threadOf({ thread = [] }: Contract, reading: Reading): string {
  return thread.map((field) => textOfFirst(reading, field)?.trim() ?? '').join(' ')
}
