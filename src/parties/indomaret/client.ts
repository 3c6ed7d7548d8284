/** Indomaret's server as the client of a partner: our own store, honest or with one step done otherwise. */
import { dialect, signer } from '../../dialects/indomaret.ts'
import type { Party, PartyOptions } from '../party.ts'
import { defects } from './client/defects/index.ts'
import { freedoms } from './client/freedoms.ts'
import { honest } from './client/honest.ts'
import { sell } from './client/sell.ts'
import type { Counter, Sale, Steps } from './client/steps.ts'

export { defects, freedoms }

/** Opens the store. It sells whatever code it is triggered with. */
export async function open(options: PartyOptions): Promise<Party> {
  const counter = counterOf(options)
  const steps = stepsFor(options)
  const sales: Sale[] = []
  return {
    trigger({ code, desc, amount, gatewayUrl }) {
      const sale: Sale = {
        code: steps.codeOf(String(code)),
        reference: steps.reference(),
        what: typeof desc === 'string' ? desc : 'Tagihan',
        amount: 0,
        state: 'pending',
        ...(amount === undefined ? {} : { supposed: Number(amount) }),
      }
      sales.push(sale)
      const url = typeof gatewayUrl === 'string' ? gatewayUrl : counter.url
      return sell({ sale, counter: { ...counter, url }, steps })
    },
    ledger: async (code) => sales.filter((sale) => sale.code === code),
    close: async () => undefined,
  }
}

function counterOf({ contract, profile, credentials, gatewayUrl = '' }: PartyOptions): Counter {
  const { key } = credentials
  return {
    contract,
    profile,
    dialect: dialect(contract),
    keys: key === undefined ? {} : { sign: signer(contract, key) },
    url: gatewayUrl,
  }
}

/** The steps in force: a defect bends the freedom's, and a freedom the honest ones. */
function stepsFor({ defect, freedom }: PartyOptions): Steps {
  const free = freedoms.find(({ id }) => id === freedom)
  const bad = defects.find(({ id }) => id === defect)
  const base = { ...honest, ...free?.steps(honest) }
  return { ...base, ...bad?.steps(base) }
}
