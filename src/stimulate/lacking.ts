/** What requests cannot be written without, where the target's declaration does not give it. */
import type { Contract } from '../contract/contract.ts'
import { isSigning } from '../dialects/signed.ts'
import { Skipped } from './scenario.ts'
import type { Target } from './target.ts'

interface Known {
  contract: Contract
  target: Pick<Target, 'credentials' | 'keys'>
}

/** Throws Skipped where mandatory fields are wrong for want of credentials that the target does not declare. */
export function needCredentials(known: Known, broken: { field: { name: string } }[]): void {
  const lacked = lackedBy(
    known,
    broken.map(({ field }) => field.name),
  )
  if (lacked.length === 0) return
  const names = lacked.map((name) => `«${name}»`).join(', ')
  throw new Skipped('needs-signer', `The target declares no credentials ${names}, which requests need.`)
}

function lackedBy({ contract, target }: Known, fields: string[]): string[] {
  const held = fields.flatMap((name) => contract.credentials?.[name] ?? [])
  const isUnsigned = fields.includes(contract.places['signature'] ?? '') && !isSigning(target.keys)
  const wanted = [...held, ...(isUnsigned ? Object.keys(contract.keys ?? { 'signing key': '' }) : [])]
  return [...new Set(wanted)].filter((name) => !target.credentials[name])
}
