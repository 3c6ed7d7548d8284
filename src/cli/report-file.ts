/** Finds and reads the report.json of an earlier run. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../report/events.ts'
import { readJsonFile } from '../stimulate/declaration-json.ts'
import { UsageError } from './failure.ts'

/** The report under `report/` that was written last; undefined when there is none. */
export function latestReport(): string | undefined {
  if (!existsSync('report')) return undefined
  const files = readdirSync('report').map((name) => join('report', name, 'report.json'))
  return files
    .filter((file) => existsSync(file))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
}

/** A report as it was written. Throws UsageError for a file that is none. */
export function readReport(file: string): Report {
  const value = readJsonFile(file) as Report | null
  if (Array.isArray(value?.rules) && Array.isArray(value.clauses) && typeof value.contract?.id === 'string')
    return value
  throw new UsageError(`${file} is no report of batu-uji. Name the report.json that certify wrote.`)
}
