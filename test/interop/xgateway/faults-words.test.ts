import { tryFaults } from './fault.ts'
import { wordFaults } from './faults-words.ts'

tryFaults('words', wordFaults, ['purchase', 'refusal', 'queried', 'pending'])
