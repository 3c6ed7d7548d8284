/** What is printed: a line for each measurement, and whether it keeps its budget. */
import type { Compared } from './measure.ts'

export interface Row {
  what: string
  /** What it is held against. */
  limit: string
  /** Medians, in milliseconds. */
  ms: number
  limitMs: number
  ratio: number
  first?: number
  /** Most that the ratio may be, or the seconds. */
  budget?: { ratio: number } | { seconds: number }
  kept?: boolean
}

export function rowOf(
  about: Pick<Row, 'what' | 'limit' | 'budget'>,
  { ms, limitMs, ratio, first }: Compared,
): Row {
  const row = { ...about, ms, limitMs, ratio, first }
  if (!row.budget) return row
  return { ...row, kept: 'ratio' in row.budget ? ratio <= row.budget.ratio : ms / 1000 <= row.budget.seconds }
}

/** The rows as a table for people. */
export function tableOf(rows: Row[]): string {
  const head = ['', 'ours', 'limit', 'ratio', 'first', 'budget', '']
  const lines = [head, ...rows.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)))
  return lines.map((cells) => lineOf(cells, widths)).join('\n')
}

function lineOf(cells: string[], widths: number[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
    .join('  ')
    .trimEnd()
}

function cellsOf({ what, limit, ms, limitMs, ratio, first, budget, kept }: Row): string[] {
  return [
    `${what} / ${limit}`,
    milliseconds(ms),
    milliseconds(limitMs),
    ratio.toFixed(2),
    first === undefined ? '' : first.toFixed(2),
    budget === undefined ? '' : 'ratio' in budget ? budget.ratio.toFixed(2) : `${budget.seconds} s`,
    kept === undefined ? '' : kept ? 'kept' : 'missed',
  ]
}

const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`
