/** Where the package keeps its data, the same from `src`, from `dist` and from `node_modules`. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findHome(from: string): string {
  if (existsSync(join(from, 'schemas', 'contract.schema.json'))) return from
  const above = dirname(from)
  if (above === from)
    throw new Error('The package is damaged: its folder `schemas` is missing. Install batu-uji again.')
  return findHome(above)
}

/** Absolute path of the package's own folder. */
export const home: string = findHome(dirname(fileURLToPath(import.meta.url)))

/** `.ts` when the sources run as they are, `.js` when they were compiled; for imports that are named at run time. */
export const moduleSuffix: string = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
