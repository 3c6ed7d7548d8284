/** The committed fixtures: what the manifest says of them is true, and they are what would be generated today. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { home } from '../src/contract/home.ts'
import { protocols } from '../src/contract/load.ts'
import { type Built, buildFixtures, stageOf } from '../src/fixtures/build.ts'
import type { Item, Manifest } from '../src/fixtures/manifest.ts'
import { kitFor } from '../src/fixtures/published.ts'
import { traceOfSingle } from '../src/fixtures/single.ts'
import type { Stage } from '../src/fixtures/story.ts'
import { type Break, breaksOf } from '../src/fixtures/verdict.ts'
import { hasWorkshop } from '../src/fixtures/workshop.ts'
import { readTranscript } from '../src/judge/transcript.ts'

describe.each(protocols().filter(hasWorkshop))('fixtures of %s', (protocol) => {
  const folder = join(home, 'fixtures', protocol)
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const bytesOf = ({ path }: Pick<Item, 'path'>) => readFileSync(join(folder, path))
  const names = (items: Item[]) => items.map((item) => [item.path, item] as const)
  let stage: Stage
  let built: Built
  beforeAll(async () => {
    stage = await stageOf(protocol)
    built = await buildFixtures(protocol)
  })

  /** Judges a fixture by its file alone. */
  function judged(item: Item): Break[] {
    const kit = item.origin === 'published' ? kitFor(stage.kit, 'document') : stage.kit
    if (item.kind === 'transcript')
      return breaksOf(kit, stage.suite.rules, readTranscript(bytesOf(item).toString(), kit))
    const request = item.side === 'request' ? bytesOf(item) : bytesOf({ path: item.answers! })
    const single = {
      operation: item.operation!,
      request,
      ...(item.side === 'response' ? { response: bytesOf(item) } : {}),
    }
    return breaksOf(kit, stage.suite.rules, traceOfSingle(kit, single))
  }

  test('the manifest keeps its schema', () => {
    const schema = JSON.parse(readFileSync(join(home, 'schemas', 'manifest.schema.json'), 'utf8')) as object
    const validate = new Ajv2020({ strict: true }).compile(schema)
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true)
    expect(existsSync(join(folder, dirname(manifest.$schema), 'manifest.schema.json'))).toBe(true)
  })

  test('every file is listed, with its bytes', () => {
    const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
      entry.isFile(),
    )
    const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    const told = paths.filter(
      (path) => !/(^|\/)(manifest\.json|sources\.json|vectors\.json|TABLE\.md|README\.md)$/.test(path),
    )
    expect(told.sort()).toEqual(manifest.fixtures.map(({ path }) => path).sort())
    for (const item of manifest.fixtures)
      expect(createHash('sha256').update(bytesOf(item)).digest('hex'), item.path).toBe(item.sha256)
  })

  test('nothing has drifted: npm run fixtures makes these very bytes', () => {
    const drifted = [...built.files].filter(
      ([path, bytes]) => !existsSync(join(folder, path)) || !readFileSync(join(folder, path)).equals(bytes),
    )
    expect(drifted.map(([path]) => path)).toEqual([])
  })

  test('made twice, they are the same', async () => {
    const { files } = await buildFixtures(protocol)
    expect(
      [...files].filter(([path, bytes]) => !built.files.get(path)?.equals(bytes)).map(([path]) => path),
    ).toEqual([])
  })

  test('messages that are not kept break two rules that both speak about them', () => {
    expect(
      built.passedOver.filter(({ item }) => item.breaks.length === 0).map(({ item }) => item.path),
    ).toEqual([])
  })

  const ofFiles = manifest.fixtures.filter(
    ({ path }) => !path.startsWith('published/captures/') && path !== 'published/document/ResInquiry.xml',
  )
  test.each(names(ofFiles))('%s breaks what the manifest says', (_path, item) => {
    expect(judged(item)).toEqual(item.breaks)
  })

  test.each(names(manifest.fixtures.filter(({ path }) => /^(honest|published\/document)\//.test(path))))(
    '%s breaks nothing that is demanded',
    (_path, item) => {
      expect(item.valid).toBe(true)
      expect(item.breaks.filter(({ level }) => level === 'must')).toEqual([])
    },
  )

  test.each(names(manifest.fixtures.filter(({ origin }) => origin === 'broken')))(
    '%s breaks one rule',
    (_path, item) => {
      expect(new Set(item.breaks.map(({ rule }) => rule)).size).toBe(1)
      if (item.role === 'server') expect(item.breaks.flatMap(({ clauses }) => clauses)).not.toEqual([])
    },
  )

  test('every correction of a sample names an erratum and is in the file', () => {
    const errata = new Set(stage.kit.contract.errata.map(({ id }) => id))
    for (const item of manifest.fixtures)
      for (const { erratum, found, corrected } of item.corrections ?? []) {
        expect(errata).toContain(erratum)
        expect(bytesOf(item).toString(), item.path).toContain(corrected)
        if (found !== '' && !corrected.startsWith(found) && !found.startsWith(corrected))
          expect(bytesOf(item).toString(), item.path).not.toContain(found)
      }
  })
})
