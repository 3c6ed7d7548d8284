/** The cases that wait for nothing, for those that end after them. */

export interface Others {
  /** Resolves when they are over. */
  over: Promise<void>
  end(): void
}

/** Others that are under way until they are ended. */
export function createOthers(): Others {
  let end = () => undefined as void
  const over = new Promise<void>((done) => (end = done))
  return { over, end: () => end() }
}
