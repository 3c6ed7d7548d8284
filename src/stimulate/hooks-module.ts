/** A hook that is a function of an ES module. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DeclarationError } from './declaration-error.ts'
import { HookError } from './hooks-error.ts'
import type { Ask, HookInput, HookName } from './hooks-form.ts'

/** A function that a module exports. Throws DeclarationError when there is none; `where` names it in the declaration. */
export async function exported<F>(
  path: string,
  name: string,
  { baseDir, where }: { baseDir: string; where: string },
): Promise<F> {
  const file = resolve(baseDir, path)
  const module = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new DeclarationError(
      `${where}: the module ${file} cannot be loaded: ${firstLine(error)}. Correct the path or the module.`,
    )
  })
  const found = (module as { [name: string]: unknown })[name]
  if (typeof found === 'function') return found as F
  throw new DeclarationError(`${where}: the module ${file} exports no function \`${name}\`. Export it.`)
}

/** Asks a function with the same JSON that a command would read; it may answer now or later. */
export function moduleAsk(hook: HookName, call: (input: HookInput) => unknown, timeoutMs: number): Ask {
  return async (input) => {
    try {
      return await withinTime(Promise.resolve(call(input)), timeoutMs)
    } catch (error) {
      throw new HookError(`The ${hook} hook's module failed: ${firstLine(error)}. Correct the module.`)
    }
  }
}

async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
}
