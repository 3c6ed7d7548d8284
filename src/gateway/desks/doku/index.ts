/** The gateway's desk of DOKU Indomaret: payment codes, their state, payments at counters, and notifications. */
import { dialect } from '../../../dialects/doku.ts'
import { createPlay } from '../../defect.ts'
import type { Desk, DeskOptions } from '../../desk.ts'
import { commonTill } from '../../till.ts'
import { cardOf, credentialsOf } from './card.ts'
import { createOrderStage } from './casting.ts'
import { defects } from './defects/index.ts'
import { freedoms } from './freedoms/index.ts'
import { honest } from './honest.ts'
import { createMemoryLedger } from './ledger.ts'
import { type Magic, magicOf, withMagic } from './magic.ts'
import { serve } from './pipeline.ts'
import { provision } from './provision.ts'
import { statement } from './statement.ts'
import type { Till } from './steps.ts'

export { defects, freedoms }

/** Opens the desk. */
export function createDesk(options: DeskOptions): Desk {
  const { contract } = options
  const magic = magicOf(contract.id)
  const till = tillOf(options, magic)
  const stage = createOrderStage()
  const play = createPlay(honest, { defects, freedoms }, options)
  return {
    protocol: contract.id,
    everyMethod: true,
    defects,
    freedoms,
    serve: (raw, line) => serve(play.steps(), stage.stepsFor, raw, line, till),
    page: () => undefined,
    provision: (wish) => provision(till, play.steps(), wish),
    ledger: (invoice) => statement(till.ledger, invoice),
    card: () => cardOf(magic),
    credentials: credentialsOf(magic),
    callbacksTo: (url) => void (till.callbackUrl = url),
    cast: stage.cast,
    switchDefect: play.switchDefect,
    async reset() {
      till.claims.clear()
      till.courier.clear()
      stage.clear()
      await till.ledger.clear()
      play.restart()
    },
  }
}

function tillOf(options: DeskOptions, magic: Magic): Till {
  const ledger = withMagic(createMemoryLedger(), magic)
  return {
    ...commonTill(options, { dialect: dialect(options.contract), ledger }),
    claims: new Map(),
  }
}
