/** What the power test proved, as numbers and as a page. */
import type { Trial } from './trial.ts'

export interface Power {
  [protocol: string]: { [role: string]: RolePower }
}

interface RolePower {
  defects: number
  caught: number
  exact: number
  freedoms: number
  punished: number
  medianRequestsToCatch: number
}

/** A canary does nothing, so it is not counted as a defect that could be caught. */
const isCanary = ({ kind, breaks }: Trial) => kind === 'defect' && breaks.length === 0

/** Trials by what a key of theirs says, in the order in which it is said first. */
export function groups(trials: Trial[], key: 'protocol' | 'role'): [name: string, trials: Trial[]][] {
  const names = [...new Set(trials.map((one) => one[key]))]
  return names.map((name) => [name, trials.filter((one) => one[key] === name)])
}

export function summaryOf(trials: Trial[]): Power {
  return Object.fromEntries(
    groups(trials, 'protocol').map(([protocol, played]) => [
      protocol,
      Object.fromEntries(groups(played, 'role').map(([role, some]) => [role, powerOf(some)])),
    ]),
  )
}

function powerOf(trials: Trial[]): RolePower {
  const defects = trials.filter((trial) => trial.kind === 'defect' && !isCanary(trial))
  const freedoms = trials.filter(({ kind }) => kind === 'freedom')
  const requests = defects.flatMap(({ requestsToCatch }) => requestsToCatch ?? []).sort((a, b) => a - b)
  return {
    defects: defects.length,
    caught: defects.filter(({ requestsToCatch }) => requestsToCatch !== undefined).length,
    exact: defects.filter(({ missed, surplus }) => missed.length + surplus.length === 0).length,
    freedoms: freedoms.length,
    punished: freedoms.filter(({ verdict }) => verdict !== 'conforms').length,
    medianRequestsToCatch: requests[Math.floor(requests.length / 2)] ?? 0,
  }
}

/** The page of one role: every variant, and whether it was caught exactly or let pass. */
export function pageOf(title: string, trials: Trial[]): string[] {
  const power = powerOf(trials)
  const canaries = trials
    .filter(isCanary)
    .map(
      ({ id, verdict, broke }) =>
        `The canary \`${id}\`, a defect that does nothing, ${broke.length === 0 && verdict === 'conforms' ? 'was not caught by anything, as it has to be' : '**was caught, so this run proves nothing**'}.`,
    )
  return [
    `# ${title}`,
    '',
    `${power.defects} defects, ${power.caught} caught, ${power.exact} exactly; ${power.freedoms} freedoms, ${power.punished} punished. Median ${power.medianRequestsToCatch} requests to catch one.`,
    ...canaries,
    '',
    '| defect | catalogue | what it does | breaks | exact |',
    '|---|---|---|---|---|',
    ...trials.filter((trial) => trial.kind === 'defect' && !isCanary(trial)).map(row),
    '',
    '| freedom | what it does | verdict | warnings |',
    '|---|---|---|---|',
    ...trials
      .filter(({ kind }) => kind === 'freedom')
      .map(({ id, says, verdict, broke }) => `| ${id} | ${says} | ${verdict} | ${broke.join(', ')} |`),
    '',
  ]
}

function row({ id, catalogue = '', says, breaks, missed, surplus }: Trial): string {
  const exact =
    missed.length + surplus.length === 0
      ? 'yes'
      : `**no**: ${[...missed.map((one) => `misses ${one}`), ...surplus.map((one) => `also ${one}`)].join(', ')}`
  return `| ${id} | ${catalogue} | ${says.replaceAll('|', '\\|')} | ${breaks.join(', ')} | ${exact} |`
}
