/** The present time as a contract's messages write it. */
import { met, type Contract, type Format, type Profile } from './contract.ts'
import { instantOf, written } from './datetime.ts'

/** An instant (milliseconds since 1970) in the form that the contract's time has under a profile. */
export function timeText(contract: Contract, profile: Profile, instant: number): string {
  const zone = String(profile['timezone'] ?? 'UTC')
  const local = written(instant, zone)
  const format = timeFormat(contract)
  if (!format?.layout?.includes('T')) return local
  const forms = isoForms(local, instant, zone)
  const wanted = format.tolerates?.find(
    ({ welcome, when }) => met(welcome, profile) && (!when || met(when, profile)),
  )
  const pattern = new RegExp(wanted?.pattern ?? format.pattern, 'u')
  return forms.find((form) => pattern.test(form)) ?? forms[0]
}

/** An instant with the offset of a zone, as ISO 8601 writes it. */
export function isoIn(instant: number, zone: string): string {
  return isoForms(written(instant, zone), instant, zone)[0]
}

const known = new WeakMap<Contract, Format | null>()

function timeFormat(contract: Contract): Format | null {
  const found = known.get(contract)
  if (found !== undefined) return found
  const { places, messages, formats } = contract
  const rows = Object.values(messages).flatMap(({ fields }) => fields)
  const format = formats[rows.find(({ name }) => name === places['time'])?.format ?? ''] ?? null
  known.set(contract, format)
  return format
}

function isoForms(local: string, instant: number, zone: string): [string, string, string] {
  const minutes = Math.round((instantOf(local, 'UTC')! - Math.floor(instant / 1000) * 1000) / 60_000)
  const whole = `${local.replace(' ', 'T')}${offsetOf(zone === 'UTC' ? 0 : minutes)}`
  const utc = new Date(instant).toISOString()
  return [whole, utc.replace(/\.\d+Z$/, 'Z'), utc]
}

function offsetOf(minutes: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}
