/** Where the gateway's own errors go: to whoever runs it, never to its callers. */

/** Writes an error, with its stack, to the standard error output. */
export function complain(error: unknown): void {
  process.stderr.write(`batu-uji gateway: ${error instanceof Error ? error.stack : String(error)}\n`)
}
