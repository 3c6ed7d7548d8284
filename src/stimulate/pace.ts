/** Lets requests leave no faster than a rate, evenly spaced; without a rate, at once. */
export function createPace(rate: number | undefined): () => Promise<void> {
  if (!rate) return () => Promise.resolve()
  const gap = 1000 / rate
  let next = 0
  return () => {
    const now = performance.now()
    const at = Math.max(now, next)
    next = at + gap
    return at <= now ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, at - now))
  }
}
