import { tryGroup } from './faults-group.ts'

tryGroup('answers')
