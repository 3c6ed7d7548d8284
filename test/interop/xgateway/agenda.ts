/** What is to be done at a time of the kiosk's own clock, which can be put forward. */

interface Entry {
  at: number
  work: () => void
  timer?: NodeJS.Timeout
}

export class Agenda {
  offsetMs = 0
  entries = new Set<Entry>()

  now(): number {
    return Date.now() + this.offsetMs
  }

  later(at: number, work: () => void): void {
    const entry: Entry = { at, work }
    this.entries.add(entry)
    this.arm(entry)
  }

  arm(entry: Entry): void {
    clearTimeout(entry.timer)
    const wait = Math.max(0, entry.at - this.now())
    entry.timer = setTimeout(() => this.entries.delete(entry) && entry.work(), wait)
    entry.timer.unref()
  }

  forward(ms: number): void {
    this.offsetMs += ms
    for (const entry of [...this.entries].sort((one, other) => one.at - other.at)) this.arm(entry)
  }

  close(): void {
    for (const { timer } of this.entries) clearTimeout(timer)
    this.entries.clear()
  }
}
