/** What the power test proved, as numbers and as a page. */
import type { Trial } from './trial.ts'

export interface Power {
  [protocol: string]: {
    defects: number
    caught: number
    exact: number
    freedoms: number
    punished: number
    medianRequestsToCatch: number
  }
}

/** A canary does nothing, so it is not counted as a defect that could be caught. */
const isCanary = ({ kind, breaks }: Trial) => kind === 'defect' && breaks.length === 0

export function summaryOf(trials: Trial[]): Power {
  return Object.fromEntries(
    [...new Set(trials.map(({ protocol }) => protocol))].map((protocol) => [
      protocol,
      powerOf(trials.filter((one) => one.protocol === protocol)),
    ]),
  )
}

function powerOf(trials: Trial[]): Power[string] {
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

export function matrixOf(trials: Trial[]): string {
  return [
    '# What the suite catches',
    '',
    ...intro,
    ...Object.keys(summaryOf(trials)).flatMap((protocol) =>
      section(
        protocol,
        trials.filter((one) => one.protocol === protocol),
      ),
    ),
    '',
  ].join('\n')
}

const intro = [
  'Written by `npm run power`. Each defect is our own gateway with one step done wrong, run against the whole suite over HTTP;',
  'it is exact when the rules that broke are those that it names, no more and no fewer. A freedom is the gateway using what the',
  'contract leaves open; it is punished when its run does not end in «conforms».',
  '',
]

function section(protocol: string, trials: Trial[]): string[] {
  const power = powerOf(trials)
  const canaries = trials
    .filter(isCanary)
    .map(
      ({ id, verdict, broke }) =>
        `The canary \`${id}\`, a defect that does nothing, ${broke.length === 0 && verdict === 'conforms' ? 'was not caught by anything, as it has to be' : '**was caught, so this run proves nothing**'}.`,
    )
  return [
    `## ${protocol}`,
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
