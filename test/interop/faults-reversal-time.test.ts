import { tryGroup } from './faults-group.ts'

tryGroup('reversal-time')
