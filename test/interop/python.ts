/** Starts the Python partner and waits for the line that tells its port. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Partner } from './trial.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const hasPython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0

export interface PythonPartner extends Partner {
  /** The declaration's hooks. */
  control: object
}

export async function startPython(fault = '', style = ''): Promise<PythonPartner> {
  const child = spawn(
    'python3',
    [file('partner.py'), fault, file('../../schemas/indomaret/indomaret.wsdl'), style],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(10_000) })) as [string]
  const origin = `http://127.0.0.1:${/^port (\d+)$/.exec(line)![1]}`
  const close = async () => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  return { url: `${origin}/layanan`, control: controlAt(origin), close }
}

function controlAt(origin: string): object {
  const bill = {
    code: '${code}',
    amount: '${amount}',
    least: '${minAmount}',
    fee: '${fee}',
    says: '${desc}',
    in: '${expiresIn}',
    biller: '${biller}',
  }
  const payments = { payments: '', reference: '/ref', paid: ['paid'] }
  return {
    provision: { http: { url: `${origin}/ops/bill`, json: bill } },
    clock: {
      http: { url: `${origin}/ops/clock`, json: { forward: '${seconds}' } },
      answer: { now: '/millis' },
    },
    ledger: { http: { method: 'GET', url: `${origin}/ops/deeds?code=\${code}` }, answer: payments },
  }
}
