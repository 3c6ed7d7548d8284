/** Reads a JSON file that a person wrote, and says where it is broken. */
import { readFileSync } from 'node:fs'
import { DeclarationError } from './declaration-error.ts'

/** The value in a JSON file. Throws DeclarationError with line and column. */
export function readJsonFile(path: string): unknown {
  const text = readText(path, path)
  try {
    return JSON.parse(text) as unknown
  } catch {
    const { line, column, found } = placeOf(text, firstFault(text))
    throw new DeclarationError(`${path}:${line}:${column} is not JSON at ${found}. Correct it there.`)
  }
}

/** Text of a file, without a byte order mark. Throws DeclarationError, with `what` to name it. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    throw new DeclarationError(`${what} cannot be read: ${whyUnreadable(error)}. Check the path.`)
  }
}

function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return code === 'EACCES' ? 'permission is denied' : message
}

function placeOf(text: string, offset: number): { line: number; column: number; found: string } {
  const lines = text.slice(0, offset).split('\n')
  const rest = text.slice(offset).split('\n', 1)[0]!.trim()
  const found =
    offset >= text.length
      ? 'the end of the file'
      : rest === ''
        ? 'the end of the line'
        : `«${rest.slice(0, 20)}»`
  return { line: lines.length, column: lines.at(-1)!.length + 1, found }
}

const token =
  /[ \t\r\n]*([{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y

/** Kinds of token that may stand next, for each state of the reader. */
const allowed = {
  value: '{["v',
  firstValue: '{["v]',
  key: '"',
  firstKey: '"}',
  colon: ':',
  afterValue: ',',
  end: '',
} as const

/** Offset of the first token that breaks the grammar. JSON.parse does not always tell. */
function firstFault(text: string): number {
  const open: string[] = []
  let state: keyof typeof allowed = 'value'
  for (token.lastIndex = 0; ;) {
    const start = token.lastIndex + /^[ \t\r\n]*/.exec(text.slice(token.lastIndex))![0].length
    const kind = kindOf(token.exec(text)?.[1])
    const closes = open.at(-1)
    const fits = kind !== '' && (allowed[state].includes(kind) || (state === 'afterValue' && kind === closes))
    if (!fits) return start
    state = nextState(state, kind, open)
  }
}

function kindOf(found: string | undefined): string {
  if (found === undefined) return ''
  return '{}[],:"'.includes(found[0]!) ? found[0]! : 'v'
}

function nextState(state: keyof typeof allowed, kind: string, open: string[]): keyof typeof allowed {
  if (kind === '{' || kind === '[') {
    open.push(kind === '{' ? '}' : ']')
    return kind === '{' ? 'firstKey' : 'firstValue'
  }
  if (kind === ':') return 'value'
  if (kind === ',') return open.at(-1) === '}' ? 'key' : 'value'
  if (kind === '"' && (state === 'key' || state === 'firstKey')) return 'colon'
  if (kind === '}' || kind === ']') open.pop()
  return open.length === 0 ? 'end' : 'afterValue'
}
