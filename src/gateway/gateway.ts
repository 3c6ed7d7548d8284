/** The reference gateway: one server, a desk for every protocol, one clock, one control API. */
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Profile } from '../contract/contract.ts'
import { loadContract, protocols as knownProtocols } from '../contract/load.ts'
import { profileOf } from '../contract/profile.ts'
import { createTicks, type Ticks } from '../wire/ticks.ts'
import { type Courier, createCourier } from './callbacks.ts'
import { type Clock, createClock } from './clock.ts'
import { type Control, createControl } from './control.ts'
import type { AnyBend } from './defect.ts'
import { ControlError, type Desk, type DeskModule, deskModule } from './desk.ts'
import type { Hear } from './heard.ts'
import { sandboxKey } from './sandbox-key.ts'
import { createHouseServer } from './serve.ts'
import { randomToken } from './token.ts'
import { declarationOf } from './wellknown.ts'

export { sandboxKey }

export interface GatewayOptions {
  /** Default: every protocol that has a desk. */
  protocols?: readonly string[]
  /** Id of a defect to play, its own or its catalogue's. */
  defect?: string
  /** Id of a freedom to use. */
  freedom?: string
  /** Bends the honest steps of every desk, beneath its freedom and its defect. */
  bend?: AnyBend
  /** Key of the requests' signatures; null leaves them unchecked. Default: `sandboxKey`. */
  key?: string | null
  /** Profile switches; only with one protocol. */
  profile?: Profile
  /** Instant that the clock starts at, ISO 8601. Default: now. */
  clock?: string
  /** Token of the control API. Default: a random one. */
  token?: string
  /** Where callbacks go, unless an account has a URL of its own. Default: nowhere. */
  callbackUrl?: string
  /** Logical clock that exchanges are stamped with. */
  ticks?: Ticks
  /** Told of every exchange, callbacks included. */
  onExchange?: Hear
}

export interface Gateway {
  protocols: readonly string[]
  /** The whole profile of each protocol. */
  profiles: { [protocol: string]: Profile }
  token: string
  clock: Clock
  control: Control
  desks: readonly Desk[]
  server: Server
  /** Base URL; throws when it does not listen. */
  readonly url: string
  /** Listens and gives the base URL, without a slash at the end. */
  listen(port?: number, host?: string): Promise<string>
  close(): Promise<void>
}

/** A gateway that does not listen yet. Throws ControlError or ContractError for options that it cannot keep. */
export async function createGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const protocols = options.protocols ?? knownProtocols().filter(hasDesk)
  if (options.profile && protocols.length !== 1)
    throw new ControlError('`profile` goes with exactly one protocol.')
  const clock = startClock(options)
  const ticks = options.ticks ?? createTicks()
  const courier = createCourier({ clock, ticks, ...(options.onExchange && { hear: options.onExchange }) })
  const modules = await Promise.all(protocols.map(deskModule))
  if (options.freedom !== undefined) demandFreedom(modules, options.freedom)
  const defect = namedDefect(modules, options.defect)
  const opened = modules.map((module, i) =>
    open(module, protocols[i]!, { clock, courier }, { ...options, defect }),
  )
  const desks = opened.map(({ desk }) => desk)
  const profiles = Object.fromEntries(opened.map(({ desk, profile }) => [desk.protocol, profile]))
  const control = createControl(desks, clock)
  if (defect !== undefined) control.switchDefect(defect)
  return assemble({ protocols, profiles, clock, control, desks, courier }, { ...options, ticks })
}

function startClock({ clock }: GatewayOptions): Clock {
  try {
    return createClock(clock)
  } catch (error) {
    throw new ControlError((error as Error).message)
  }
}

function namedDefect(modules: DeskModule[], name: string | undefined): string | undefined {
  return (
    modules
      .flatMap(({ defects }) => defects)
      .find(({ catalogue }) => name !== undefined && catalogue === name)?.id ?? name
  )
}

const hasDesk = (protocol: string): boolean =>
  existsSync(fileURLToPath(new URL(`./desks/${protocol}`, import.meta.url)))

function demandFreedom(modules: DeskModule[], id: string): void {
  const ids = modules.flatMap(({ freedoms }) => freedoms.map((freedom) => freedom.id))
  if (!ids.includes(id))
    throw new ControlError(`There is no freedom «${id}». Choose one of: ${ids.join(', ')}.`)
}

function open(
  module: DeskModule,
  protocol: string,
  means: { clock: Clock; courier: Courier },
  options: GatewayOptions,
) {
  const contract = loadContract(protocol)
  const chosen = module.freedoms.find(({ id }) => id === options.freedom)
  const played = module.defects.find(({ id }) => id === options.defect)
  const profile = profileOf(contract, { ...chosen?.profile, ...played?.profile, ...options.profile })
  const key = options.key === undefined ? sandboxKey : options.key
  const { callbackUrl, bend } = options
  const given = { key, freedom: chosen?.id, bend, ...(callbackUrl !== undefined && { callbackUrl }) }
  const desk = module.createDesk({ contract, profile, ...means, ...given })
  return { desk, profile }
}

type Parts = Pick<Gateway, 'protocols' | 'profiles' | 'clock' | 'control' | 'desks'> & { courier: Courier }

function assemble({ courier, ...parts }: Parts, options: GatewayOptions & { ticks: Ticks }): Gateway {
  const token = options.token ?? randomToken()
  const { ticks } = options
  const house = { desks: [...parts.desks], control: parts.control, token, ticks, hear: options.onExchange }
  const server = createHouseServer({ ...house, wellKnown: () => declarationOf(gateway) })
  const gateway: Gateway = {
    ...parts,
    token,
    server,
    get url() {
      return addressOf(server)
    },
    listen: (port = 0, host = '127.0.0.1') => listen(server, port, host),
    close() {
      parts.clock.close()
      courier.clear()
      return close(server)
    },
  }
  return gateway
}

function addressOf(server: Server): string {
  const address = server.address() as AddressInfo | null
  if (!address) throw new ControlError('The gateway does not listen. Call listen() first.')
  const host =
    address.address === '::' ? '[::1]' : address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(addressOf(server))
    })
  })
}

function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
