/** A hook that is a command: JSON on its standard input, JSON on its standard output. */
import { spawn } from 'node:child_process'
import { HookError } from './hooks-error.ts'
import type { Ask, HookName } from './hooks-form.ts'

interface Run {
  code: number | null
  stdout: string
  stderr: string
}

const largest = 8 * 1024 * 1024

/** Commands that run at a time: each is a process of its own, and the time of one that waits for its turn does not count. */
const turn = createTurns(4)

/** Lets so many tasks run at a time, in the order in which they came. */
function createTurns(most: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = most
  return async (task) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** Asks a command, started without a shell in the declaration's folder, anew for every question. */
export function commandAsk(
  hook: HookName,
  command: string[],
  options: { cwd: string; timeoutMs: number },
): Ask {
  const what = `The ${hook} hook (${command.join(' ')})`
  return async (input) => {
    const { code, stdout, stderr } = await turn(() => run(command, JSON.stringify(input), options, what))
    if (code !== 0)
      throw new HookError(
        `${what} ended with ${code ?? 'a signal'}: ${lastLine(stderr)}. Correct the command.`,
      )
    return parsed(stdout, stderr, what)
  }
}

function run(
  [program = '', ...args]: string[],
  input: string,
  options: { cwd: string; timeoutMs: number },
  what: string,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, stdio: 'pipe' })
    const fail = (why: string, todo: string) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new HookError(`${what} ${why}. ${todo}`))
    }
    const timer = setTimeout(
      () => fail(`did not end within ${options.timeoutMs} ms`, 'Make it faster, or raise its timeoutMs.'),
      options.timeoutMs,
    )
    const out = collect(child.stdout, () => fail('wrote more than 8 MiB', 'Write one JSON value only.'))
    const err = collect(child.stderr, () => undefined)
    child.on('error', (error) =>
      fail(`cannot be started: ${error.message}`, 'Check the command and its folder.'),
    )
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout: out(), stderr: err() })
    })
    child.stdin.on('error', () => undefined) // a command need not read its input
    child.stdin.end(input)
  })
}

function collect(stream: NodeJS.ReadableStream, overflow: () => void): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= largest) chunks.push(chunk)
    else overflow()
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function parsed(stdout: string, stderr: string, what: string): unknown {
  if (stdout.trim() === '') return undefined
  try {
    return JSON.parse(stdout) as unknown
  } catch {
    const said = stderr.trim() === '' ? `«${stdout.trim().slice(0, 100)}»` : lastLine(stderr)
    throw new HookError(
      `${what} wrote no JSON on its standard output: ${said}. Write one JSON value there, and nothing else.`,
    )
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim().slice(0, 300) || 'it said nothing on its standard error'
}
