/** How often things happened in a run: what single cases cannot know, and a report has to say. */
import type { Breach } from '../judge/judge.ts'
import type { Finding } from '../judge/events.ts'
import type { Job } from './jobs.ts'

interface Trials {
  made: number
  hits: Map<string, number>
}

export interface Counts {
  /** Notes one acted case and what broke in it. */
  acted(job: Job, breaches: Breach[]): void
  /** True the first time that this rule breaks at this place in this way. */
  isNew(breach: Breach): boolean
  told(breach: Breach, finding: Finding, job?: Job): void
  /** Times that plans which are acted several times were acted, for the scenarios named. */
  races(scenarios: string[]): number
  /** Brings the numbers of the findings up to date and gives those that changed. */
  settle(skewMicros: number): Finding[]
}

export function createCounts(): Counts {
  const met = new Map<string, number>()
  const trials = new Map<string, Trials>()
  const told = new Map<string, { finding: Finding; job?: Job }>()
  return {
    acted(job, breaches) {
      for (const breach of breaches) met.set(keyOf(breach), (met.get(keyOf(breach)) ?? 0) + 1)
      const trial = trials.get(planOf(job)) ?? { made: 0, hits: new Map<string, number>() }
      trials.set(planOf(job), trial)
      trial.made++
      for (const rule of new Set(breaches.map(({ rule: id }) => id)))
        trial.hits.set(rule, (trial.hits.get(rule) ?? 0) + 1)
    },
    isNew(breach) {
      if (told.has(keyOf(breach))) return false
      told.set(keyOf(breach), { finding: {} as Finding })
      return true
    },
    told: (breach, finding, job) => told.set(keyOf(breach), { finding, ...(job ? { job } : {}) }),
    races: (scenarios) =>
      [...trials]
        .filter(([plan]) => scenarios.some((id) => plan.startsWith(`${id} `)))
        .reduce((sum, [, { made }]) => sum + made, 0),
    settle(skewMicros) {
      return [...told].flatMap(([key, { finding, job }]) => {
        if (!finding.id) return []
        const times = met.get(key) ?? finding.times
        const trial = job && (job.scenario.trials ?? 1) > 1 ? trials.get(planOf(job)) : undefined
        const changed = times !== finding.times || trial !== undefined
        finding.times = times
        if (trial) finding.trials = { made: trial.made, hit: trial.hits.get(finding.rule) ?? 1, skewMicros }
        return changed ? [finding] : []
      })
    },
  }
}

/** Rule, place and weight of a breach: what one finding is about. */
export const keyOf = ({ rule, place, level, inconclusive }: Breach) =>
  `${rule} @ ${place} ${level} ${inconclusive}`

const planOf = ({ scenario, index }: Job) => `${scenario.id} ${index}`
