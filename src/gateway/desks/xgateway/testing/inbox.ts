/** A callback receiver for tests: takes what comes and answers as it is told. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyFrom, headersOf } from '../../../intake.ts'
import { told, type Told } from './mitra.ts'

export interface Inbox {
  url: string
  got: (Told & { method: string; path: string })[]
  /** Statuses of the next answers; 200 when there are none left. */
  statuses: number[]
  /** Resolves when as many callbacks have come. */
  until(count: number): Promise<void>
  close(): Promise<void>
}

/** A receiver that listens. */
export async function openInbox(): Promise<Inbox> {
  const got: Inbox['got'] = []
  const statuses: number[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyFrom(request)
    if (typeof body === 'string') return
    const answer = told({ status: 0, headers: headersOf(request), body })
    got.push({ ...answer, method: request.method ?? '', path: request.url ?? '' })
    response.writeHead(statuses.shift() ?? 200, { 'Content-Type': 'text/plain' }).end('OK')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    got,
    statuses,
    async until(count) {
      for (let tries = 0; tries < 400 && got.length < count; tries++)
        await new Promise((resolve) => setTimeout(resolve, 5))
      if (got.length < count) throw new Error(`${got.length} callbacks came, not ${count}.`)
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}
