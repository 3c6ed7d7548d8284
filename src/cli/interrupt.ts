/** Waits for work, or for Ctrl-C; a second Ctrl-C ends the process at once. */
export async function untilInterrupted<T>(work: Promise<T>): Promise<T | 'interrupted'> {
  let stop: (() => void) | undefined
  const interrupted = new Promise<'interrupted'>((resolve) => {
    stop = () => resolve('interrupted')
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
  work.catch(() => undefined) // what fails after an interruption is of no interest
  return Promise.race([work, interrupted]).finally(() => {
    process.off('SIGINT', stop!)
    process.off('SIGTERM', stop!)
  })
}
