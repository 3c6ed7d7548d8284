/** What the README says of faults made by hand is what stands here. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faults } from './faults.ts'
import { npmFaults, pythonFaults } from './xgateway/client-faults.ts'
import { doorFaults } from './xgateway/faults-doors.ts'
import { memoryFaults } from './xgateway/faults-memory.ts'
import { moneyFaults } from './xgateway/faults-money.ts'
import { wordFaults } from './xgateway/faults-words.ts'
import { receiverFaults } from './xgateway/receiver-faults.ts'

const groups: { [parties: string]: { id: string; unseen?: string }[] } = {
  'Indomaret servers': Object.values(faults).flat(),
  'XGateway servers': [...doorFaults, ...memoryFaults, ...moneyFaults, ...wordFaults],
  'XGateway clients': [...npmFaults, ...pythonFaults],
  'XGateway receivers': receiverFaults,
}

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test.each(Object.entries(groups))('%s', (parties, all) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${parties} `))
  const [, , , made, caught] = row?.split('|').map((cell) => cell.trim()) ?? []
  const seen = all.filter(({ unseen }) => unseen === undefined)
  expect({ made, caught }).toEqual({ made: String(all.length), caught: String(seen.length) })
})
