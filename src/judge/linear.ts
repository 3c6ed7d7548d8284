/**
 * Linearizability, for models that allow more than one answer and more than one world.
 *
 * A history is lawful when its operations can be put in one order that the model allows and that never turns
 * round two operations of which one had ended before the other began. An operation without an answer may have
 * happened at any time after it began, or never: both are tried. The search is that of Wing and Gong with the
 * memory of Lowe and of Porcupine: a set of operations done, reached in the same state, is not tried twice.
 */

/** An operation of a history; `ended` is absent when it was never answered. */
export interface Op {
  began: number
  ended?: number
}

/** What a model says of one operation in one state. */
export interface Step<State> {
  /** The promise that is at stake here. */
  rule: string
  /** What of the message the promise is about, where an earlier operation is meant. */
  place?: string
  /** What the promise allows, for the story. */
  expected: string
  /** What came instead, where it is not the answer of this operation. */
  received?: string
  /** States in which the answer leaves the world; none when the promise forbids it. */
  next: State[]
  /** Other promises that are at stake in the same step, kept unless a note says otherwise. */
  also?: string[]
  /** Promises, named in `rule` or `also`, that the answer breaks although it is allowed: those of lesser weight. */
  notes?: Note[]
}

export interface Note {
  rule: string
  expected: string
  inconclusive?: boolean
}

export interface Model<State, O extends Op> {
  initial: State
  /** Same text for states that no future can tell apart. */
  key(state: State): string
  step(state: State, op: O): Step<State>
  /** Of two broken orders that go equally far, the one with more unanswered operations in it tells the story. */
  whole?: boolean
}

/** One operation in the order found, with what the model said of it there. */
export interface Placed<State, O> {
  op: O
  step: Step<State>
  state: State
}

export type Outcome<State, O> =
  | { kind: 'lawful'; order: Placed<State, O>[]; tried: number }
  | { kind: 'broken'; order: Placed<State, O>[]; culprit: Placed<State, O>; tried: number }
  | { kind: 'inconclusive'; tried: number }

interface Node<State, O> {
  before?: Node<State, O>
  placed?: Placed<State, O>
  done: bigint
  answered: number
  notes: number
  state: State
}

/** Steps after which the search gives up and says so. */
export const bound = 200_000

/**
 * Searches for a lawful order. Depth first, earliest operation first, so that the order found is the one a
 * reader expects; among lawful orders the first without notes is preferred.
 */
export function linearize<State, O extends Op>(
  ops: O[],
  model: Model<State, O>,
  limit = bound,
): Outcome<State, O> {
  const sorted = [...ops].sort((a, b) => a.began - b.began)
  const answered = sorted.filter(({ ended }) => ended !== undefined).length
  const seen = new Set<string>()
  const stack: Node<State, O>[] = [{ done: 0n, answered: 0, notes: 0, state: model.initial }]
  let deepest = stack[0]!
  let best: Node<State, O> | undefined
  let tried = 0
  while (stack.length > 0) {
    const node = stack.pop()!
    if (isDeeper(node, deepest, model.whole)) deepest = node
    if (node.answered === answered) {
      if (!best || node.notes < best.notes) best = node
      if (best.notes === 0) break
      continue
    }
    if (tried > limit) return best ? lawful(best, tried) : { kind: 'inconclusive', tried }
    const next = candidates(sorted, node.done).flatMap(([index, op]) => {
      tried++
      return children(node, index, op, model)
    })
    // While one order alone is open, no two ways lead to one place.
    const isAlone = stack.length === 0 && next.length === 1
    stack.push(...(isAlone ? next : next.filter((child) => isNew(child, seen, model))).reverse())
  }
  if (best) return lawful(best, tried)
  return { kind: 'broken', order: path(deepest), culprit: culprit(deepest, sorted, model), tried }
}

function isNew<State, O extends Op>(
  { done, notes, state }: Node<State, O>,
  seen: Set<string>,
  model: Model<State, O>,
): boolean {
  const key = `${done.toString(36)} ${notes} ${model.key(state)}`
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

function isDeeper<State, O>(node: Node<State, O>, than: Node<State, O>, whole = false): boolean {
  if (node.answered !== than.answered) return node.answered > than.answered
  return whole && path(node).length > path(than).length
}

/** Operations that may come next: none that is not done yet had ended before they began. */
function candidates<O extends Op>(sorted: O[], done: bigint): [number, O][] {
  let horizon = Infinity
  const open: [number, O][] = []
  for (const [index, op] of sorted.entries()) {
    if ((done >> BigInt(index)) & 1n) continue
    if (op.began > horizon) break
    open.push([index, op])
    horizon = Math.min(horizon, op.ended ?? Infinity)
  }
  return open.filter(([, op]) => op.began < horizon || (op.ended ?? Infinity) === horizon)
}

function children<State, O extends Op>(
  node: Node<State, O>,
  index: number,
  op: O,
  model: Model<State, O>,
): Node<State, O>[] {
  const step = model.step(node.state, op)
  const placed = { op, step, state: node.state }
  const notes = node.notes + (step.notes?.length ?? 0)
  const answered = node.answered + (op.ended === undefined ? 0 : 1)
  const done = node.done | (1n << BigInt(index))
  return step.next.map((state) => ({ before: node, placed, done, answered, notes, state }))
}

function path<State, O>(node: Node<State, O>): Placed<State, O>[] {
  const order: Placed<State, O>[] = []
  for (let at: Node<State, O> | undefined = node; at?.placed; at = at.before) order.unshift(at.placed)
  return order
}

function lawful<State, O>(node: Node<State, O>, tried: number): Outcome<State, O> {
  return { kind: 'lawful', order: path(node), tried }
}

/** Of the operations that cannot come next, the one that was answered first: the reader's eye stops there. */
function culprit<State, O extends Op>(
  node: Node<State, O>,
  sorted: O[],
  model: Model<State, O>,
): Placed<State, O> {
  const stuck = candidates(sorted, node.done)
    .filter(([, op]) => op.ended !== undefined)
    .sort(([, a], [, b]) => a.ended! - b.ended!)
  const steps = stuck.map(([, op]) => ({ op, step: model.step(node.state, op), state: node.state }))
  return steps.find(({ step }) => step.next.length === 0) ?? steps[0]!
}
