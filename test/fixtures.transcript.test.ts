/** Transcripts: what is written is read back, and nothing that the bytes can tell is taken from the text. */
import { describe, expect, test } from 'vitest'
import { stageOf } from '../src/fixtures/build.ts'
import { tellStory } from '../src/fixtures/story.ts'
import { exchangesOf, type Trace } from '../src/judge/trace.ts'
import { readTranscript, writeTranscript } from '../src/judge/transcript.ts'

const stage = await stageOf('indomaret')
const { kit } = stage
const { trace } = await tellStory(stage, { name: 'journey', scenario: 'journey' })
const text = writeTranscript(trace)

/** The transcript with every exchange told otherwise than its bytes say. */
function lying(change: { [key: string]: unknown }): string {
  const [head, ...lines] = text.trimEnd().split('\n')
  const told = lines.map((line) => {
    const entry = JSON.parse(line) as { kind: string }
    return JSON.stringify(entry.kind === 'exchange' ? { ...entry, ...change } : entry)
  })
  return [head, ...told].join('\n')
}

describe('transcripts', () => {
  test('what is written is read back', () => {
    expect(readTranscript(text, kit)).toEqual(JSON.parse(JSON.stringify(trace)) as Trace)
  })

  test('the first line says what it is', () => {
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({
      kind: 'transcript',
      format: 1,
      protocol: 'indomaret',
      role: 'server',
    })
  })

  test('operation and signature are found in the bytes, whatever the text says', () => {
    const [first] = exchangesOf(readTranscript(lying({ operation: 'reversal', signature: 'bad' }), kit))
    expect(first).toMatchObject({ operation: 'inquiry', signature: 'good' })
  })

  test('decoded fields are found in the bytes, whatever the text says', () => {
    const { request } = exchangesOf(trace)[0]!
    const told = {
      ...request,
      read: { ok: true, name: 'ReqPayment', fields: { PaymentCode: '1' }, order: [], flaws: [] },
    }
    const [first] = exchangesOf(readTranscript(lying({ request: told }), kit))
    expect(first!.request.read).toEqual(request.read)
  })

  test('without a key the verdict of the recorder stands', () => {
    const [first] = exchangesOf(readTranscript(lying({ signature: 'bad' }), { dialect: kit.dialect }))
    expect(first!.signature).toBe('bad')
  })

  test.each([
    ['', 'The transcript is empty.'],
    ['{"kind":"exchange"}', 'Line 1 is no head of a transcript'],
    ['{"kind":"transcript","format":2}', 'Line 1 is no head of a transcript'],
    ['{"kind":"transcript","format":1}\n\nnonsense', 'Line 3 is no JSON object.'],
    ['{"kind":"transcript","format":1}\n{"kind":"verdict"}', 'Line 2 is no entry of a trace'],
    ['{"kind":"transcript","format":1}\n{"kind":"exchange"}', 'Line 2 is an exchange without a request.'],
  ])('%s is refused', (wrong, says) => {
    expect(() => readTranscript(wrong, kit)).toThrow(says)
  })
})
