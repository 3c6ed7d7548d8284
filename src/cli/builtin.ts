/** Our own gateway, started inside, as a target. Its hooks are called directly, not by HTTP. */
import type { Contract } from '../contract/contract.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { askedFor, zoneOf } from '../stimulate/declaration-items.ts'
import { booked, provided } from '../stimulate/hooks-answer.ts'
import { HookError } from '../stimulate/hooks-error.ts'
import type { Hooks, Target } from '../stimulate/target.ts'

/** A gateway of this process that listens, as a target of one of its protocols. `key` signs the requests. */
export async function builtInTarget(gateway: Gateway, contract: Contract, key: string): Promise<Target> {
  const declared = {
    protocol: contract.id,
    url: `${gateway.url}/${contract.id}${contract.path ?? ''}`,
    profile: gateway.profiles[contract.id] ?? {},
    ...(contract.signature && { credentials: { key }, signature: contract.signature.scheme }),
  }
  const target = await loadDeclaration(declared, { contract, where: 'The built-in gateway' })
  return { ...target, name: 'built-in gateway', hooks: hooksOf(gateway, target), secrets: [] }
}

function hooksOf({ control, clock }: Gateway, { protocol, profile }: Target): Hooks {
  const zone = zoneOf(profile)
  return {
    async provision(_data, wish) {
      const asked = askedFor(wish, clock.now(), zone)
      const answer = await told(() => control.provision(asked, protocol))
      return provided(asked, answer, {}, { zone, own: true })
    },
    clock: async (seconds) => Date.parse((await told(() => control.clock({ advance: seconds }))).now),
    tellsTime: true,
    ledger: async (code) => booked(await told(() => control.ledger(code, protocol)), {}),
    reset: () => control.reset(),
  }
}

async function told<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new HookError(`The built-in gateway refused: ${(error as Error).message}`)
  }
}
