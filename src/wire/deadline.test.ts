import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { deadline } from './deadline.ts'

test('what arrived during a standstill of ours is read before the time is over', async () => {
  const server = createServer((socket) => socket.end('here')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const order: string[] = []
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const both = new Promise<void>((resolve) => {
    const note = (what: string) => order.push(what) === 2 && resolve()
    socket.on('data', () => note('data'))
    deadline(30, () => note('over'))
  })
  await once(socket, 'connect')
  const until = performance.now() + 120
  while (performance.now() < until);
  await both
  server.close()
  expect(order).toEqual(['data', 'over'])
})

test('what was called off does not happen', async () => {
  let isOver = false
  deadline(5, () => (isOver = true))()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isOver).toBe(false)
})

test('a standstill of ours counts little', async () => {
  let isOver = false
  const callOff = deadline(160, () => (isOver = true))
  const until = performance.now() + 300
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 20))
  callOff()
  expect(isOver).toBe(false)
})
