/** The addresses of a target, without credentials in them. */
import type { Contract } from '../contract/contract.ts'
import type { Declaration } from './declaration-form.ts'
import { DeclarationError } from './declaration-error.ts'

export interface Addresses {
  /** Fit to be shown: no credentials, no query. */
  name: string
  url: string
  endpoints: { [operation: string]: string }
  /** Authorization, where the URL carried a user. */
  headers: [string, string][]
  secrets: string[]
}

/** Where a declared target is reached. Throws DeclarationError for what is no absolute http or https URL. */
export function addressesOf(
  { url, endpoints = {}, role = 'server' }: Declaration,
  contract: Contract,
  where: string,
): Addresses {
  if (url === undefined && role !== 'client')
    throw new DeclarationError(
      `${where} names no url. Add "url", the address that takes ${contract.title} requests.`,
    )
  const base = url === undefined ? undefined : parsed(url, `${where}: /url`)
  const below = Object.entries(endpoints).map(([operation, text]) => {
    return [operation, bare(parsed(text, `${where}: /endpoints/${operation}`, base)).href] as const
  })
  if (!base)
    return { name: 'client', url: '', endpoints: Object.fromEntries(below), headers: [], secrets: [] }
  const { origin, pathname } = base
  return {
    name: `${origin}${pathname}`,
    url: bare(base).href,
    endpoints: Object.fromEntries(below),
    ...userOf(base),
  }
}

function parsed(text: string, what: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href))
    throw new DeclarationError(`${what} is «${text}», which is no URL. Write it as http://host:port/path.`)
  const found = new URL(text, base)
  if (/^https?:$/.test(found.protocol)) return found
  throw new DeclarationError(
    `${what} is «${text}»; only http and https can be reached. Write it as http://host:port/path.`,
  )
}

function bare(url: URL): URL {
  const copy = new URL(url)
  copy.username = copy.password = copy.hash = ''
  return copy
}

function userOf({ username, password }: URL): Pick<Addresses, 'headers' | 'secrets'> {
  if (username === '' && password === '') return { headers: [], secrets: [] }
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  const basic = Buffer.from(`${user}:${pass}`).toString('base64')
  return {
    headers: [['Authorization', `Basic ${basic}`]],
    secrets: [basic, pass].filter((text) => text !== ''),
  }
}
