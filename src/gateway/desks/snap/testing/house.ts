/** A gateway with a receiver for its notifications, for tests, and consumers of it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Profile } from '../../../../contract/contract.ts'
import { loadContract } from '../../../../contract/load.ts'
import type { Raw } from '../../../../dialects/dialect.ts'
import { createGateway, type Gateway } from '../../../gateway.ts'
import { exchanged, parsed } from '../../../testing/post.ts'
import { type Call, type Consumer, consumerOf, type Identity } from './consumer.ts'

/** A receiver that answers with 2005600 unless it is told otherwise. */
export interface Inbox {
  url: string
  got: Raw[]
  /** Answers of the next deliveries, the last again and again. */
  answers: { status: number; body: string }[]
  close(): Promise<void>
}

export interface House {
  gateway: Gateway
  inbox: Inbox
  consumer: Consumer
  /** Another partner, with a merchant of its own. */
  other(): Promise<Consumer & { merchant: string }>
  meet(identity: Identity): Promise<Consumer>
  provision(wish: object): Promise<{ [key: string]: string }>
  ledger(reference: string): Promise<{ payments: { state: string }[]; paid: number; refunded: number }>
  until(is: () => boolean): Promise<void>
  close(): Promise<void>
}

/** Takes what is delivered. */
export async function openInbox(): Promise<Inbox> {
  const fine = { status: 200, body: '{"responseCode":"2005600","responseMessage":"Successful"}' }
  const inbox: Inbox = { url: '', got: [], answers: [], close: async () => undefined }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', rawHeaders } = request
      const headers = rawHeaders.flatMap((name, at): Raw['headers'] =>
        at % 2 ? [] : [[name, rawHeaders[at + 1]!]],
      )
      inbox.got.push({ method, url, headers, body: Buffer.concat(chunks) })
      const { status, body } = inbox.answers.shift() ?? fine
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  inbox.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/deep/notify?shop=1`
  inbox.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return inbox
}

/** Opens all of it. */
export async function openHouse(profile: Profile = {}, clock?: string): Promise<House> {
  const inbox = await openInbox()
  const gateway = await createGateway({
    protocols: ['snap'],
    profile,
    callbackUrl: inbox.url,
    ...(clock !== undefined && { clock }),
  })
  await gateway.listen()
  const whole = gateway.profiles['snap']!
  const call: Call = async (path, body, headers, method = 'POST') => {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const head = `${method} ${path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: ${body.length}\r\n${lines}\r\n`
    return parsed(await exchanged(gateway.url, Buffer.concat([Buffer.from(head), body])))
  }
  const now = () => gateway.clock.now()
  const meet = (identity: Identity) =>
    consumerOf({ contract: loadContract('snap'), profile: whole, now, call, identity })
  const provision: House['provision'] = async (wish) =>
    (await gateway.control.provision(wish as { [key: string]: unknown })) as { [key: string]: string }
  return {
    gateway,
    inbox,
    consumer: await meet(gateway.desks[0]!.credentials as unknown as Identity),
    meet,
    provision,
    async other() {
      const { code, secret, privateKey, merchant } = await provision({ partner: 'other' })
      const consumer = await meet({ client: code!, secret: secret!, privateKey: privateKey! })
      return Object.assign(consumer, { merchant: merchant! })
    },
    ledger: async (reference) => (await gateway.control.ledger(reference)) as never,
    async until(is) {
      for (let tries = 0; tries < 400 && !is(); tries++)
        await new Promise((resolve) => setTimeout(resolve, 5))
      if (!is()) throw new Error('It was waited for two seconds in vain.')
    },
    async close() {
      await gateway.close()
      await inbox.close()
    },
  }
}
