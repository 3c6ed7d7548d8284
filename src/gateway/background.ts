/** Work that is done beside the requests, by whoever looks from time to time for what has come due. */

/** Milliseconds after which it is found that something has come due, whatever clock tells that it has. */
const nap = 700

/** Does something a while later; nobody waits for it, and it keeps no process alive. */
export const inBackground = (work: () => unknown, afterMs = nap): void =>
  void setTimeout(() => void work(), afterMs).unref()
