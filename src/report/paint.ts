/** Colours, where they can be seen and are welcome. */
import pc from 'picocolors'
import type { Verdict } from '../judge/verdict.ts'
import type { Report } from './events.ts'

export type Paint = ReturnType<typeof pc.createColors>

/** What the reports write to: standard output, standard error, or a test's memory. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** NO_COLOR and FORCE_COLOR stand over what the output is; without them only a terminal is painted. */
export function paintFor(out: Output, env: NodeJS.ProcessEnv = process.env): Paint {
  if (env.NO_COLOR) return pc.createColors(false)
  if (env.FORCE_COLOR !== undefined)
    return pc.createColors(env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false')
  return pc.createColors(out.isTTY === true && env.TERM !== 'dumb')
}

/** Text without colour, for files. */
export const plain: Paint = pc.createColors(false)

/** Columns to fill: the terminal's own, but never so few or so many that a story is hard to read. */
export function widthOf(out: Output): number {
  return Math.min(120, Math.max(80, out.columns ?? 100))
}

/** Sign and colour of a verdict. The sign says it too where there is no colour. */
export function marked(verdict: Verdict, paint: Paint, text: string = verdict): string {
  const { sign, colour } = marks[verdict]
  return paint[colour](`${sign} ${text}`)
}

const marks = {
  pass: { sign: '✓', colour: 'green' },
  fail: { sign: '✗', colour: 'red' },
  warn: { sign: '!', colour: 'yellow' },
  waived: { sign: '~', colour: 'cyan' },
  inconclusive: { sign: '?', colour: 'magenta' },
  'not-exercised': { sign: '○', colour: 'dim' },
  'not-applicable': { sign: '–', colour: 'dim' },
  error: { sign: '‼', colour: 'red' },
} as const satisfies { [verdict in Verdict]: { sign: string; colour: keyof Paint } }

/** Colour of a run's verdict. */
export const runColour = {
  conforms: 'green',
  'does-not-conform': 'red',
  incomplete: 'yellow',
  error: 'red',
  unfinished: 'red',
} as const satisfies { [verdict in Report['verdict']]: keyof Paint }
