/** The suite under vitest: against TARGET_URL or TARGET_CONFIG, else against our own gateway. */
import { conformance } from '../../src/vitest.ts'
await conformance('snap')
