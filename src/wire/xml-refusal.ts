import type { Unreadable } from './reading.ts'

/** A place in a text; `at` counts UTF-16 units. */
export interface Place {
  text: string
  at: number
}

/** Thrown by the readers to give a message up: what is wrong, what to do about it and where it is. */
export class Refusal extends Error {
  readonly what: Unreadable['what']
  readonly advice: string
  readonly place: Place | undefined

  constructor(what: Unreadable['what'], problem: string, advice: string, place?: Place) {
    super(problem)
    this.what = what
    this.advice = advice
    this.place = place
  }
}

/** The refusal as a sentence with line and column, both counted from 1. */
export function faultOf(refusal: Refusal): Unreadable {
  const { what, message, advice, place } = refusal
  if (!place) return { what, says: `${message}: ${advice}.` }
  const { line, column } = lineAndColumn(place)
  return { what, says: `${message} at line ${line}, column ${column}: ${advice}.`, line, column }
}

function lineAndColumn({ text, at }: Place): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let i = 0; i < at && i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    // CR LF is one line end, and so is a CR alone.
    if (code !== 10 && (code !== 13 || text.charCodeAt(i + 1) === 10)) continue
    line += 1
    start = i + 1
  }
  return { line, column: at - start + 1 }
}
