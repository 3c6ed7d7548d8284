/** Reads a file of waivers. Whether one is stale is the run's business. */
import { relative } from 'node:path'
import type { Waiver } from '../judge/waivers.ts'
import { DeclarationError } from '../stimulate/declaration-error.ts'
import { readJsonFile } from '../stimulate/declaration-json.ts'
import { keepsSchema } from '../stimulate/declaration-schema.ts'

/** The waivers of a file. Throws DeclarationError, in a sentence, for a file that is not as schemas/waivers.schema.json says. */
export function readWaivers(path: string): Waiver[] {
  const where = relative('', path) || path
  const { waivers } = keepsSchema<{ waivers: Waiver[] }>(readJsonFile(path), 'waivers', where)
  const wrong = waivers.findIndex(({ expires }) => !isDay(expires))
  if (wrong < 0) return waivers
  throw new DeclarationError(
    `${where}: /waivers/${wrong}/expires is «${waivers[wrong]!.expires}», which no calendar has. Correct it.`,
  )
}

function isDay(text: string): boolean {
  const instant = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text)
}
