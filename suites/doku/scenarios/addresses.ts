/** Addresses that notifications are to go to in place of the configured one. */
import { Skipped, type Hand } from '../../../src/stimulate/scenario.ts'

/** A second address with the same path: the declared one, or another name of this machine; undefined for none. */
export function secondAddress({ profile: { overrideUrl }, callbackUrl }: Hand): URL | undefined {
  if (typeof overrideUrl === 'string') return new URL(overrideUrl)
  const url = new URL(callbackUrl ?? 'http://nowhere.invalid')
  const names: { [name: string]: string } = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' }
  const other = names[url.hostname]
  if (other === undefined) return undefined
  url.hostname = other
  return url
}

/** The second address, changed in something. Throws Skipped where there is none. */
export function override(hand: Hand, change: (url: URL) => void = () => undefined): string {
  const url = secondAddress(hand)
  if (!url)
    throw new Skipped(
      'needs-callbacks',
      'The profile names no overrideUrl, a second address of the listener.',
    )
  change(url)
  return url.href
}
