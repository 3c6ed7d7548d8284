/** Transcripts: what is written is read back, and nothing that the bytes can tell is taken from the text. */
import { describe, expect, test } from 'vitest'
import { protocols } from '../src/contract/load.ts'
import { stageOf } from '../src/fixtures/build.ts'
import { tellStory } from '../src/fixtures/story.ts'
import { hasWorkshop } from '../src/fixtures/workshop.ts'
import { exchangesOf, type Trace } from '../src/judge/trace.ts'
import { readTranscript, writeTranscript } from '../src/judge/transcript.ts'

const told = await Promise.all(protocols().filter(hasWorkshop).map(journeyOf))

/** A protocol's first journey, as a trace and as text. */
async function journeyOf(protocol: string) {
  const stage = await stageOf(protocol)
  const { trace } = await tellStory(stage, stage.workshop.journeys[0]!)
  return { protocol, kit: stage.kit, trace, text: writeTranscript(trace) }
}

describe.each(told)('transcripts of $protocol', ({ protocol, kit, trace, text }) => {
  const first = exchangesOf(trace)[0]!

  test('what is written is read back', () => {
    expect(readTranscript(text, kit)).toEqual(JSON.parse(JSON.stringify(trace)) as Trace)
  })

  test('the first line says what it is', () => {
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({
      kind: 'transcript',
      format: 1,
      protocol,
      role: 'server',
    })
  })

  test('operation and signature are found in the bytes, whatever the text says', () => {
    const lie = { operation: 'nonsense', ...(kit.keys.sign ? { signature: 'bad' } : {}) }
    const [read] = exchangesOf(readTranscript(lying(text, lie), kit))
    const { operation, signature } = first
    expect(read).toMatchObject({ operation, signature })
  })

  test('decoded fields are found in the bytes, whatever the text says', () => {
    const read = { ok: true, name: 'Nonsense', fields: { Nonsense: '1' }, order: [], flaws: [] }
    const [found] = exchangesOf(readTranscript(lying(text, { request: { ...first.request, read } }), kit))
    expect(found!.request.read).toEqual(first.request.read)
  })

  test('without a key the verdict of the recorder stands', () => {
    const lie = lying(text, { signature: 'bad' })
    const [read] = exchangesOf(readTranscript(lie, { dialect: kit.dialect }))
    expect(read!.signature).toBe('bad')
  })
})

describe('transcripts with callbacks', () => {
  test('a callback is read back as one, and who is waited for is told', async () => {
    const stage = await stageOf('xgateway')
    const story = { name: 'pending', scenario: 'pending', plan: { data: 'pendingfail' } }
    const { trace } = await tellStory(stage, story)
    const read = readTranscript(writeTranscript(trace), stage.kit)
    expect(read).toEqual(JSON.parse(JSON.stringify(trace)) as Trace)
    expect(read.declared).toMatchObject({ callbacks: true, balance: true })
    const [callback] = exchangesOf(read).filter(({ from }) => from === 'gateway')
    expect(callback).toMatchObject({ operation: 'callback', response: { status: 200 } })
    expect(read.entries).toContainEqual(expect.objectContaining({ kind: 'listened', heard: 1 }))
  })
})

/** The transcript with every exchange told otherwise than its bytes say. */
function lying(text: string, change: { [key: string]: unknown }): string {
  const [head, ...lines] = text.trimEnd().split('\n')
  const changed = lines.map((line) => {
    const entry = JSON.parse(line) as { kind: string }
    return JSON.stringify(entry.kind === 'exchange' ? { ...entry, ...change } : entry)
  })
  return [head, ...changed].join('\n')
}

describe('what is no transcript', () => {
  test.each([
    ['', 'The transcript is empty.'],
    ['{"kind":"exchange"}', 'Line 1 is no head of a transcript'],
    ['{"kind":"transcript","format":2}', 'Line 1 is no head of a transcript'],
    ['{"kind":"transcript","format":1}\n\nnonsense', 'Line 3 is no JSON object.'],
    ['{"kind":"transcript","format":1}\n{"kind":"verdict"}', 'Line 2 is no entry of a trace'],
    ['{"kind":"transcript","format":1}\n{"kind":"exchange"}', 'Line 2 is an exchange without a request.'],
  ])('%s is refused', (wrong, says) => {
    expect(() => readTranscript(wrong, told[0]!.kit)).toThrow(says)
  })
})
