/**
 * The target on trial, a process of its own: our own gateway, every answer of its desk held back by some milliseconds.
 * Its control API answers at once, since test data and books are no part of what is measured.
 */
import { createGateway } from '../src/gateway/gateway.ts'
import { controlPath } from '../src/gateway/control.ts'
import { declarationOf } from '../src/gateway/wellknown.ts'
import type { RequestListener } from 'node:http'

const [protocol = '', latency = '0'] = process.argv.slice(2)
const gateway = await createGateway({ protocols: [protocol] })
if (Number(latency) > 0) delay(Number(latency))
await gateway.listen()
const { urls } = declarationOf(gateway)
const credentials = Object.fromEntries(gateway.desks.map((desk) => [desk.protocol, desk.credentials ?? {}]))
process.send?.({ url: gateway.url, urls, token: gateway.token, profiles: gateway.profiles, credentials })
process.once('disconnect', () => void gateway.close())

function delay(ms: number): void {
  const { server } = gateway
  const handlers = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request').on('request', (request, response) => {
    const handle = () => handlers.forEach((handler) => handler(request, response))
    if (request.url?.startsWith(controlPath)) handle()
    else setTimeout(handle, ms)
  })
}
