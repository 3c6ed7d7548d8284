/** One variant of a party of ours against the whole suite: what broke, and what was meant to. */
import { builtInTarget } from '../../src/cli/builtin.ts'
import { partyTarget, type OpenTarget } from '../../src/cli/party-target.ts'
import type { Contract, Role } from '../../src/contract/contract.ts'
import { loadContract } from '../../src/contract/load.ts'
import { createGateway, sandboxKey } from '../../src/gateway/gateway.ts'
import { covers } from '../../src/judge/tally.ts'
import type { Ended, Finding } from '../../src/report/events.ts'
import { certify } from '../../src/stimulate/certify.ts'
import { loadSuite } from '../../src/stimulate/suite.ts'

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
  /** Clauses that the wire can show and that were not exercised. */
  unexercised: string[]
}

/** Whole answers come within milliseconds on loopback; a gateway that hangs need not be waited for long. */
const timeoutMs = 5000

export async function tryOut(variant: Variant): Promise<Trial> {
  const { protocol } = variant
  const contract = loadContract(protocol)
  const { target, close } = await openTarget(contract, variant)
  try {
    const findings: (Finding & { requests: number })[] = []
    let requests = 0
    const ended = await certify({
      contract,
      suite: await loadSuite(protocol),
      target: { ...target, timeoutMs },
      seed: 1,
      // What is always acted catches the defects; what is drawn is for those that nobody thought of.
      runs: 4,
      emit(event) {
        if (event.event === 'recorded' && event.entry.kind === 'exchange') requests++
        if (event.event === 'found') findings.push({ ...event.finding, requests })
      },
    })
    return summarise(variant, ended, findings)
  } finally {
    await close()
  }
}

/** The party that plays the variant, ready to be tried. */
async function openTarget(contract: Contract, { role, kind, id }: Variant): Promise<OpenTarget> {
  const oddity = kind === 'defect' ? { defect: id } : kind === 'freedom' ? { freedom: id } : {}
  if (role !== 'server') return partyTarget(contract, { role, ...oddity })
  const gateway = await createGateway({ protocols: [contract.id], ...oddity })
  await gateway.listen()
  const target = await builtInTarget(gateway, contract, sandboxKey)
  return { target, close: () => gateway.close() }
}

function summarise(variant: Variant, ended: Ended, findings: (Finding & { requests: number })[]): Trial {
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
