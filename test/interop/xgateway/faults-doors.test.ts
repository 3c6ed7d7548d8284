import { tryFaults } from './fault.ts'
import { doorFaults } from './faults-doors.ts'

tryFaults('doors', doorFaults)
