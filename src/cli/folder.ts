/** Makes a folder to write into before anything is done, and takes it away again when nothing was written. */
import { existsSync, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from './failure.ts'

/** Makes sure that a folder can be written to; gives a function that removes what was made for it and is still empty. */
export function claimFolder(dir: string, option: string): () => void {
  const missing = missingOf(resolve(dir))
  const remove = () => removeEmpty(missing)
  try {
    // One by one: node loops for ever over a folder that /proc and its like refuse to make.
    for (const folder of missing) makeFolder(folder)
    probe(dir)
  } catch (error) {
    remove()
    throw new UsageError(`${dir} cannot be written to: ${whyNot(error)}. Choose another with ${option}.`)
  }
  return remove
}

/** Another run may have made it meanwhile. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Folders that are not there, the outermost first. */
function missingOf(path: string): string[] {
  return existsSync(path) ? [] : [...missingOf(dirname(path)), path]
}

function removeEmpty(folders: string[]): void {
  try {
    for (const folder of folders.toReversed()) rmdirSync(folder)
  } catch {
    // Somebody else writes there, or it was never made.
  }
}

/** Permissions do not tell everything: a read-only file system shows only when it is tried. */
function probe(dir: string): void {
  if (!statSync(dir).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
  const file = join(dir, `.batu-uji-${process.pid}`)
  writeFileSync(file, '')
  rmSync(file)
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'permission is denied'
  if (code === 'ENOTDIR') return 'it is a file, or below one'
  if (code === 'ENOENT') return 'it cannot be made there'
  if (code === 'EROFS') return 'the file system is read-only'
  return code === 'ENOSPC' ? 'the disk is full' : (code ?? message)
}
