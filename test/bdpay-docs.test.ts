/** The page about BDPay: its shell example signs as the suite does, and its list of methods is that of the contract. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { home } from '../src/contract/home.ts'
import { loadContract } from '../src/contract/load.ts'
import { textToSign, valueText } from '../src/dialects/bdpay-sign.ts'
import { verifyValues } from '../src/dialects/bdpay-verify.ts'
import type { Json } from '../src/wire/reading.ts'

const page = readFileSync(join(home, 'docs', 'bdpay.md'), 'utf8')
const isThere = (tool: string): boolean => spawnSync(tool, ['version']).status === 0

test.skipIf(!isThere('openssl'))('its shell example signs an order that the sandbox takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'batu-uji-docs-'))
  try {
    symlinkSync(join(home, 'schemas'), join(folder, 'schemas'))
    execFileSync('sh', ['-e', '-c', /```sh\n([^`]*)```/.exec(page)![1]!], { cwd: folder })
    const { sign, ...fields } = JSON.parse(readFileSync(join(folder, 'signed.json'), 'utf8')) as {
      [name: string]: Json
    }
    const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, valueText(value)!])
    const key = readFileSync(join(home, 'schemas', 'bdpay', 'keys', 'S820210000000001.pem'), 'utf8')
    expect(textToSign(pairs)).toContain('VA_BCABudi Santosohttp')
    expect(verifyValues({ pairs, signature: String(sign), key })).toEqual({ good: true })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('its methods are those of the contract, in their order', () => {
  const named = [...page.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, method]) => method)
  expect(named).toEqual(loadContract('bdpay').formats['method']!.values)
})
