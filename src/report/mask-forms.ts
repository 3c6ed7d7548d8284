/** The spellings in which a secret may turn up, and their removal from text. */
import type { Mark } from '../judge/withheld.ts'
import { printfOf } from '../wire/printf.ts'

/** Bearer tokens that were sent are learnt, because they also occur elsewhere; a few, and long ones, bound the cost. */
const learnt = { most: 64, least: 16 }

export interface TextMask {
  hide(text: string): string
  /** Hides this too from now on, if it is long enough to be no word of the protocol. */
  learn(secret: string): void
}

/** Hides secrets wherever they stand in a text. */
export function createTextMask(secrets: string[], mark: Mark): TextMask {
  const short = new Set(secrets.filter((secret) => secret.length < least && secret !== ''))
  const forms = new Map(secrets.flatMap((secret) => formsOf(secret).map((form) => [form, secret] as const)))
  const most = forms.size + learnt.most
  let pattern = patternOf(forms)
  const markOf = (form: string): string => mark(forms.get(form) ?? form)
  return {
    hide: (text) => (short.has(text) ? mark(text) : pattern ? text.replace(pattern, markOf) : text),
    learn(secret) {
      if (secret.length < learnt.least || forms.size >= most || forms.has(secret)) return
      pattern = patternOf(forms.set(secret, secret))
    },
  }
}

function patternOf(forms: Map<string, string>): RegExp | undefined {
  const all = longestFirst([...forms.keys()]).map((form) =>
    isFewDigits(form) ? `(?<!\\d)${form}(?!\\d)` : form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  )
  return all.length > 0 ? new RegExp(all.join('|'), 'g') : undefined
}

/** A few digits occur by chance inside of amounts and references. */
const isFewDigits = (form: string): boolean => /^\d{4,6}$/.test(form)

/** Forms shorter than this occur by chance, so they are not looked for inside other text. */
const least = 4

/** A secret itself, escaped for JSON, XML, URLs and command lines, in hexadecimal and in Base64, longest first. */
export function formsOf(secret: string): string[] {
  const whole = [secret, ...linesOf(secret)]
  return longestFirst(whole.flatMap((one) => [one, ...escaped(one), ...encoded(one)]))
}

/** Without what is too short or said twice. A longer form comes first, so that no rest of it stays behind. */
function longestFirst(forms: string[]): string[] {
  return [...new Set(forms)].filter((form) => form.length >= least).toSorted((a, b) => b.length - a.length)
}

/** A PEM key is also secret line by line, for it may be folded otherwise; its armour is not. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/)
  return lines.length === 1
    ? []
    : lines.map((line) => line.trim()).filter((line) => line.length >= 16 && !line.startsWith('-----'))
}

function escaped(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = xml.replaceAll('"', '&quot;')
  const percent = encodeURIComponent(secret.replace(/\p{Cs}/gu, '\ufffd'))
  const low = percent.replace(/%../g, (escape) => escape.toLowerCase())
  const form = new URLSearchParams({ s: secret }).toString().slice(2)
  const strict = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  const inShell = (text: string): string => text.replaceAll("'", `'\\''`)
  const printed = [secret, json, quoted].map((one) => inShell(printfOf(Buffer.from(one))))
  return [
    json,
    json.replaceAll('/', '\\/'),
    xml,
    quoted,
    quoted.replaceAll("'", '&apos;'),
    percent,
    low,
    form,
    strict,
    strict.toUpperCase(),
    inShell(secret),
    ...printed,
  ]
}

function encoded(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  return [bytes.toString('latin1'), hex, hex.toUpperCase(), ...base64(bytes)]
}

/** Base64 spells bytes in three ways, by what stands before them; the characters shared with neighbours are left off. */
function base64(bytes: Buffer): string[] {
  const whole = [bytes.toString('base64'), bytes.toString('base64url')]
  const inside = [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes])
    const end = Math.floor((padded.length * 8) / 6)
    const middle = padded.toString('base64').slice([0, 2, 3][shift], end)
    return middle.length < 8 ? [] : [middle, middle.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [...whole, ...inside]
}
