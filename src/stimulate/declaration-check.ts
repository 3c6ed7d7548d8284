/** Holds a declaration against its contract: names of operations, kinds of data, wishes and placeholders. */
import { hasCallbacks, type Contract } from '../contract/contract.ts'
import type { Declaration } from './declaration-form.ts'
import { DeclarationError } from './declaration-error.ts'
import { suggestion } from './declaration-nearest.ts'
import { placeholdersIn } from './hooks-fill.ts'
import { hookNames, type HookName, type HookSpec } from './hooks-form.ts'

const itemKeys = ['code', 'amount', 'minAmount', 'fee', 'expires', 'reusable']

/** Throws DeclarationError for the first name that the contract does not know. */
export function checkNames(declaration: Declaration, contract: Contract, where: string): void {
  const demand = demandOf(where)
  const { role = 'server', endpoints, profile, data = {}, hooks = {} } = declaration
  if (declaration.protocol !== contract.id)
    throw new DeclarationError(
      `${where} declares the protocol «${declaration.protocol}», but ${contract.id} is asked for. Give the right file.`,
    )
  demand([role], Object.keys(contract.roles), '/role', 'role')
  demand(Object.keys(endpoints ?? {}), Object.keys(contract.operations), '/endpoints', 'operation')
  demand(Object.keys(profile ?? {}), ['like', ...Object.keys(contract.profile)], '/profile', 'switch')
  demand(Object.keys(data), Object.keys(contract.data), '/data', 'kind of data')
  for (const [kind, entry] of Object.entries(data))
    for (const item of [entry].flat())
      demand(Object.keys(typeof item === 'string' ? {} : item), wishesOf(contract), `/data/${kind}`, 'key')
  for (const hook of hookNames) checkHook(hook, hooks[hook], { declaration, contract, demand })
}

type Demand = (names: string[], known: string[], at: string, what: string) => void

function demandOf(where: string): Demand {
  return (names, known, at, what) => {
    const wrong = names.find((name) => !known.includes(name))
    if (wrong !== undefined)
      throw new DeclarationError(
        `${where}: there is no ${what} «${wrong}» at ${at}.${suggestion(wrong, known)}`,
      )
  }
}

/** Keys of an item: those of every protocol, and those that this contract's wishes add. */
function wishesOf(contract: Contract): string[] {
  const kinds = Object.values(contract.data)
  const wishes = kinds.flatMap(({ wish = {}, secrets = [], keys = [] }) => [
    ...Object.keys(wish),
    ...secrets,
    ...keys,
  ])
  return [...new Set([...itemKeys, ...wishes])]
}

interface HookPlace {
  declaration: Declaration
  contract: Contract
  demand: Demand
}

function checkHook(
  hook: HookName,
  spec: HookSpec | undefined,
  { declaration, contract, demand }: HookPlace,
): void {
  if (!spec) return
  const at = `/hooks/${hook}`
  const secret = Object.keys(declaration.credentials ?? {}).map((name) => `credentials.${name}`)
  const used = placeholdersIn(spec.http).filter((name) => !name.startsWith('env:'))
  demand(used, [...placeholdersOf(hook, contract), ...secret], at, 'placeholder')
  demand(
    spec.cannot ?? [],
    hook === 'provision' ? Object.keys(contract.data) : [],
    `${at}/cannot`,
    'kind of data',
  )
  demand(spec.many ? ['many'] : [], hook === 'provision' ? ['many'] : [], at, 'key')
  demand(Object.keys(spec.answer ?? {}), answersOf(hook, contract), `${at}/answer`, 'field')
}

function placeholdersOf(hook: HookName, contract: Contract): string[] {
  const time = ['now', 'nowIso']
  if (hook === 'clock') return ['seconds', ...time]
  if (hook === 'ledger') return ['code', ...time]
  if (hook === 'balance') return ['account', ...time]
  if (hook === 'reset') return time
  const usual = [
    'customer',
    'desc',
    'productCode',
    'biller',
    'data',
    'expiresIso',
    'expiresIn',
    ...(hasCallbacks(contract) ? ['callbackUrl'] : []),
    ...(hook === 'trigger' ? ['situation', 'operation', 'gatewayUrl', ...wantedBy(contract)] : []),
  ]
  return [...new Set([...wishesOf(contract), ...usual, ...time])]
}

/** What situations want of whoever makes a client begin: how often, how many at once. */
const wantedBy = ({ situations }: Contract): string[] =>
  situations.flatMap(({ wish = {} }) => Object.keys(wish))

/** What only the target knows of test data: the suite never asks for it, and is told it. */
const secretsOf = ({ data }: Contract): string[] => Object.values(data).flatMap(({ secrets = [] }) => secrets)

function answersOf(hook: HookName, contract: Contract): string[] {
  if (hook === 'provision') return [...new Set([...wishesOf(contract), ...secretsOf(contract)]), 'item']
  if (hook === 'clock') return ['now']
  if (hook === 'balance') return ['balance']
  return hook === 'ledger'
    ? ['payments', 'reference', 'amount', 'state', 'receipt', 'paid', 'pending', 'failed']
    : []
}
