/** The stage, as a client of npm `xmlrpc` finds it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStage, type OpenStage } from '../../../src/cli/stage.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { profileOf } from '../../../src/contract/profile.ts'
import { close, ledger, NpmClient, open, trigger } from './client-npm.ts'

const contract = loadContract('xgateway')
const until = { idleMs: 2000, patienceMs: 200 }
let stage: OpenStage

beforeEach(async () => {
  const client = new NpmClient()
  stage = await openStage({
    contract,
    profile: profileOf(contract, {}),
    listen: { host: '127.0.0.1', port: 0 },
    keys: {},
    credentials: client.account,
    callbackUrl: await open(client),
  })
})

afterEach(async () => {
  await close()
  await stage.close()
})

async function buy(data: string, situation: string, operation: string) {
  const item = await stage.provision(data, {})
  const playing = stage.play(situation, () => undefined, until, item.code)
  await trigger({ wish: { ...item, operation, gatewayUrl: stage.url } })
  return { code: item.code, isMet: await playing.assigned }
}

test('an account that the client brings along has money on it', async () => {
  const { code } = await buy('pulsa', 'success', 'topup')
  expect(ledger({ code }).payments).toMatchObject([{ state: 'paid' }])
})

test('the card names the client by what it brings along, and its PIN only where it brings none', async () => {
  expect(stage.card).toContain('user TOKOBARU, its own pin: the client on trial, as it is declared')
  expect(stage.card.join('\n')).not.toContain('kunci2')
  const options = {
    contract,
    profile: profileOf(contract, {}),
    listen: { host: '127.0.0.1', port: 0 },
    keys: {},
  }
  const other = await openStage({ ...options, credentials: { user: 'WARUNG7' } })
  await other.close()
  expect(other.card.join('\n')).toMatch(/user WARUNG7, pin \d{6}: the client on trial/)
})

test('a situation that waits for one number is given to whatever method asks for it', async () => {
  // The document lets a token be bought with TopupRequest too.
  const { code, isMet } = await buy('comma', 'comma-serial', 'direct')
  expect(isMet).toBe(true)
  expect(ledger({ code }).payments).toMatchObject([{ state: 'paid', receipt: expect.stringContaining('/') }])
})

test('whoever never came is waited for once, not once for each situation that follows', async () => {
  const brief = { idleMs: 300, patienceMs: 200 }
  const play = (situation: string) => stage.play(situation, () => undefined, brief).assigned
  expect(await Promise.all([play('success'), play('failure')])).toEqual([false, false])
  const since = performance.now()
  expect(await play('long-pending')).toBe(false)
  expect(performance.now() - since).toBeLessThan(200)
})

test('a client that is heard again is waited for again', async () => {
  const brief = { idleMs: 300, patienceMs: 200 }
  expect(await stage.play('success', () => undefined, brief).assigned).toBe(false)
  await buy('pulsa', 'failure', 'topup')
  const since = performance.now()
  expect(await stage.play('long-pending', () => undefined, brief).assigned).toBe(false)
  expect(performance.now() - since).toBeGreaterThan(200)
})

test('who asks on and on about one sale is not waited for as if more would come', async () => {
  const brief = { idleMs: 300, patienceMs: 20 }
  const members = { MSISDN: 'TOKOBARU', REQUESTID: 'ON1', PIN: 'kunci2', NOHP: '085600000001', NOM: 'I20' }
  const struct = Object.entries(members).map(
    ([name, value]) => `<member><name>${name}</name><value>${value}</value></member>`,
  )
  const body = `<methodCall><methodName>topUpRequest</methodName><params><param><value><struct>${struct.join('')}</struct></value></param></params></methodCall>`
  const ask = () => fetch(stage.url, { method: 'POST', body, headers: { 'Content-Type': 'text/xml' } })
  const sold = stage.play('success', () => undefined, brief).assigned
  await ask()
  expect(await sold).toBe(true)
  const asked: Promise<unknown>[] = []
  const asking = setInterval(() => asked.push(ask()), 50)
  const since = performance.now()
  const isMet = await stage.play('long-pending', () => undefined, brief).assigned
  clearInterval(asking)
  await Promise.all(asked)
  expect(isMet).toBe(false)
  expect(performance.now() - since).toBeLessThan(2000)
})
