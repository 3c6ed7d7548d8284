/** Values that break exactly one promise of a field. */
import type { Call } from '../steps.ts'
import type { Place } from '../../../spoiled.ts'

/** Makes a value from the honest one, which is '' for a field that the answer has not got. */
export type Spoil = (value: string, call: Call) => string | null

/** Longer than the field may be, and right in every other way. */
export function longValue({ format }: Place, most: number): Spoil {
  if (format.kind === 'datetime') return (value, call) => `${value || tomorrow(call)}00`
  if (format.kind === 'decimal') return () => `1${'0'.repeat(most)}`
  return (value) => (value || 'A').padEnd(most + 1, format.kind === 'code' ? '0' : 'A')
}

/** Shorter than the field has to be. */
export const shortValue =
  (least: number): Spoil =>
  (value, call) =>
    (value || tomorrow(call)).slice(0, least - 1)

/** Of a right length with wrong characters; undefined where the format takes every character that XML can hold. */
export function wrongValue({ format, field }: Place): Spoil | undefined {
  if (format.kind === 'datetime') return (value, call) => (value || tomorrow(call)).replace(' ', 'T')
  if (format.kind === 'decimal') return (value) => `${value},00`
  if (format.kind === 'code') return () => 'OK'
  if (field.format === 'text') return undefined
  const strange = field.format === 'alphanumeric' ? '-' : '\u007f'
  return (value) => `${(value || 'AAA').slice(0, -3)}${strange}${(value || 'AAA').slice(-2)}`
}

/** A value for a field that the honest answer leaves out. */
export function plainValue({ format, field }: Place, call: Call): string {
  if (format.kind === 'datetime') return tomorrow(call)
  return call.texts[field.name] ?? 'Andi'
}

const tomorrow = (call: Call): string => call.steps.stamp(call.at + 86_400_000, call.till)
