/** One variant of a party of ours against the whole suite: what broke, and what was meant to. */
import { builtInTarget } from '../../src/cli/builtin.ts'
import { partyTarget, type OpenTarget } from '../../src/cli/party-target.ts'
import type { Contract, Role } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import { createGateway, sandboxKey, type GatewayOptions } from '../../src/gateway/gateway.ts'
import { covers } from '../../src/judge/tally.ts'
import type { Ended, Finding } from '../../src/report/events.ts'
import { certify } from '../../src/stimulate/certify.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'
import { drawing, only } from './cases.ts'
import { usingAll } from './groups.ts'

export interface Variant {
  protocol: string
  /** Who is on trial. */
  role: Role
  kind: 'honest' | 'defect' | 'freedom'
  id: string
  says: string
  catalogue?: string
  /** Rules that it breaks; none for a freedom. */
  breaks: string[]
  /** Of a freedom: rules that warn of it. */
  warns?: string[]
}

export interface Trial extends Variant {
  verdict: Ended['verdict']
  /** Rules that broke, with their places: `rule@place`. */
  broke: string[]
  /** Of those, the ones that fail the run. */
  failed: string[]
  missed: string[]
  surplus: string[]
  /** Requests until the first rule that it names broke. */
  requestsToCatch?: number
  requests: number
  elapsedMs: number
  errors: string[]
  /** Variants that the gateway played beside this one, itself included. */
  together?: string[]
  /** Clauses that the wire can show and that were not exercised. */
  unexercised: string[]
}

/** What broke is what the variant names, no more and no less. */
const isExact = ({ missed, surplus, errors }: Trial): boolean =>
  missed.length + surplus.length + errors.length === 0

/** A defect is caught by what it names; anything else conforms. Verdicts with errors are none. */
export const isRight = (trial: Trial): boolean =>
  trial.kind === 'defect' ? isExact(trial) : trial.verdict === 'conforms'

/** Tries a variant against the whole suite, or against the cases that it can show in. */
export async function tryOut(variant: Variant, cases?: ReadonlySet<string>): Promise<Trial> {
  const contract = loadContract(variant.protocol)
  return summarise(variant, await certified(contract, await openTarget(contract, variant), cases))
}

/**
 * Tries variants of one gateway at once, against the whole suite or these cases. Where more is told than they name, or
 * less, each half of them is tried by itself.
 */
export async function tryTogether(variants: Variant[], cases?: ReadonlySet<string>): Promise<Trial[]> {
  const [first] = variants
  if (!first || variants.length === 1) return Promise.all(variants.map((one) => tryOut(one, cases)))
  const { protocol } = first
  const ids = variants.map(({ id }) => id)
  const gateway = await openGateway(loadContract(protocol), {
    protocols: [protocol],
    ...(await usingAll(protocol, ids)),
  })
  const { ended, findings } = await certified(loadContract(protocol), gateway, cases)
  const trials = variants.map((one) => ({
    ...summarise(one, { ended, findings: findings.filter((finding) => isOf(one, finding)) }),
    together: ids,
  }))
  const isTold = findings.every((finding) => variants.some((one) => isOf(one, finding)))
  if (isTold && trials.every(isRight)) return trials
  const half = Math.ceil(variants.length / 2)
  return [
    ...(await tryTogether(variants.slice(0, half), cases)),
    ...(await tryTogether(variants.slice(half), cases)),
  ]
}

/** Of a group, who a finding is expected of. */
const isOf = ({ kind, breaks, warns = [] }: Variant, { rule, place }: Finding): boolean =>
  (kind === 'defect' ? breaks : warns).some((one) => covers(one, rule, place))

/** How a certification went. */
interface Course {
  ended: Ended
  findings: (Finding & { requests: number })[]
}

async function certified(
  contract: Contract,
  { target, close }: OpenTarget,
  cases?: ReadonlySet<string>,
): Promise<Course> {
  const suite = await loadSuite(contract.id)
  try {
    const findings: Course['findings'] = []
    let requests = 0
    const ended = await certify({
      contract,
      suite: cases ? only(suite, cases) : suite,
      target,
      ...drawing,
      emit(event) {
        if (event.event === 'recorded' && event.entry.kind === 'exchange') requests++
        if (event.event === 'found') findings.push({ ...event.finding, requests })
      },
    })
    return { ended, findings }
  } finally {
    await close()
  }
}

/** The party that plays the variant, ready to be tried. */
async function openTarget(contract: Contract, { role, kind, id }: Variant): Promise<OpenTarget> {
  const oddity = kind === 'defect' ? { defect: id } : kind === 'freedom' ? { freedom: id } : {}
  if (role !== 'server') return partyTarget(contract, { role, ...oddity })
  return openGateway(contract, { protocols: [contract.id], ...oddity })
}

async function openGateway(contract: Contract, options: GatewayOptions): Promise<OpenTarget> {
  const gateway = await createGateway(options)
  await gateway.listen()
  const target = await builtInTarget(gateway, contract, sandboxKey)
  return { target, close: () => gateway.close() }
}

function summarise(variant: Variant, { ended, findings }: Course): Trial {
  const broke = [
    ...new Set(findings.map(({ rule, place }) => (place === '' ? rule : `${rule}@${place}`))),
  ].sort()
  const named = (one: string, finding: Finding) => covers(one, finding.rule, finding.place)
  const caught = findings.find((finding) => variant.breaks.some((one) => named(one, finding)))
  return {
    ...variant,
    verdict: ended.verdict,
    broke,
    failed: [...new Set(findings.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule))],
    missed: variant.breaks.filter((one) => !findings.some((finding) => named(one, finding))),
    surplus: [
      ...new Set(
        findings
          .filter((finding) => !variant.breaks.some((one) => named(one, finding)))
          .map(({ rule, place }) => `${rule}@${place}`),
      ),
    ],
    ...(caught ? { requestsToCatch: caught.requests } : {}),
    requests: ended.requests,
    elapsedMs: ended.elapsedMs,
    errors: ended.errors,
    unexercised: ended.clauses
      .filter(({ verdict, reason }) => verdict === 'not-exercised' && reason === 'not-reached')
      .map(({ id }) => id),
  }
}
