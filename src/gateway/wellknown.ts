/** Where a gateway is found and how it is driven, for a suite on the same machine. */
import type { Profile } from '../contract/contract.ts'

/** What is known of a gateway that listens. */
export interface Found {
  url: string
  protocols: readonly string[]
  profiles: { [protocol: string]: Profile }
}

export interface Declaration {
  /** First protocol of the gateway. */
  protocol: string
  /** URL of each protocol. */
  urls: { [protocol: string]: string }
  controlUrl: string
}

/** The declaration of a gateway that listens. It never holds the token or the key. */
export function declarationOf({ url, protocols }: Found): Declaration {
  return {
    protocol: protocols[0]!,
    urls: Object.fromEntries(protocols.map((protocol) => [protocol, `${url}/${protocol}`])),
    controlUrl: `${url}/__batu-uji/`,
  }
}
