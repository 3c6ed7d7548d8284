/** The stream of specimens, against writing the same objects as JSON. */
import { generate } from '../src/fixtures/generate.ts'
import { inTurns, timed } from './measure.ts'
import { rowOf, type Row } from './row.ts'

const count = 2000

export async function fixtureRow(protocol: string): Promise<Row> {
  const objects = (await specimens(protocol))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  const compared = await inTurns(
    7,
    () => timed(() => specimens(protocol)),
    () => timed(() => objects.map((object) => JSON.stringify(object)).join('\n')),
  )
  return rowOf({ what: `${protocol}, generate ${count} specimens`, limit: 'JSON.stringify' }, compared)
}

async function specimens(protocol: string): Promise<string> {
  const pieces: string[] = []
  const options = { protocol, format: 'ndjson', count, seed: 1, valid: true, invalid: true } as const
  for await (const piece of generate(options)) pieces.push(piece)
  return pieces.join('')
}
