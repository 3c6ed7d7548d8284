/** Cases that may not be under way together, though beside all others. */

export interface Lanes {
  /** Resolves when whoever came before has left the lane; gives what leaves it. Without a lane nobody waits. */
  enter(lane?: string): Promise<() => void>
}

/** Lanes that are all free. */
export function createLanes(): Lanes {
  const last = new Map<string, Promise<void>>()
  return {
    async enter(lane) {
      let leave = () => undefined as void
      if (lane === undefined) return leave
      const before = last.get(lane)
      last.set(lane, new Promise((done) => (leave = done)))
      await before
      return leave
    },
  }
}
