/** The published vectors, recomputed by Python's standard library. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { hasPython } from './python.ts'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

describe.runIf(hasPython)('Python', () => {
  test.each(['doku', 'bdpay'])('computes the vectors of %s alike', (protocol) => {
    const args = [at('vectors.py'), protocol, at(`../../fixtures/${protocol}/published/vectors.json`)]
    const { stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    const told = JSON.parse(stdout) as { count: number; wrong: string[] }
    expect(told.wrong).toEqual([])
    expect(told.count).toBeGreaterThan(5)
  })
})
