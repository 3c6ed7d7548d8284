/** What a gateway fetches of whoever takes its callbacks, before it calls back: nothing to judge, and no callback. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { acknowledging } from '../contract/acknowledgement.ts'
import { met, type Contract, type Profile } from '../contract/contract.ts'
import type { Hosted } from '../contract/hosted.ts'
import type { Headers } from '../wire/exchange.ts'

export interface HostedParts {
  contract: Contract
  profile: Profile
  zone: string
}

/** The service that a request asks for, under the profile that has gateways ask for it. */
export function hostedAt({ contract, profile }: HostedParts, url: string): Hosted | undefined {
  const path = url.replace(/[?#].*$/, '')
  return Object.values(contract.operations)
    .flatMap(({ hosted }) => hosted ?? [])
    .find(({ when, at }) => met(when, profile) && path.endsWith(at))
}

/** Serves it, whoever asks. */
export function serve(
  hosted: Hosted,
  parts: HostedParts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const bytes = Buffer.from(hosted.body)
  const repeated = (hosted.repeats ?? []).flatMap((name): Headers => {
    const value = request.headers[name.toLowerCase()]
    return typeof value === 'string' ? [[name, value]] : []
  })
  const headers: Headers = [...acknowledging(hosted, Date.now(), parts.zone), ...repeated]
  response.writeHead(200, [...headers, ['Content-Length', String(bytes.length)]].flat())
  response.end(bytes)
}
