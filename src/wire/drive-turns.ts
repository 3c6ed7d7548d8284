/** Whose turn it is, where one goes after the other but gets ready beside whoever is still under way. */

export interface Turn {
  /** Resolves when all who came before have passed their turn on. */
  mine: Promise<unknown>
  /** Lets the next one go, before this one is over. */
  pass(): void
}

/** Acts in the order of the calls, once there is room for so many more. */
export type Turns = <Result>(size: number, act: (turn: Turn) => Promise<Result>) => Promise<Result>

/** Turns for as many as there is room for at a time; whoever is larger than all of it has it alone. */
export function createTurns(room: number): Turns {
  const queue: { size: number; enter: () => void }[] = []
  let taken = 0
  let passed: Promise<unknown> = Promise.resolve()
  const admit = () => {
    for (let next = queue[0]; next && (taken === 0 || taken + next.size <= room); next = queue[0]) {
      queue.shift()
      taken += next.size
      next.enter()
    }
  }
  const turn = (): Turn => {
    const mine = passed
    let pass = () => {}
    const over = new Promise<void>((resolve) => (pass = resolve))
    passed = Promise.all([mine, over])
    return { mine, pass }
  }
  return async (size, act) => {
    const entered = new Promise<Turn>((resolve) => queue.push({ size, enter: () => resolve(turn()) }))
    admit()
    const own = await entered
    try {
      return await act(own)
    } finally {
      own.pass()
      taken -= size
      admit()
    }
  }
}
