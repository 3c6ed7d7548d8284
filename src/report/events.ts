/** The events of a run, as the judge and the runner say them. */
export * from '../judge/events.ts'
