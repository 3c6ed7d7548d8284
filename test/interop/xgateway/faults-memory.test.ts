import { tryFaults } from './fault.ts'
import { memoryFaults } from './faults-memory.ts'

tryFaults('memory', memoryFaults)
