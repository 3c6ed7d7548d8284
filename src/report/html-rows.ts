/** Entries of the trace as the page shows them: cleaned, cut to size, decoded. */
import { bytesOf, textOf, type Body, type Exchange, type Headers } from '../wire/exchange.ts'
import type { Reading } from '../wire/reading.ts'
import type { Entry } from '../judge/trace.ts'
import { isPseudoHeader } from '../contract/tree.ts'
import { gistOf, type Gist } from './gist.ts'
import { clip, duration, head, visible } from './text.ts'

/** One side of an exchange, whole. */
export interface Side {
  headers: [name: string, value: string][]
  fields?: [name: string, value: string][]
  /** What is wrong with it: why it could not be read, or what is odd around the values. */
  flaws: string[]
  body: { text: string; bytes: number; cut: boolean; latin: boolean }
}

/** An entry of the trace as a row; without `request` and `response` when the page had no room for them. */
export interface Row extends Partial<Gist> {
  kind: Entry['kind']
  id?: string
  says?: string
  operation?: string
  from?: string
  note?: string
  trouble?: string
  sentAt?: string
  took?: string
  signature?: string
  request?: Side
  response?: Side
}

const most = { body: 16 * 1024, header: 2048, headers: 60, value: 1024, fields: 120, flaws: 20 } as const

/** What a page may show: no control characters, no endless text. CRLF is shown as one line break. */
export function clean(text: string, length: number): string {
  return visible(clip(text.replaceAll('\r\n', '\n'), length), '\n\t')
}

/** A row that tells an entry shortly. */
export function shortRow(entry: Entry): Row {
  if (entry.kind !== 'exchange') return { kind: entry.kind, says: clean(sentence(entry), 500) }
  const { kind, id, from, operation, note, trouble, sentAt, elapsedMs, signature } = entry
  const row: Row = { kind, id, from, sentAt, signature, took: duration(elapsedMs), ...gistOf(entry) }
  if (operation) row.operation = clean(operation, 60)
  if (note) row.note = clean(note, 300)
  if (trouble) row.trouble = clean(`${trouble.kind}: ${trouble.says}`, 500)
  return row
}

/** The row of an exchange with both messages. */
export function fullRow(short: Row, { request, response }: Exchange): Row {
  return { ...short, request: sideOf(request), ...(response && { response: sideOf(response) }) }
}

function sideOf(message: { headers: Headers; body: Body; read: Reading }): Side {
  const { headers, body, read } = message
  const side: Side = {
    headers: headers
      .slice(0, most.headers)
      .map(([name, value]) => [clean(name, 200), clean(value, most.header)]),
    flaws: flawsOf(read).map((flaw) => clean(flaw, 300)),
    body: bodyOf(body),
  }
  if (read.ok) side.fields = fieldsOf(read.fields)
  return side
}

function bodyOf(body: Body): Side['body'] {
  const text = textOf(body)
  const shown = visible(head(text, most.body).replaceAll('\r\n', '\n'), '\n\t')
  return { text: shown, bytes: bytesOf(body).length, cut: text.length > most.body, latin: 'base64' in body }
}

function fieldsOf(fields: { [name: string]: unknown }): [string, string][] {
  const all = Object.entries(fields)
    .filter(([name]) => !isPseudoHeader(name))
    .slice(0, most.fields)
  return all.map(([name, value]) => [
    clean(name, 200),
    clean(typeof value === 'string' ? value : JSON.stringify(value), most.value),
  ])
}

function flawsOf(read: Reading): string[] {
  if (!read.ok)
    return read.fault.what === 'empty' ? [] : [`Unreadable (${read.fault.what}): ${read.fault.says}`]
  return read.flaws.slice(0, most.flaws).map(({ at, says }) => `${at}: ${says}`)
}

function sentence(entry: Exclude<Entry, Exchange>): string {
  switch (entry.kind) {
    case 'provided':
      return `Test data «${entry.data}» (${entry.origin}): ${JSON.stringify(entry.item)}`
    case 'clock':
      return `The target’s clock was set ${duration(Math.abs(entry.offsetMs))} ${entry.offsetMs < 0 ? 'behind' : 'ahead of'} the suite’s.`
    case 'ledger':
      return `The target’s books about ${entry.code}: ${entry.payments.map((one) => JSON.stringify(one)).join(', ') || 'no payment'}`
    case 'balance':
      return `The target’s balance of ${entry.account}: ${entry.balance}`
    case 'listened':
      return `Waited ${Math.round(entry.waitedMs)} of ${entry.withinMs} ms for callbacks about ${entry.reference}; ${entry.heard} came`
    case 'situation':
      return `The transaction ${entry.thread} is put into the situation «${entry.situation}»`
    case 'race':
      return `Released together within ${entry.skewMicros} µs: ${entry.exchanges.join(', ')}`
  }
}
