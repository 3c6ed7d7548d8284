/** The gateway's desk of SNAP Direct Debit: tokens, payments, inquiries, cancellations, refunds and notifications. */
import { createStage } from '../../casting.ts'
import { createPlay } from '../../defect.ts'
import { dialect } from '../../../dialects/snap.ts'
import type { Desk, DeskOptions } from '../../desk.ts'
import { commonTill } from '../../till.ts'
import { cardOf, credentialsOf, houseName } from './card.ts'
import { newcomerOf } from './casting.ts'
import { defects } from './defects/index.ts'
import { freedoms } from './freedoms/index.ts'
import { honest } from './honest.ts'
import { createMemoryLedger } from './ledger.ts'
import { type Magic, magicOf, withMagic } from './magic.ts'
import { pairOf } from './pairs.ts'
import { serve } from './pipeline.ts'
import { provision } from './provision.ts'
import { situations } from './situations.ts'
import { statement } from './statement.ts'
import type { Till } from './steps.ts'
import { createTokens } from './tokens.ts'

export { defects, freedoms }

/** Opens the desk. */
export function createDesk(options: DeskOptions): Desk {
  const { contract } = options
  const magic = magicOf(contract.id)
  const till = tillOf(options, magic)
  const stage = createStage(situations, newcomerOf)
  const play = createPlay(honest, { defects, freedoms }, options)
  return {
    protocol: contract.id,
    everyMethod: true,
    defects,
    freedoms,
    serve: (raw, line) => serve(play.steps(), stage.stepsFor, raw, line, till),
    page: () => undefined,
    provision: (wish) => provision(till.ledger, wish, magic.accounts[0]?.code ?? ''),
    ledger: (reference) => statement(till.ledger, reference),
    card: () => cardOf(magic),
    get credentials() {
      return credentialsOf(magic)
    },
    callbacksTo: (url) => void (till.callbackUrl = url),
    cast: stage.cast,
    switchDefect: play.switchDefect,
    async reset() {
      // Tokens stay: whoever holds one did not lose it with the payments.
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
    ...commonTill(options, { dialect: dialect(options.contract, options.profile), ledger }),
    tokens: createTokens(),
    pair: () => pairOf(houseName),
    claims: new Map(),
  }
}
