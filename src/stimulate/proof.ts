/** That the suite sends what it means to: nothing that breaks the contract by accident. */
import { messageOf, type Contract } from '../contract/contract.ts'
import { complaintsOf, shapeOf } from '../contract/shape.ts'
import { text } from '../wire/reading.ts'
import type { Bench } from './hand.ts'
import { needCredentials } from './lacking.ts'
import { readLetter } from './recorder.ts'
import type { Letter, Sending } from './scenario.ts'

/** The suite was about to send what it did not mean to: our own fault, never the target's. */
export class HarnessError extends Error {
  override name = 'HarnessError'
}

const isToken = ({ tokens = [] }: Contract, name: string): boolean =>
  tokens.some(({ field }) => field === name)

/** Every message keeps its own contract, but for what the target gave it; a negative one breaks it in exactly one place. */
export function prove(
  { contract, dialect, target, recorder }: Bench,
  letter: Letter,
  { flaws = 0 }: Sending,
): void {
  const { read } = readLetter(dialect, letter)
  const spec = messageOf(contract, letter.operation, 'request')
  if (flaws === 'many' || (!read.ok && flaws === 1)) return
  if (!read.ok)
    throw new HarnessError(`The suite wrote a ${spec.message} that cannot be read: ${read.fault.says}`)
  // A target that gives no token gets requests without one.
  const lacks = (name: string) => flaws === 0 && isToken(contract, name)
  const broken = complaintsOf(shapeOf(contract, spec, target.profile), read).filter(
    ({ level, field }) => level === 'must' && !lacks(field.name),
  )
  // Whatever it gives comes back to it, as a token or as a name.
  const isGiven = ({ place }: { place: string }) => {
    const value = text(read, place.slice(place.indexOf('/') + 1)) ?? ''
    return recorder.wasTold(value) || recorder.wasTold(value.replace(/^\S+ +/, ''))
  }
  const badly = read.flaws.filter(({ kind }) => kind !== 'padding').length
  const count = (some: typeof broken) => new Set(some.map(({ place }) => place)).size + badly
  const found = count(broken)
  if (found === flaws || count(broken.filter((one) => !isGiven(one))) === flaws) return
  needCredentials({ contract, target }, broken)
  const where = broken.map(({ place, constraint }) => `${place} (${constraint})`).join(', ')
  throw new HarnessError(
    `The suite wrote a ${spec.message} with ${found} flaws where ${flaws} were meant: ${where || 'none'}${letter.note === undefined ? '' : ` (${letter.note})`}.`,
  )
}
