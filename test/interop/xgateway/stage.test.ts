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

test('a situation that waits for one number is given to whatever method asks for it', async () => {
  // The document lets a token be bought with TopupRequest too.
  const { code, isMet } = await buy('comma', 'comma-serial', 'direct')
  expect(isMet).toBe(true)
  expect(ledger({ code }).payments).toMatchObject([{ state: 'paid', receipt: expect.stringContaining('/') }])
})
