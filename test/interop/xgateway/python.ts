/** Starts a Python program of this folder and waits for the line that tells its port. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Partner } from '../trial.ts'

export const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export const hasPython = spawnSync('python3', ['-c', 'import xmlrpc.client, http.server']).status === 0

export interface Program {
  origin: string
  close(): Promise<void>
}

export async function startProgram(name: string, ...args: string[]): Promise<Program> {
  const child = spawn('python3', [script(name), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(10_000) })) as [string]
  const close = async () => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  return { origin: `http://127.0.0.1:${/^port (\d+)$/.exec(line)![1]}`, close }
}

/** The gateway in Python, and hooks as its owner would declare them. */
export async function startPython(style = 'loads', fault = ''): Promise<Partner & { control: object }> {
  const { origin, close } = await startProgram('gateway.py', style, fault)
  return { url: `${origin}/st24`, control: controlAt(origin), close }
}

const wishes = [
  'data',
  'code',
  'product',
  'price',
  'outcome',
  'settlesIn',
  'customer',
  'power',
  'balance',
  'credit',
  'callbackUrl',
]

function controlAt(origin: string): object {
  const json = Object.fromEntries(wishes.map((name) => [name, `\${${name}}`]))
  return {
    provision: {
      http: { url: `${origin}/ops/make`, json },
      answer: { pin: '/pin', balance: '/balance' },
    },
    clock: {
      http: { url: `${origin}/ops/later`, json: { seconds: '${seconds}' } },
      answer: { now: '/now' },
    },
    balance: { http: { url: `${origin}/ops/left`, json: { account: '${account}' } } },
    ledger: { http: { url: `${origin}/ops/books`, json: { code: '${code}' } } },
  }
}
