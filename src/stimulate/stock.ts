/** Test data that is made ahead of its need, many items by one call: fewer calls, and cases that wait for none. */
import type { Item } from '../judge/trace.ts'

export interface Stock {
  /** An item of a sort; `make` makes so many of it. */
  take(sort: string, make: (count: number) => Promise<Item[]>): Promise<Item>
}

/** Items of one sort that are made at once, at most. */
const most = 16

interface Shelf {
  items: Item[]
  taken: number
  waiting: number
  filling?: Promise<void>
}

/** An empty stock. Of each sort as many items are made as were taken of it before: nobody makes sixteen to need one. */
export function createStock(): Stock {
  const shelves = new Map<string, Shelf>()
  return {
    async take(sort, make) {
      const shelf = shelves.get(sort) ?? { items: [], taken: 0, waiting: 0 }
      shelves.set(sort, shelf)
      shelf.waiting += 1
      try {
        while (shelf.items.length === 0) await (shelf.filling ??= filled(shelf, make))
        shelf.taken += 1
        return shelf.items.shift()!
      } finally {
        shelf.waiting -= 1
      }
    },
  }
}

async function filled(shelf: Shelf, make: (count: number) => Promise<Item[]>): Promise<void> {
  try {
    shelf.items.push(...(await make(Math.min(most, Math.max(shelf.waiting, shelf.taken)))))
  } finally {
    delete shelf.filling
  }
}
