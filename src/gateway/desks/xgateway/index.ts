/** The gateway's desk of XGateway H2H-XML: top-ups, PLN tokens and their queries over XML-RPC, and callbacks. */
import { dialect } from '../../../dialects/xgateway.ts'
import { ControlError, type Desk, type DeskOptions } from '../../desk.ts'
import { commonTill } from '../../till.ts'
import { cardOf, credentialsOf } from './card.ts'
import { newcomerOf } from './casting.ts'
import { createStage } from '../../casting.ts'
import { createPlay } from '../../defect.ts'
import { defects } from './defects/index.ts'
import { freedoms } from './freedoms/index.ts'
import { honest } from './honest.ts'
import { createMemoryLedger, type Ledger } from './ledger.ts'
import { magicOf, withMagic } from './magic.ts'
import { serve } from './pipeline.ts'
import { provision } from './provision.ts'
import { situations } from './situations.ts'
import type { Till } from './steps.ts'

export { defects, freedoms }

/** Opens the desk. */
export function createDesk(options: DeskOptions): Desk {
  const { contract } = options
  const magic = magicOf(contract.id)
  const till = tillOf(options, withMagic(createMemoryLedger(), magic))
  const stage = createStage(situations, newcomerOf)
  const play = createPlay(honest, { defects, freedoms }, options)
  return {
    protocol: contract.id,
    ...(contract.path !== undefined && { path: contract.path }),
    defects,
    freedoms,
    serve: (raw, line) => serve(play.steps(), stage.stepsFor, raw, line, till),
    page: () => undefined,
    provision: (wish) => provision(till.ledger, wish),
    ledger: (code) => statement(till.ledger, code),
    balance: (user) => balance(till.ledger, user),
    card: () => cardOf(magic),
    credentials: credentialsOf(magic),
    callbacksTo: (url) => void (till.callbackUrl = url),
    cast: stage.cast,
    switchDefect: play.switchDefect,
    async reset() {
      till.queried.clear()
      till.courier.clear()
      stage.clear()
      await till.ledger.clear()
      play.restart()
    },
  }
}

function tillOf(options: DeskOptions, ledger: Ledger): Till {
  return { ...commonTill(options, { dialect: dialect(options.contract), ledger }), queried: new Map() }
}

/** What moved for a trx_id, whoever sent it. */
async function statement(ledger: Ledger, trx: string) {
  const payments = (await ledger.movements(trx)).map(({ user, id, amount, state }) => ({
    reference: trx,
    account: user,
    amount,
    state,
    receipt: id,
  }))
  const paid = payments.filter(({ state }) => state === 'paid').reduce((sum, { amount }) => sum + amount, 0)
  return { code: trx, payments, paid }
}

async function balance(ledger: Ledger, user: string): Promise<number> {
  const account = await ledger.account(user)
  if (account) return account.balance
  throw new ControlError(`There is no account «${user}».`, 404)
}
