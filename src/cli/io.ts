/** The terminal as commands see it, so that a test can stand in for it. */
import type { Output } from '../report/paint.ts'

export interface Io {
  out: Output
  err: Output
}

/** One line of text. */
export function say(output: Output, line: string): void {
  output.write(`${line}\n`)
}

/** A value as JSON, on lines for people and machines alike. */
export function sayJson(output: Output, value: unknown): void {
  output.write(`${JSON.stringify(value, null, 2)}\n`)
}
