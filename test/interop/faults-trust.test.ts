import { tryGroup } from './faults-group.ts'

tryGroup('trust')
