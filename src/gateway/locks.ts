/** Work on one name at a time; work on different names does not wait for each other. */

export interface Locks {
  /** Does the work when all earlier work under that name is over, however it ended. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>
}

/** Locks that nobody holds. */
export function createLocks(): Locks {
  const last = new Map<string, Promise<unknown>>()
  return {
    hold(name, work) {
      const before = last.get(name)
      const mine = before ? before.then(work, work) : work()
      last.set(name, mine)
      const leave = () => void (last.get(name) === mine && last.delete(name))
      mine.then(leave, leave)
      return mine
    },
  }
}
