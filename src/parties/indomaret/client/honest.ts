/** The honest steps of a store client. */
import { setTimeout as sleep } from 'node:timers/promises'
import { written } from '../../../contract/datetime.ts'
import { soapActionOf } from '../../../contract/profile.ts'
import { faultOf, text } from '../../../wire/reading.ts'
import { posting } from './post.ts'
import { inquire, reverse } from './sell.ts'
import type { Counter, Draft, Said, Steps, Verdict } from './steps.ts'

/** Milliseconds after which a client stops waiting for an answer. */
export const timeoutMs = 1200
/** Times that a reversal is sent before it is left to people. */
const reversals = 4
const pauseMs = 20

// References and message ids stay unique when several clients run: a random part for each process, then a count.
const booth = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36))
  .join('')
  .toUpperCase()
let count = 0

/** A number that this process has not used before. */
export const next = (): string => String(++count).padStart(7, '0')

/** What every defect and freedom starts from. */
export const honest: Steps = {
  codeOf: (said) => said,
  // A leading zero, since a reference is text.
  reference: () => `0${booth}${next()}`,
  messageId: () => `${booth}-${next()}`,
  stamp: (now, { profile }) => written(now, String(profile['timezone'])),
  store: () => 'G001T001',
  amount: ({ most, fee }, { profile }) =>
    profile['feeIncluded'] === true ? String(Number(most) + Number(fee)) : most,
  extras: ({ what }) => ({ ExtraParam1: 'C00004', ExtraParam2: what, ExtraParam3: 'Kasir 2' }),
  amountToReverse: ({ fields }) => String(fields['Amount']),
  referenceToReverse: ({ reference }) => reference,
  draft: ({ fields }) => fields,
  style,
  seal: ({ operation, fields }, { dialect, keys }, usual) => {
    const { method, headers, body } = dialect.seal({ operation, side: 'request', fields, style: usual }, keys)
    return { method, headers, body }
  },
  dress: (letter) => letter,
  post: posting(timeoutMs),
  read: (answer, { dialect }) => answer && dialect.receive(answer, 'response'),
  inquire,
  offerIn: ({ reading }) => ({
    least: text(reading, 'MinAmount') ?? '',
    most: text(reading, 'Amount') ?? '',
    fee: text(reading, 'Fee') ?? '0',
  }),
  isOwn,
  outcome: ({ reading }) => verdictOf(text(reading, 'ResponseCode')),
  verdict: (said, { counter, steps }) =>
    said.reading?.ok && !faultOf(said.reading) && steps.isOwn(said, counter)
      ? steps.outcome(said)
      : 'unclear',
  tell: (verdict, sale) => void (sale.state = verdict === 'success' ? 'paid' : 'failed'),
  declined: async ({ sale }) => void (sale.state = 'failed'),
  unsettled: reverse,
  settled: async () => undefined,
  insists: (verdict, attempt) => verdict === 'unclear' && attempt < reversals,
  pause: (attempt) => (attempt === 0 ? Promise.resolve() : sleep(pauseMs)),
}

function style({ profile }: Counter, { operation }: Draft): ReturnType<Steps['style']> {
  const payloadNs = profile['payloadNs'] as string | null
  const qualifiedLeaves = profile['qualifiedLeaves'] !== false
  const soapAction = soapActionOf(profile, operation)
  return payloadNs === null ? { soapAction } : { soapAction, payloadNs, qualifiedLeaves }
}

/** An answer to another request proves nothing about this one. */
function isOwn({ draft, reading }: Said, { profile }: Counter): boolean {
  const echoed = ['TrackingRef', 'StoreID', ...(profile['messageId'] === 'fresh' ? [] : ['MessageID'])]
  return echoed.every((field) => text(reading, field) === ownText(draft, field))
}

const ownText = ({ fields }: Draft, field: string): string => String(fields[field] ?? '')

/** 00 is a success, any other two digits are a failure, and the rest says nothing. */
export function verdictOf(code: string | undefined): Verdict {
  if (code === '00') return 'success'
  return code !== undefined && /^\d\d$/.test(code) ? 'refusal' : 'unclear'
}
