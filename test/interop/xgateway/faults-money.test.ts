import { tryFaults } from './fault.ts'
import { moneyFaults } from './faults-money.ts'

tryFaults('money', moneyFaults)
