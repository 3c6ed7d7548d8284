/** Clients of partners on trial, each driven by the hooks that its owner would declare. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { told, type Outcome } from '../trial.ts'
import { npmFaults, pythonFaults, type ClientFault } from './client-faults.ts'
import { close, NpmClient, open } from './client-npm.ts'
import { hasPython, script, startProgram } from './python.ts'
import { broken, expectConforming, tryClient } from './trial.ts'

const folder = mkdtempSync(join(tmpdir(), 'client-'))
afterAll(() => rmSync(folder, { recursive: true }))

function declarationOf(url: string, credentials: object, hooks: object): string {
  const file = join(folder, 'target.json')
  writeFileSync(file, JSON.stringify({ protocol: 'xgateway', role: 'client', url, credentials, hooks }))
  return file
}

async function tryNpm(client: NpmClient, only?: string[]): Promise<Outcome> {
  const url = await open(client)
  const module = script('client-npm.ts')
  const asked = { clock: { module, answer: { now: '/now' } }, ledger: { module }, balance: { module } }
  const hooks = { trigger: { module }, ...asked }
  try {
    return await tryClient(declarationOf(url, client.account, hooks), { ...(only && { only }) })
  } finally {
    await close()
  }
}

async function tryPython(fault = '', only?: string[]): Promise<Outcome> {
  const credentials = { user: 'TOKOPY', pin: 'kunci3' }
  const { origin, close: end } = await startProgram('client.py', credentials.user, credentials.pin, fault)
  const command = (path: string) => ['python3', '-S', '-E', script('forward.py'), new URL(origin).port, path]
  const hooks = {
    trigger: { command: command('/ops/buy'), timeoutMs: 30_000 },
    clock: { command: command('/ops/later'), answer: { now: '/now' } },
    ledger: { command: command('/ops/books') },
    balance: { command: command('/ops/left') },
  }
  try {
    return await tryClient(declarationOf(`${origin}/callback`, credentials, hooks), { ...(only && { only }) })
  } finally {
    await end()
  }
}

describe('a client that keeps the contract conforms', () => {
  test('npm xmlrpc, hooks that are functions', async () => expectConforming(await tryNpm(new NpmClient())))
  test.skipIf(!hasPython)(
    'Python, hooks that are commands (skipped without python3)',
    async () => expectConforming(await tryPython()),
    120_000,
  )
})

function faults(who: string, list: ClientFault[], trial: (fault: ClientFault) => Promise<Outcome>): void {
  for (const fault of list) {
    const { id, says, expect: clauses, unseen } = fault
    const run = unseen === undefined ? test : test.fails
    run(
      unseen === undefined ? `${who}, ${id}: ${says}` : `${who}, ${id} is not seen, since ${unseen}`,
      async () => {
        const outcome = await trial(fault)
        const all = broken(outcome)
        expect(outcome.errors).toEqual([])
        expect(
          clauses.filter((clause) => all.includes(clause)),
          `broken: ${all.join(', ')}\n${outcome.findings.map(told).join('\n')}`,
        ).not.toEqual([])
      },
    )
  }
}

describe('faults of clients', () => {
  faults('npm', npmFaults, (fault) =>
    tryNpm(npmFaults.find(({ id }) => id === fault.id)!.make(), fault.only ?? fault.expect),
  )
  describe.skipIf(!hasPython)('skipped without python3', () =>
    faults('Python', pythonFaults, ({ id, expect: only }) => tryPython(id, only)),
  )
})
