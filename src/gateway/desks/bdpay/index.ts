/** The gateway's desk of BDPay: orders, queries, payouts, balances and callbacks. */
import { dialect } from '../../../dialects/bdpay.ts'
import { createStage } from '../../casting.ts'
import { createPlay } from '../../defect.ts'
import { ControlError, type Desk, type DeskOptions } from '../../desk.ts'
import { commonTill } from '../../till.ts'
import { pairsOf } from '../../pairs.ts'
import { cardOf, credentialsOf } from './card.ts'
import { newcomerOf } from './casting.ts'
import { defects } from './defects/index.ts'
import { freedoms } from './freedoms/index.ts'
import { honest } from './honest.ts'
import { createMemoryLedger } from './ledger.ts'
import { type Magic, magicOf, withMagic } from './magic.ts'
import { serve } from './pipeline.ts'
import { provision } from './provision.ts'
import { situations } from './situations.ts'
import { statement } from './statement.ts'
import type { Till } from './steps.ts'

/** Keys of new merchants are short, since they are made while somebody waits. */
const pairOf = pairsOf('bdpay', 1024)

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
    provision: (wish) => provision(till.ledger, till.pairOf, wish),
    ledger: (number) => statement(till.ledger, number, play.steps()),
    balance: (code) => balanceOf(till, code),
    card: () => cardOf(magic),
    get credentials() {
      return credentialsOf(magic, till.pairOf)
    },
    callbacksTo: (url) => void (till.callbackUrl = url),
    cast: stage.cast,
    switchDefect: play.switchDefect,
    async reset() {
      till.courier.clear()
      stage.clear()
      await till.ledger.clear()
      play.restart()
    },
  }
}

function tillOf(options: DeskOptions, magic: Magic): Till {
  const ledger = withMagic(createMemoryLedger(), magic, pairOf)
  return {
    ...commonTill(options, { dialect: dialect(options.contract, options.profile), ledger }),
    pairOf,
  }
}

async function balanceOf({ ledger }: Till, code: string): Promise<number> {
  const merchant = await ledger.merchant(code)
  if (!merchant) throw new ControlError(`There is no merchant «${code}».`, 404)
  return merchant.balance
}
