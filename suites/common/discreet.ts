/** What no answer gives away: where in the code it was made, what was asked of a database, the key of anybody. */
import { textOf, type Response } from '../../src/wire/exchange.ts'

/** How the traces of several languages, queries and keys look, and what each is called. */
const leaks: [RegExp, string][] = [
  [/\bat [\w.$<>]+ ?\([^)\s]*:\d+(?::\d+)?\)|\bat [\w.$]+\([\w.]+\.(?:java|kt|scala):\d+\)/, 'a stack trace'],
  // A time of day after the word «at» is no place in a file of code.
  [/\bat [^\n]*\.(?:[cm]?[jt]sx?|java|kt|php|py|rb|go|cs):(?:line )?\d+/, 'a stack trace'],
  [
    /Traceback \(most recent|File "[^"]+", line \d+|\b(?:[a-z]+\.){2,}[A-Z]\w+(?:Exception|Error)\b/,
    'a stack trace',
  ],
  [
    /Exception in thread|goroutine \d+ \[|panicked at|\.(?:php|py)"?,? (?:on )?line \d+|\.rb:\d+:in /,
    'a stack trace',
  ],
  [
    /Cannot read propert(?:y|ies) (?:\S+ )?of (?:undefined|null)|Undefined (?:index|array key|variable)\b/,
    'an error of its code',
  ],
  [
    /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"]{0,80}\b(?:FROM|VALUES|SET|WHERE)\b|SQLSTATE|ORA-\d{5}/,
    'a query',
  ],
  [/\/(?:srv|usr|home|var|opt|app)\/[\w./-]+\.\w+|[A-Z]:\\\\[\w\\]+\.\w+|node_modules/, 'a path of a file'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----|MII[A-Za-z0-9+/]{3,5}IBADAN[A-Za-z0-9+/]{100}/, 'a private key'],
]

/** Addresses may stand in headers, and look like paths of files. */
const inHeaders = leaks.filter(([, what]) => what !== 'a path of a file')

/** What an answer gives away, in its body or in a header; undefined where it is nothing. */
export function leakIn({ body, headers }: Pick<Response, 'body' | 'headers'>): string | undefined {
  const said = plain(textOf(body))
  const leak =
    leaks.find(([pattern]) => pattern.test(said)) ??
    inHeaders.find(([pattern]) => headers.some(([, value]) => pattern.test(value)))
  return leak?.[1]
}

/** What JSON escapes is read as it was meant, and addresses of pages are no paths of files. */
const plain = (text: string): string =>
  text
    .replaceAll('\\/', '/')
    .replaceAll('\\"', '"')
    .replaceAll('\\n', '\n')
    .replace(/\bhttps?:\/\/[^\s"'<>]+/g, '')
