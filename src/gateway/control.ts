/** The control API: test data, the clock, the ledger, reset and defects. Loopback and token only. */
import type { Json } from '../wire/reading.ts'
import type { Clock } from './clock.ts'
import { ControlError, type Desk, type Wish } from './desk.ts'
import { json, type Line, type Reply } from './reply.ts'
import { bears, isLoopback } from './token.ts'

/** Where the control API lives: `POST /__batu-uji/provision`, or `/__batu-uji/<protocol>/provision`. */
export const controlPath = '/__batu-uji/'

export interface Control {
  /** Makes a bill, a customer, whatever the protocol is about. `protocol` may be left out when there is one. */
  provision(wish: Wish, protocol?: string): Promise<Json>
  /** Moves the clock: `{ advance: seconds }` or `{ set: ISO }`; resolves when all that fell due is done. */
  clock(wish: Wish): Promise<{ now: string }>
  ledger(code: string, protocol?: string): Promise<Json>
  /** What is left on an account, in whole rupiah. */
  balance(account: string, protocol?: string): Promise<number>
  /** Forgets everything and puts the clock back. */
  reset(): Promise<void>
  /** Plays a defect from now on, on the desk that has it; null plays none. */
  switchDefect(id: string | null): void
}

/** The control functions over some desks and their clock. */
export function createControl(desks: Desk[], clock: Clock): Control {
  let start: string | undefined
  return {
    provision: (wish, protocol) => chosen(desks, protocol).provision(wish),
    clock: (wish) => move(clock, wish),
    ledger: (code, protocol) => chosen(desks, protocol).ledger(code),
    balance: (account, protocol) => weighed(chosen(desks, protocol), account),
    async reset() {
      clock.reset()
      if (start !== undefined) await clock.set(start)
      await Promise.all(desks.map((desk) => desk.reset()))
    },
    switchDefect(id) {
      start = switchDefect(desks, id)
      if (start !== undefined) void clock.set(start)
    },
  }
}

async function weighed({ balance, protocol }: Desk, account: string): Promise<number> {
  if (balance) return balance(account)
  throw new ControlError(`${protocol} has no accounts.`, 404)
}

function chosen(desks: Desk[], protocol: string | undefined): Desk {
  const desk =
    protocol === undefined && desks.length === 1 ? desks[0] : desks.find((one) => one.protocol === protocol)
  if (desk) return desk
  throw new ControlError(`Name the protocol, one of: ${desks.map((one) => one.protocol).join(', ')}.`, 404)
}

async function move(clock: Clock, { advance, set }: Wish): Promise<{ now: string }> {
  if ((advance === undefined) === (set === undefined))
    throw new ControlError('Give either `advance` (seconds) or `set` (an instant in ISO 8601).')
  if (advance !== undefined && !Number.isFinite(advance))
    throw new ControlError('`advance` is a number of seconds.')
  if (set !== undefined && typeof set !== 'string') throw new ControlError('`set` is an instant in ISO 8601.')
  await (set === undefined ? clock.advance(advance as number) : setTo(clock, set))
  return { now: new Date(clock.now()).toISOString() }
}

async function setTo(clock: Clock, iso: string): Promise<void> {
  try {
    await clock.set(iso)
  } catch (error) {
    throw new ControlError((error as Error).message)
  }
}

/** Gives the time at which the defect shows, if it does not always. */
function switchDefect(desks: Desk[], id: string | null): string | undefined {
  const owner = desks.find(({ defects }) => defects.some((defect) => defect.id === id))
  if (id !== null && !owner) throw new ControlError(unknownDefect(desks, id))
  for (const desk of desks) desk.switchDefect(desk === owner ? id : null)
  return owner?.defects.find((defect) => defect.id === id)?.clock
}

function unknownDefect(desks: Desk[], id: string): string {
  const ids = desks.flatMap(({ defects }) => defects.map((defect) => defect.id))
  const near = ids.filter((known) => known.split(/\W/).some((part) => part.length > 3 && id.includes(part)))
  return `There is no defect «${id}».${near.length > 0 ? ` Near to it: ${near.slice(0, 5).join(', ')}.` : ''}`
}

/** What a request to the control API is answered. */
export async function controlReply(
  house: { control: Control; token: string },
  { request }: Line,
  path: string,
  body: Buffer,
): Promise<Reply> {
  if (!isLoopback(request.socket.remoteAddress))
    return refusal(403, 'The control API is for callers on this machine.')
  if (!bears(request.headers.authorization, house.token))
    return refusal(401, 'The token is missing or wrong. Send `Authorization: Bearer <token>`.')
  try {
    return json(200, await act(house.control, `${request.method} ${verb(path)}`, { request, path, body }))
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    return refusal(error.status, error.message)
  }
}

const refusal = (status: number, says: string): Reply => json(status, { error: says })
const parts = (path: string): string[] => path.slice(controlPath.length).split('/')
const verb = (path: string): string => parts(path).at(-1) ?? ''
const protocolIn = (path: string): string | undefined => (parts(path).length > 1 ? parts(path)[0] : undefined)

interface Order {
  request: Line['request']
  path: string
  body: Buffer
}

async function act(control: Control, what: string, { request, path, body }: Order): Promise<unknown> {
  const protocol = protocolIn(path)
  if (what === 'GET ledger') return control.ledger(named(request.url, 'code'), protocol)
  if (what === 'GET balance') return balanceOf(control, named(request.url, 'account'), protocol)
  if (what === 'POST provision') return made(control, parsed(body), protocol)
  if (what === 'POST clock') return control.clock(wishIn(body))
  if (what === 'POST reset') return control.reset().then(() => ({ ok: true }))
  if (what === 'POST defect') return switched(control, wishIn(body))
  throw new ControlError(
    'Choose POST provision, POST clock, GET ledger?code=…, GET balance?account=…, POST reset or POST defect.',
    404,
  )
}

async function balanceOf(control: Control, account: string, protocol: string | undefined) {
  return { account, balance: await control.balance(account, protocol) }
}

/** A parameter of the query that has to be there. */
function named(url: string | undefined, name: 'code' | 'account'): string {
  const value = new URL(url ?? '', 'http://localhost').searchParams.get(name)
  if (value) return value
  const what = name === 'code' ? 'code: ledger?code=…' : 'account: balance?account=…'
  throw new ControlError(`Name the ${what}.`)
}

function switched(control: Control, { id }: Wish): { defect: string | null } {
  if (id !== null && typeof id !== 'string')
    throw new ControlError('`id` is the id of a defect, or null for none.')
  control.switchDefect(id)
  return { defect: id }
}

/** One item for a wish, or a list of them for a list of wishes, in its order. */
async function made(control: Control, wished: unknown, protocol: string | undefined): Promise<Json> {
  if (!Array.isArray(wished)) return control.provision(wishOf(wished), protocol)
  if (wished.length === 0) throw new ControlError('The list of wishes is empty. Name at least one.')
  const items: Json[] = []
  for (const wish of wished) items.push(await control.provision(wishOf(wish), protocol))
  return items
}

const wishIn = (body: Buffer): Wish => wishOf(parsed(body))

function wishOf(value: unknown): Wish {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Wish
  throw new ControlError('The body is no JSON object. Send one, in UTF-8.')
}

function parsed(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown)
  } catch {
    return undefined
  }
}
