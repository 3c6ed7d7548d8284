/** Our own gateway, started beside, as a target. Its hooks are called directly, not by HTTP. */
import { hasCallbacks, type Contract } from '../contract/contract.ts'
import type { Driven } from '../gateway/thread.ts'
import { loadDeclaration } from '../stimulate/declaration.ts'
import { askedFor, zoneOf } from '../stimulate/declaration-items.ts'
import { booked, provided } from '../stimulate/hooks-answer.ts'
import { HookError } from '../stimulate/hooks-error.ts'
import type { Hooks, Target } from '../stimulate/target.ts'

/** A gateway of this process that listens, as a target of one of its protocols. `key` signs the requests. */
export async function builtInTarget(gateway: Driven, contract: Contract, key: string): Promise<Target> {
  const { credentials } = deskOf(gateway, contract.id)
  const signed = contract.signature && { signature: contract.signature.scheme }
  const declared = {
    protocol: contract.id,
    url: `${gateway.url}/${contract.id}${contract.path ?? ''}`,
    profile: gateway.profiles[contract.id] ?? {},
    credentials: { ...credentials, ...(signed && { key }) },
    ...signed,
    ...(hasCallbacks(contract) && { listen: { host: '127.0.0.1' } }),
    ...(contract.credentials && process.platform === 'linux' && { stranger }),
    patienceMs: 2000,
  }
  const target = await loadDeclaration(declared, { contract, where: 'The built-in gateway' })
  return { ...target, name: 'built-in gateway', hooks: hooksOf(gateway, target), secrets: [] }
}

/** Another address of this machine. Elsewhere than on Linux only the first is there unasked. */
export const stranger = '127.0.0.9'

function deskOf({ desks }: Driven, protocol: string): Driven['desks'][number] {
  return desks.find((desk) => desk.protocol === protocol)!
}

function hooksOf(gateway: Driven, { protocol, profile }: Target): Hooks {
  const { control, clock } = gateway
  const zone = zoneOf(profile)
  return {
    async provision(data, wish) {
      const asked = askedFor(wish, clock.now(), zone)
      const answer = await told(() => control.provision({ ...asked, data }, protocol))
      return provided(asked, answer, {}, { zone, own: true })
    },
    clock: async (seconds) => Date.parse((await told(() => control.clock({ advance: seconds }))).now),
    tellsTime: true,
    ledger: async (code) => booked(await told(() => control.ledger(code, protocol)), {}),
    ...(deskOf(gateway, protocol).balance !== undefined && {
      balance: (account) => told(() => control.balance(account, protocol)),
    }),
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
