/** Tells apart what two gateways said on the same tour. */

/** The tour met something else than was expected. */
export class Difference extends Error {
  override name = 'Difference'
}

/** What was said so far, and what another gateway said. */
export interface Notes {
  said: string[]
  expected: readonly string[] | undefined
}

/** Notes what was said; throws Difference when something else was expected. */
export function note({ said, expected }: Notes, what: string): void {
  said.push(what)
  if (expected && expected[said.length - 1] !== what)
    throw new Difference(`${what}\n\n  instead of\n\n${expected[said.length - 1]}`)
}
