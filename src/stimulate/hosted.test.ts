import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import { hostedAt, serve } from './hosted.ts'

const parts = (notifySignature: string) => {
  const contract = loadContract('snap')
  return { contract, profile: profileOf(contract, { notifySignature }), zone: 'Asia/Jakarta' }
}

test('a gateway whose notifications carry a token is given one, wherever it asks', async () => {
  const symmetric = parts('sym')
  const server = createServer((request, response) =>
    serve(hostedAt(symmetric, request.url ?? '')!, symmetric, request, response),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/shop/v1/access-token/b2b?a=1`, {
    method: 'POST',
    headers: { 'X-CLIENT-KEY': 'DOKU' },
  })
  server.close()
  expect(answer.headers.get('x-client-key')).toBe('DOKU')
  expect(answer.headers.get('x-timestamp')).toMatch(/\+07:00$/)
  expect(await answer.json()).toMatchObject({
    responseCode: '2007300',
    tokenType: 'Bearer',
    expiresIn: '900',
  })
})

test('whatever else is called is no such service', () => {
  expect(hostedAt(parts('sym'), '/callback?about=/access-token/b2b')).toBeUndefined()
  expect(hostedAt(parts('asym'), '/v1.0/access-token/b2b')).toBeUndefined()
})
