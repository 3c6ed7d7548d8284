/** Texts that are signed by mistake in place of the right one, each with the part in which it differs. */
import { createHash } from 'node:crypto'
import type { Suspects } from './doku-check.ts'
import { digestOf, linesOf, textToSign, type SignedParts } from './doku-sign.ts'

/** A wrong text, and what is wrong with it. */
export interface Mistake {
  differs: string
  says: string
  text: string
}

/** The wrong texts of a message, the likeliest first. */
export function mistakes(parts: SignedParts, suspects: Suspects = {}): Mistake[] {
  const right = textToSign(parts)
  const wrong = [
    ...ofBody(parts, suspects),
    ...ofTarget(parts, suspects),
    ...ofTime(parts),
    ...ofForm(parts),
    ...ofBoth(parts),
  ]
  return wrong.filter(({ text }) => text !== right)
}

/** Other digests in the place of the right one. */
function ofBody(parts: SignedParts, { bodies = [] }: Suspects): Mistake[] {
  const { body } = parts
  const right = textToSign(parts)
  if (body === undefined)
    return [
      {
        differs: 'digest',
        says: 'A digest is signed where nothing is sent.',
        text: textToSign({ ...parts, body: new Uint8Array() }),
      },
    ]
  const hex = createHash('sha256').update(body).digest('hex')
  const digests: [string, string][] = [
    ['The digest is in hexadecimal.', hex],
    ['The digest is in hexadecimal.', hex.toUpperCase()],
    ['The digest is in hexadecimal first, and that in Base64.', Buffer.from(hex).toString('base64')],
    ['The digest has SHA-256= before it.', `SHA-256=${digestOf(body)}`],
    ['The digest is over nothing.', digestOf(new Uint8Array())],
    ['The body itself is signed, not its digest.', Buffer.from(body).toString('utf8')],
    ...rewritten(body).map((text): [string, string] => [
      'The body was parsed and written anew before its digest was made.',
      digestOf(Buffer.from(text)),
    ]),
    ...bodies.map((other): [string, string] => ['The digest is that of another message.', digestOf(other)]),
  ]
  const without = { ...parts }
  delete without.body
  return [
    ...digests.map(([says, digest]) => ({
      differs: 'body',
      says,
      text: right.replace(/Digest:.*$/, () => `Digest:${digest}`),
    })),
    { differs: 'body', says: 'The digest is not signed.', text: textToSign(without) },
  ]
}

/** The same JSON in the ways that libraries write it. */
function rewritten(body: Uint8Array): string[] {
  try {
    const value = JSON.parse(Buffer.from(body).toString('utf8')) as unknown
    const plain = JSON.stringify(value)
    const escaped = plain.replace(
      /[^\0-~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    return [
      plain,
      plain.replaceAll('/', '\\/'),
      escaped,
      escaped.replaceAll('/', '\\/'),
      JSON.stringify(value, null, 2),
      JSON.stringify(value, null, 4),
    ]
  } catch {
    return []
  }
}

function ofTarget(parts: SignedParts, { origins = [], targets = [] }: Suspects): Mistake[] {
  const { target } = parts
  const paths: [string, string][] = [
    ...origins.map((origin): [string, string] => ['The whole URL is signed, not the path.', origin + target]),
    ...origins.map((origin): [string, string] => [
      'The host is signed with the path.',
      origin.replace(/^\w+:\/\//, '') + target,
    ]),
    ['The path is signed without its first slash.', target.slice(1)],
    ['The path is signed with a slash behind it.', `${target}/`],
    ['The path is signed as it was before it was encoded.', decoded(target)],
    ['The path is not signed.', ''],
    ...targets.map((other): [string, string] => ['The path of another address is signed.', other]),
  ]
  const without = linesOf(parts).filter(([name]) => name !== 'Request-Target')
  return [
    ...paths.map(([says, other]) => ({
      differs: 'path',
      says,
      text: textToSign({ ...parts, target: other }),
    })),
    {
      differs: 'path',
      says: 'The path is not signed.',
      text: without.map(([name, value]) => `${name}:${value}`).join('\n'),
    },
  ]
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

/** The same instant in other spellings, and the seconds next to it. */
function ofTime(parts: SignedParts): Mistake[] {
  const instant = Date.parse(parts.time)
  if (Number.isNaN(instant)) return []
  const utc = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
  const local = utc(instant + 7 * 3_600_000)
  const times: [string, string][] = [
    ['The time is signed in UTC, and sent otherwise.', utc(instant)],
    ['The time is signed with milliseconds.', new Date(instant).toISOString()],
    ['The time is signed as it is in Jakarta.', local],
    ['The time is signed with the offset of Jakarta.', local.replace('Z', '+07:00')],
    ...[-2, -1, 1, 2].map((seconds): [string, string] => [
      'The time was read twice, for the signature and for the header.',
      utc(instant + seconds * 1000),
    ]),
  ]
  return times.map(([says, time]) => ({ differs: 'timestamp', says, text: textToSign({ ...parts, time }) }))
}

/** The right lines, put together otherwise. */
function ofForm(parts: SignedParts): Mistake[] {
  const lines = linesOf(parts)
  const joined = (between: string, colon = ':', of = lines) =>
    of.map(([name, value]) => name + colon + value).join(between)
  const text = joined('\n')
  const forms: [string, string][] = [
    ['A line break stands at the end.', `${text}\n`],
    ['The lines are joined by CR and LF.', joined('\r\n')],
    ['A line break of CR and LF stands at the end.', `${joined('\r\n')}\r\n`],
    ['A blank stands behind each colon.', joined('\n', ': ')],
    ['The lines are joined by nothing.', joined('')],
    ['A backslash and an n join the lines, not a line break.', joined('\\n')],
    ['The values are signed without their names.', lines.map(([, value]) => value).join('\n')],
    [
      'The names are signed in small letters.',
      joined(
        '\n',
        ':',
        lines.map(([n, v]) => [n.toLowerCase(), v]),
      ),
    ],
    ...orders(lines).map((of): [string, string] => [
      'The lines are signed in another order.',
      joined('\n', ':', of),
    ]),
  ]
  return forms.map(([says, wrong]) => ({ differs: 'text', says, text: wrong }))
}

/** Any two lines changed for each other, all of them turned round, or sorted. */
function orders(lines: [string, string][]): [string, string][][] {
  const swapped = lines.flatMap((_line, a) =>
    lines.slice(a + 1).map((_other, offset) => {
      const copy = [...lines]
      const b = a + 1 + offset
      ;[copy[a], copy[b]] = [copy[b]!, copy[a]!]
      return copy
    }),
  )
  return [...swapped, lines.toReversed(), lines.toSorted(([a], [b]) => (a < b ? -1 : 1))]
}

/** The line of the time under the name that it has in the other kind of message. */
function ofBoth(parts: SignedParts): Mistake[] {
  const { timeName = 'Request-Timestamp' } = parts
  const other = timeName === 'Request-Timestamp' ? 'Response-Timestamp' : 'Request-Timestamp'
  return [
    {
      differs: 'text',
      says: `The time is signed as ${other}.`,
      text: textToSign({ ...parts, timeName: other }),
    },
  ]
}
