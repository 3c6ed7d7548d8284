import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, type Exchange } from '../wire/exchange.ts'
import { curlOf } from './tell.ts'

const sent = (body: Uint8Array): string | undefined =>
  curlOf({
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:9/it',
      headers: [['X-It', "it's"]],
      body: bodyOf(body),
    },
  } as unknown as Exchange)

/** What a shell hands to curl as the body. */
const given = (command: string): Buffer =>
  execFileSync('sh', [
    '-c',
    `curl() { for last; do :; done; if [ "$last" = @- ]; then cat; else printf %s "$last"; fi; }\n${command}`,
  ])

describe('the command line of a finding', () => {
  test('sends the very bytes, whatever they are', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 60, min: 1 })
    fc.assert(
      fc.property(bytes, (body) => {
        expect(given(sent(body)!)).toEqual(Buffer.from(body))
      }),
      {
        numRuns: 50,
        examples: [[Buffer.from('@-')], [Buffer.from("-n %s \\101 it's")], [Buffer.from([0x25, 0xff, 0x31])]],
      },
    )
  })

  test('is not there for what no line can show, nor for letters in which a secret would go unseen', () => {
    expect(sent(Buffer.alloc(5000, 'a'))).toBeUndefined()
    expect(sent(Buffer.from('PIN 1234', 'utf16le'))).toBeUndefined()
  })
})
