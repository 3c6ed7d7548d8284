/** Reads a SOAP request with saxes, by namespace: strict about XML, easy about everything that SOAP leaves open. */
import { SaxesParser } from 'saxes'

export type Call = { root: string; given: Map<string, string> }

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/'

interface Walk {
  path: string[]
  roots: string[]
  given: Map<string, string>
  text: string
  complaint?: string
}

/** The call, or a sentence about why it cannot be read. */
export function readSaxes(bytes: Buffer): Call | string {
  const walk: Walk = { path: [], roots: [], given: new Map(), text: '' }
  const parser = new SaxesParser({ xmlns: true })
  const fail = (says: string) => void (walk.complaint ??= says)
  parser.on('error', (error) => fail(error.message))
  parser.on('doctype', () => fail('A DOCTYPE is not welcome.'))
  parser.on('opentag', ({ uri, local }) => open(walk, uri, local))
  parser.on('text', (text) => void (walk.text += text))
  parser.on('cdata', (text) => void (walk.text += text))
  parser.on('closetag', ({ local }) => close(walk, local))
  parser.write(bytes.toString('utf8')).close()
  if (walk.complaint) return walk.complaint
  return walk.roots.length === 1
    ? { root: walk.roots[0]!, given: walk.given }
    : 'The Body is to hold one element.'
}

function open(walk: Walk, uri: string, local: string): void {
  const { path } = walk
  if (path.length < 2 && uri !== soap11) walk.complaint ??= `${local} is not in the namespace of SOAP 1.1.`
  path.push(local)
  walk.text = ''
  if (path.length === 3 && path[1] === 'Body') walk.roots.push(local)
}

function close({ path, given, text, ...walk }: Walk, local: string): void {
  if (path.length === 4 && path[1] === 'Body') {
    if (given.has(local)) walk.complaint ??= `${local} comes twice.`
    given.set(local, text)
  }
  path.pop()
}
