import { tryGroup } from './faults-group.ts'

tryGroup('keys')
