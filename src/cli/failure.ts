/** What a command could not do: one sentence for people, and the exit code of the design. */
import { CommanderError } from 'commander'
import { ContractError } from '../contract/load.ts'
import { exitCodes } from '../judge/verdict.ts'
import { DeclarationError } from '../stimulate/declaration-error.ts'
import { HookError } from '../stimulate/hooks-error.ts'

/** A wrong use of a command, told in a sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export interface Failure {
  /** Empty when it was said already. */
  says: string
  code: number
}

/** Sentence and exit code of whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return { says: '', code: error.exitCode === 0 ? 0 : exitCodes.usage }
  const { name, message } = error as Error
  if (name === 'Unreachable') return { says: message, code: exitCodes.unreachable }
  if (isUsage(error)) return { says: message, code: exitCodes.usage }
  const ofSystem = systemFailure(error as NodeJS.ErrnoException)
  if (ofSystem !== undefined) return { says: ofSystem, code: exitCodes.usage }
  if (error instanceof HookError) return { says: message, code: exitCodes.error }
  const what = error instanceof Error ? firstLine(message) : String(error)
  return {
    says: `An error of our own: ${what}. Set DEBUG=batu-uji to see where, and report it.`,
    code: exitCodes.error,
  }
}

function isUsage(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof DeclarationError || error instanceof ContractError)
    return true
  // The gateway is loaded only by the commands that need it.
  return (error as Error).name === 'ControlError'
}

function systemFailure({ code, path, syscall, ...rest }: NodeJS.ErrnoException): string | undefined {
  const { port, address } = rest as { port?: number; address?: string }
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use on ${address}. Choose another with --port (of certify: --listen), or end what listens there.`
  if (code === 'EADDRNOTAVAIL')
    return `The address ${address} is not one of this machine. Choose another with --host.`
  if (syscall === 'listen' && code === 'EACCES')
    return `Port ${port} may not be opened by this user. Choose one above 1023 with --port (of certify: --listen).`
  if (syscall === 'getaddrinfo')
    return `The host name of --host is not known. Write an address, such as 127.0.0.1.`
  if (code === undefined || fileWords[code] === undefined) return undefined
  return `${path ?? 'A file'}: ${fileWords[code]}`
}

const fileWords: { [code: string]: string } = {
  EACCES: 'permission is denied. Choose another place, or change its permissions.',
  EPERM: 'permission is denied. Choose another place, or change its permissions.',
  EROFS: 'the file system is read-only. Choose another place.',
  ENOSPC: 'the disk is full. Make room, or choose another place.',
  ENOENT: 'there is no such file. Check the path.',
  ENOTDIR: 'part of the path is a file and no folder. Choose another place.',
  EISDIR: 'it is a folder. Name a file.',
  EEXIST: 'it exists already. Choose another place.',
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.replace(/\.$/, '')
}
