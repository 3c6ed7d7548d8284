/** A hook that is an HTTP call. */
import { createDriver, type Driver } from '../wire/drive.ts'
import type { Trouble } from '../wire/exchange.ts'
import { createTicks } from '../wire/ticks.ts'
import { fillJson, fillText, fillUrl } from './hooks-fill.ts'
import { HookError, troubleWords } from './hooks-error.ts'
import type { Ask, HookName, HttpCall, Values } from './hooks-form.ts'

export interface HttpOptions {
  timeoutMs: number
  ca?: string
  insecure?: boolean
  /** The answer is wanted as JSON; else any answer will do. */
  wantsJson: boolean
}

/** More than cases that ask at the same time. */
const connections = 64

/** Hooks that only read: whoever asks one of them again changes nothing. */
const reading: HookName[] = ['ledger', 'balance']

/**
 * Asks by HTTP. Follows no redirect and repeats no wish: of a connection that was kept alive and ends nobody can tell
 * whether the hook was asked, so each wish has one of its own. What only reads is asked again when its connection ends.
 */
export function httpAsk(hook: HookName, call: HttpCall, options: HttpOptions): Ask {
  const { timeoutMs, ca, insecure = false, wantsJson } = options
  const driver = createDriver({
    timeoutMs,
    connections,
    ticks: createTicks(),
    insecure,
    ...(ca === undefined ? {} : { ca }),
  })
  return async (_input, values) => {
    const ready = prepared(call, values)
    const what = () => `The ${hook} hook (${ready.method} ${shown(ready.url)})`
    const { status, text } = await exchange(ready, driver, timeoutMs, what, reading.includes(hook))
    if (status < 200 || status > 299)
      throw new HookError(
        `${what()} answered ${status}: ${firstLine(text)}. Correct the hook in the declaration, or the target.`,
      )
    return wantsJson ? parsed(text, what) : undefined
  }
}

interface Ready {
  method: string
  url: string
  headers: { [name: string]: string }
  body?: string
}

function prepared(call: HttpCall, values: Values): Ready {
  const headers = Object.entries(call.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    fillText(value, values),
  ])
  const method = call.method ?? 'POST'
  return {
    method,
    url: fillUrl(call.url, values),
    ...bodyOf(call, values, Object.fromEntries(headers) as Ready['headers']),
  }
}

function bodyOf(call: HttpCall, values: Values, headers: Ready['headers']): Pick<Ready, 'headers' | 'body'> {
  const typed = (type: string, body: string) => ({ headers: { 'content-type': type, ...headers }, body })
  if (call.json !== undefined) return typed('application/json', JSON.stringify(fillJson(call.json, values)))
  if (call.form) return typed('application/x-www-form-urlencoded', formOf(call.form, values))
  return call.body === undefined
    ? { headers }
    : typed('text/plain; charset=utf-8', fillText(call.body, values))
}

function formOf(form: { [name: string]: unknown }, values: Values): string {
  const filled = fillJson(form, values) as { [name: string]: unknown }
  const pairs = Object.entries(filled).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ])
  return new URLSearchParams(pairs).toString()
}

async function exchange(
  { method, url, headers, body = '' }: Ready,
  driver: Driver,
  timeoutMs: number,
  what: () => string,
  isReading: boolean,
): Promise<{ status: number; text: string }> {
  const sent = isReading ? headers : { ...headers, connection: 'close' }
  const ask = () => driver.send({ method, url, headers: Object.entries(sent), body: Buffer.from(body) })
  const first = await ask()
  const { response, trouble } = isReading && isClosed(first.trouble) ? await ask() : first
  if (response) return { status: response.status, text: utf8.decode(response.body) }
  throw new HookError(
    `${what()} failed: ${troubleWords(trouble!, timeoutMs)}. Start what answers it, or correct the hook in the declaration.`,
  )
}

const utf8 = new TextDecoder()

function parsed(text: string, what: () => string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new HookError(
      `${what()} answered no JSON but «${firstLine(text)}». Correct the hook, or leave \`answer\` out.`,
    )
  }
}

/** A URL without what may be secret in it. */
function shown(url: string): string {
  if (!URL.canParse(url)) return url
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0]!
  return line === '' ? 'an empty answer' : line.slice(0, 200)
}

const isClosed = (trouble: Trouble | undefined): boolean =>
  trouble?.kind === 'reset' || trouble?.kind === 'stale'
