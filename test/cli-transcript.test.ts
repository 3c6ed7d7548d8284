/** A transcript is judged as the run was, although nobody knows any more what stood in the place of its secrets. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { protocols } from '../src/contract/load.ts'
import { home } from '../src/contract/home.ts'

const folder = mkdtempSync(join(tmpdir(), 'batu-uji-transcripts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function batu(...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [join(home, 'bin', 'batu-uji.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout }
}

test.each(protocols())('the transcript of an honest run of %s breaks no rule', (protocol) => {
  const transcript = `${protocol}.ndjson`
  const certified = batu('certify', protocol, '-q', '--transcript', transcript, '--report', `of-${protocol}`)
  expect(certified.status).toBe(0)
  expect(existsSync(join(folder, transcript))).toBe(true)
  for (const file of [transcript, join(`of-${protocol}`, 'events.ndjson')]) {
    const { status, stdout } = batu('judge', protocol, file)
    expect(status, stdout.slice(-2000)).toBe(0)
    expect(stdout).toContain('server: ✓ pass')
  }
})

test('a PIN stands in no transcript, however it was sent', () => {
  const text = readFileSync(join(folder, 'xgateway.ndjson'), 'utf8')
  expect(text).toContain('[masked-1]')
  expect(text).not.toMatch(/<name>PIN<\/name>\s*<value>\s*(?:<\w+>)?(?:<!\[CDATA\[)?\d/)
  expect(text).not.toMatch(/\d(?:\]\]>)?(?:<\/\w+>)?<\/value>\s*<name>PIN<\/name>/)
})
