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

test('what is under way at the end is read, however slow our turns are', async () => {
  const server = createServer((socket) => {
    socket.write('asks')
    socket.on('data', () => socket.end('here'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const order: string[] = []
  let isBusy = true
  const slowly = () => {
    const until = performance.now() + 20
    while (performance.now() < until);
    if (isBusy) setImmediate(slowly)
  }
  setImmediate(slowly)
  await new Promise<void>((resolve) => {
    const note = (what: string) => order.push(what) === 2 && resolve()
    deadline(40, () => note('over'))
    // The last of eight parts comes in the eighth of these turns.
    setTimeout(() => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.on('data', (data) => (String(data) === 'here' ? note('here') : socket.write('tells')))
    }, 130)
  })
  isBusy = false
  server.close()
  expect(order).toEqual(['here', 'over'])
})
