/** Sends one request: with a token that is good, signed, and once more where the token was refused. */
import { encodingsOf, signatureOf, type Scheme } from '../sign.ts'
import type { Heard } from '../../posting.ts'
import type { Body, Deal, Operation, Pass, Shop, Told } from './steps.ts'

export interface Answer {
  heard: Heard
  told: Told | undefined
  /** X-EXTERNAL-ID of the request. */
  externalId?: string
  /** There was no token to send it with. */
  isUnsent?: boolean
}

const nothing: Answer = { isUnsent: true, heard: { headers: [], body: Buffer.alloc(0) }, told: undefined }

/** Sends a request about a deal. */
export async function call(operation: Operation, deal: Deal, shop: Shop): Promise<Answer> {
  const { steps } = shop
  for (let left = steps.refreshes; ; left--) {
    const pass = await passOf(shop)
    // Without a token nothing is sent.
    if (pass === undefined && schemeOf(shop) === 'sym') return nothing
    const answer = await send(operation, bodyOf(operation, deal, shop), { deal, pass }, shop)
    if (left <= 0 || pass === undefined || !steps.isTokenRefused(answer.told)) return answer
    // Whoever looks at it next finds that it has ended.
    pass.ends = 0
  }
}

function bodyOf(operation: Operation, deal: Deal, shop: Shop): Body {
  const { steps } = shop
  if (operation === 'payment') return steps.paymentBody(deal, shop)
  if (operation === 'status') return steps.statusBody(deal, shop)
  return operation === 'cancel' ? steps.cancelBody(deal, shop) : steps.refundBody(deal, shop)
}

/** A token of a customer; undefined where none was given. */
export async function customerOf(
  by: { authCode: string } | { refreshToken: string },
  shop: Shop,
): Promise<Deal['customer']> {
  const { told } = await send('customerToken', shop.steps.customerBody(by), {}, shop)
  const { accessToken, refreshToken } = told?.members ?? {}
  return typeof accessToken === 'string' ? { token: accessToken, refresh: String(refreshToken) } : undefined
}

/** Undefined where requests carry no token, or none was to be had. */
async function passOf(shop: Shop): Promise<Pass | undefined> {
  if (schemeOf(shop) !== 'sym') return undefined
  const current = shop.pass
  const known = await current
  if (known && shop.steps.isFresh(known, shop)) return known
  // Whoever comes first fetches it for all.
  if (shop.pass === current) shop.pass = fetched(shop)
  return shop.pass
}

async function fetched(shop: Shop): Promise<Pass | undefined> {
  const { told } = await send('token', shop.steps.tokenBody(shop), {}, shop)
  const token = told?.members['accessToken']
  if (typeof token !== 'string') return undefined
  return { token, ends: shop.now() + Number(told?.members['expiresIn'] ?? 0) * 1000 }
}

const schemeOf = ({ profile }: Shop): Scheme => (profile['requestSignature'] === 'asym' ? 'asym' : 'sym')

async function send(
  operation: Operation,
  body: Body,
  { deal, pass }: { deal?: Deal; pass?: Pass | undefined },
  shop: Shop,
): Promise<Answer> {
  const { steps } = shop
  const attempt = { operation, token: pass?.token ?? '', ...(deal && { deal }) }
  const headers = steps.headers(attempt, shop)
  const url = shop.url.replace(/\/$/, '') + steps.path(operation, shop)
  const bytes = steps.encode(steps.write(body, operation))
  const letter = { method: 'POST', url, headers, body: bytes }
  const signature = signatureFor(operation, { ...letter, token: attempt.token }, shop)
  const heard = await steps.post(
    steps.pack({ ...letter, headers: [...headers, ['X-SIGNATURE', signature]] }, shop),
  )
  const externalId = headers.find(([name]) => name.toLowerCase() === 'x-external-id')?.[1]
  return {
    heard,
    told: steps.understand(heard, operation, deal),
    ...(externalId !== undefined && { externalId }),
  }
}

interface Unsigned {
  method: string
  url: string
  headers: [string, string][]
  body: Buffer
  token: string
}

function signatureFor(operation: Operation, letter: Unsigned, shop: Shop): string {
  const { method, url, headers, body, token } = letter
  const { client = '', secret = '', privateKey = '' } = shop.credentials
  const isToken = operation === 'token' || operation === 'customerToken'
  const scheme = isToken ? 'clientIdTimestamp' : schemeOf(shop)
  const timestamp = headers.find(([name]) => name.toLowerCase() === 'x-timestamp')?.[1] ?? ''
  const path = pathIn(url, shop)
  const text = shop.steps.text(scheme, { method, path, token, body, timestamp, client })
  return signatureOf(scheme, text, scheme === 'sym' ? secret : privateKey, encodingsOf(shop.profile)[0]!)
}

function pathIn(url: string, { profile }: Shop): string {
  const { pathname, search } = new URL(url)
  const whole = pathname + search
  return profile['signedPath'] === 'fromVersion' ? whole.slice(Math.max(0, whole.search(/\/v\d/))) : whole
}
