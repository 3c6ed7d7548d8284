/** The command as a user starts it: how long all of it takes, and how soon the first request leaves. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { home } from '../src/contract/home.ts'
import { inTurns, timed } from './measure.ts'
import { rowOf, type Row } from './row.ts'

const bin = join(home, 'bin', 'batu-uji.js')

/** Seconds that the whole command may take, where that is not the usual time: SNAP's run signs and verifies most. */
const longest: { [protocol: string]: number } = { snap: 10 }

/** Rows about the command; what it writes goes to a folder that is removed again. */
export async function commandRows(protocol: string): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'batu-uji-bench-'))
  try {
    const whole = await inTurns(3, () => timed(() => runWhole(protocol, folder)), bareStart)
    const first = await inTurns(5, () => untilFirstRequest(protocol, folder), bareStart)
    const limit = 'node that does nothing'
    const command = `certify ${protocol}`
    return [
      rowOf({ what: `${command}, whole command`, limit, budget: { seconds: longest[protocol] ?? 5 } }, whole),
      rowOf({ what: `${command}, start to first request`, limit, budget: { seconds: 0.5 } }, first),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function bareStart(): Promise<number> {
  return timed(() => ended(start(['-e', '0'])))
}

async function runWhole(protocol: string, folder: string): Promise<void> {
  const code = await ended(start([bin, 'certify', protocol, '--quiet', '--report', folder]))
  if (code !== 0) throw new Error(`The command ended with the exit code ${code}.`)
}

/** Milliseconds from the start of the process to its first request other than the look for a gateway of ours. */
async function untilFirstRequest(protocol: string, folder: string): Promise<number> {
  let arrived: (at: number) => void
  const arrival = new Promise<number>((resolve) => (arrived = resolve))
  const server = createServer(({ url }, response) => {
    if (!url?.startsWith('/.well-known/')) arrived(performance.now())
    response.writeHead(404).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const begun = performance.now()
  const child = start([bin, 'certify', protocol, '--quiet', '--target', url, '--report', folder])
  const gone = ended(child)
  const at = await Promise.race([arrival, gone])
  child.kill('SIGKILL')
  await gone
  server.closeAllConnections()
  server.close()
  if (at === null || at <= begun) throw new Error('The command ended before it sent a request.')
  return at - begun
}

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}
