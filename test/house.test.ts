/** The house: arrows between folders run one way, protocols are named only where they live, files keep their size. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { home } from '../src/contract/home.ts'
import { protocols } from '../src/contract/load.ts'

/** Folder to the folders that it may import from, besides itself. */
const arrows: { [folder: string]: string[] } = {
  'src/contract': ['src/wire'],
  'src/wire': ['src/dialects'],
  'src/dialects': ['src/contract', 'src/wire'],
  'src/judge': ['src/contract', 'src/wire', 'src/dialects'],
  'src/stimulate': ['src/contract', 'src/wire', 'src/dialects', 'src/judge'],
  'src/gateway': ['src/contract', 'src/wire', 'src/dialects'],
  'src/parties': ['src/contract', 'src/wire', 'src/dialects'],
  'src/report': ['src/contract', 'src/wire', 'src/judge'],
  'src/fixtures': ['src/contract', 'src/wire', 'src/dialects', 'src/judge', 'src/stimulate', 'src/gateway'],
  suites: ['src/contract', 'src/wire', 'src/dialects', 'src/judge', 'src/stimulate', 'src/vitest.ts'],
}

/** Type imports that run against the arrows: words of a lower storey, spelt in a higher one's file. */
const typesOnly = [
  ['src/contract', 'src/wire/reading.ts'],
  ['src/wire', 'src/dialects/dialect.ts'],
]

const files = [...walk(join(home, 'src')), ...walk(join(home, 'suites'))].map((file) => relative(home, file))
const code = files.filter((file) => !/\.(test|fixture|test-d)\.ts$/.test(file) && !file.includes('/testing/'))

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : path.endsWith('.ts') ? [path] : []
  })
}

function folderOf(file: string): string {
  return file.startsWith('suites/') ? 'suites' : file.split('/').slice(0, 2).join('/')
}

function importsOf(file: string): { path: string; isType: boolean }[] {
  const text = readFileSync(join(home, file), 'utf8')
  return [...text.matchAll(/(?:import|export) (type )?[^'";]*? from '(\.[^']+)'/g)].map(([, type, path]) => ({
    path: relative(home, resolve(home, dirname(file), path!)),
    isType: type !== undefined,
  }))
}

describe('arrows run one way', () => {
  for (const [folder, allowed] of Object.entries(arrows))
    test(`${folder} imports from ${allowed.join(', ')} only`, () => {
      const wrong = code
        .filter((file) => folderOf(file) === folder)
        .flatMap((file) => importsOf(file).map((one) => ({ file, ...one })))
        .filter(
          ({ path }) =>
            folderOf(path) !== folder && !allowed.includes(folderOf(path)) && !allowed.includes(path),
        )
      const turned = code
        .filter((file) => folderOf(file) === folder)
        .flatMap((file) => importsOf(file).map((one) => ({ file, ...one })))
        .filter(({ path, isType }) =>
          typesOnly.some(
            ([from, to]) => from === folder && folderOf(to!) === folderOf(path) && !(isType || path === to),
          ),
        )
      expect([...wrong, ...turned].map(({ file, path }) => `${file} → ${path}`)).toEqual([])
    })

  test('the gateway and the rules never meet outside tests', () => {
    const meeting = code.filter(
      (file) =>
        file.startsWith('src/gateway/') &&
        importsOf(file).some(({ path }) => /^(src\/judge|src\/stimulate|suites)/.test(path)),
    )
    const back = code.filter(
      (file) =>
        /^(src\/judge|suites|src\/stimulate)/.test(file) &&
        importsOf(file).some(({ path }) => path.startsWith('src/gateway')),
    )
    expect([...meeting, ...back]).toEqual([])
  })
})

test('no shared file names a protocol', () => {
  const names = new RegExp(`\\b(${protocols().join('|')})\\b`)
  // The command line may show one by way of example.
  const shared = code.filter(
    (file) => !file.startsWith('src/cli/') && !protocols().some((id) => file.includes(`/${id}`)),
  )
  const naming = shared.filter((file) =>
    names.test(readFileSync(join(home, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
  )
  expect(naming).toEqual([])
})

test('no file is longer than 300 lines', () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(home, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
  expect(long).toEqual([])
})

test('the sentences of rules and scenarios are plain statements', async () => {
  const { loadSuite } = await import('../src/stimulate/suite.ts')
  for (const protocol of protocols()) {
    const { rules, scenarios } = await loadSuite(protocol)
    expect(new Set(rules.map(({ id }) => id)).size, 'rule ids are unique').toBe(rules.length)
    for (const { id, says } of rules) {
      expect(says, id).toMatch(/^[A-Z0-9].{0,98}\.$/)
      expect(says, id).not.toMatch(/\b(should|must|tests?)\b/i)
    }
    for (const { exercises, id } of scenarios)
      for (const rule of exercises)
        expect(
          rules.map((one) => one.id),
          `${id} exercises ${rule}`,
        ).toContain(rule)
  }
})
