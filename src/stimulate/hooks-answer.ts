/** Finds in a hook's answer what the declaration says is there. */
import type { Item, LedgerRead } from '../judge/trace.ts'
import { isoOf, itemOf } from './declaration-items.ts'
import { HookError } from './hooks-error.ts'
import type { HookSpec } from './hooks-form.ts'

type Payments = LedgerRead['payments']
type Mapping = NonNullable<HookSpec['answer']>

/** The value at a JSON pointer (RFC 6901); undefined when there is none. */
export function pointed(value: unknown, pointer: string): unknown {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    value,
  )
}

/**
 * The item that was made: what was asked for, overridden by what the answer says. Without a mapping the answer of a
 * command or module (`own`) is the item itself, and an HTTP answer says nothing.
 */
export function provided(
  asked: Partial<Item>,
  answer: unknown,
  { answer: mapping }: HookSpec,
  options: { zone: string; own: boolean },
): Item {
  const said = mapping
    ? mapped(answer, wishedIn(mapping, asked, answer), 'provision')
    : options.own && isObject(answer)
      ? answer
      : {}
  try {
    return itemOf({ ...asked, ...said }, options.zone)
  } catch (error) {
    throw wrong('provision', `is no usable test data: ${(error as Error).message}`, answer)
  }
}

/** What nobody asked for need not be in every answer. */
const wishedIn = (mapping: Mapping, asked: Partial<Item>, answer: unknown): Mapping =>
  Object.fromEntries(
    Object.entries(mapping).filter(
      ([field, pointer]) =>
        field === 'code' ||
        field === 'item' ||
        field in asked ||
        pointed(answer, String(pointer)) !== undefined,
    ),
  )

function mapped(answer: unknown, mapping: Mapping, hook: string): { [field: string]: unknown } {
  const found = Object.entries(mapping)
    .filter(([, pointer]) => typeof pointer === 'string')
    .map(([field, pointer]) => [field, required(answer, pointer as string, `${hook} hook's answer.${field}`)])
  const { item, ...fields } = Object.fromEntries(found) as { [field: string]: unknown }
  // An answer in our own form: what it says of the item stands, and single fields stand above it.
  return { ...(isObject(item) ? item : {}), ...fields }
}

function required(answer: unknown, pointer: string, what: string): unknown {
  const found = pointed(answer, pointer)
  if (found !== undefined) return found
  throw new HookError(
    `The ${what} points to "${pointer}", where the answer ${excerpt(answer)} has nothing. Correct the pointer or the hook.`,
  )
}

/** The target's time that a clock hook told, in milliseconds since 1970; undefined when `answer.now` is not declared. */
export function timeIn(answer: unknown, { answer: mapping }: HookSpec, zone: string): number | undefined {
  const pointer = mapping?.['now']
  if (typeof pointer !== 'string') return undefined
  const told = required(answer, pointer, "clock hook's answer.now")
  try {
    return typeof told === 'number' ? told : Date.parse(isoOf(told, zone))
  } catch {
    throw wrong(
      'clock',
      'tells a time that is neither milliseconds since 1970, nor ISO 8601, nor yyyy-MM-dd HH:mm:ss',
      answer,
    )
  }
}

const ownForm: Mapping = {
  payments: '/payments',
  reference: '/reference',
  amount: '/amount',
  state: '/state',
}

/** States that a declaration may spell otherwise; any other counts as reversed. */
const states = ['paid', 'pending', 'failed'] as const

function named(form: Mapping, state: string): string[] {
  const spelt = form[state]
  return Array.isArray(spelt) ? spelt.map(String) : [state]
}

/** What a balance hook answered, in rupiah; fractions are for the rules to judge. */
export function balanceIn(answer: unknown, { answer: mapping }: HookSpec): number {
  const told = required(answer, String(mapping?.['balance'] ?? '/balance'), "balance hook's answer.balance")
  const amount = typeof told === 'number' || /^-?\d+(\.\d+)?$/.test(String(told)) ? Number(told) : NaN
  if (Math.abs(amount) <= Number.MAX_SAFE_INTEGER) return amount
  throw wrong('balance', 'tells no amount of rupiah such as 1000, "1000.00" or 1000.5', answer)
}

/** The payments that a ledger answered; amounts may be missing where books are `sumless`. */
export function booked(answer: unknown, { answer: mapping }: HookSpec, sumless = false): Payments {
  const form: Mapping = { ...ownForm, ...mapping }
  const list = required(answer, String(form['payments']), "ledger hook's answer.payments")
  if (!Array.isArray(list)) throw wrong('ledger', `has no list at "${String(form['payments'])}"`, answer)
  return list.map((entry) => payment(entry, form, sumless))
}

function payment(entry: unknown, form: Mapping, sumless: boolean): Payments[number] {
  const at = (field: string): unknown => required(entry, String(form[field]), `ledger hook's answer.${field}`)
  const isUntold = sumless && pointed(entry, String(form['amount'])) === undefined
  const amount = isUntold ? 0 : Number(at('amount'))
  if (!Number.isFinite(amount)) throw wrong('ledger', 'holds an amount that is no number', entry)
  const state = String(at('state'))
  const receipt = pointed(entry, String(form['receipt'] ?? '/receipt'))
  return {
    reference: String(at('reference')),
    ...(isUntold ? {} : { amount }),
    state: states.find((one) => named(form, one).includes(state)) ?? 'reversed',
    ...(receipt === undefined || receipt === null ? {} : { receipt: String(receipt) }),
  }
}

function wrong(hook: string, says: string, answer: unknown): HookError {
  return new HookError(
    `The ${hook} hook's answer ${excerpt(answer)} ${says}. Correct the hook, or \`answer\` in the declaration.`,
  )
}

function excerpt(answer: unknown): string {
  const text = JSON.stringify(answer) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null
}
