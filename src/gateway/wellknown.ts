/** Where a gateway is found and how it is driven, for a suite on the same machine. */
import type { Profile } from '../contract/contract.ts'

/** What is known of a gateway that listens. */
export interface Found {
  url: string
  protocols: readonly string[]
  profiles: { [protocol: string]: Profile }
  desks: readonly { protocol: string; path?: string }[]
}

export interface Declaration {
  /** First protocol of the gateway. */
  protocol: string
  /** URL of each protocol. */
  urls: { [protocol: string]: string }
  controlUrl: string
}

/** The declaration of a gateway that listens. It never holds the token or the key. */
export function declarationOf({ url, protocols, desks }: Found): Declaration {
  return {
    protocol: protocols[0]!,
    urls: Object.fromEntries(desks.map(({ protocol, path = '' }) => [protocol, `${url}/${protocol}${path}`])),
    controlUrl: `${url}/__batu-uji/`,
  }
}
