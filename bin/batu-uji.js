#!/usr/bin/env node
import { existsSync } from 'node:fs'

const entry = new URL('../dist/src/cli/main.js', import.meta.url)

// Whoever reads may stop reading: `batu-uji rules | head`.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 5))

if (existsSync(entry)) await run()
else {
  console.error('batu-uji: It is not built yet. Run npm run build.')
  process.exitCode = 2
}

async function run() {
  const { main } = await import(entry.href)
  process.exitCode = await main()
  // After Ctrl-C the run's connections are still open; the output is drained first.
  if (process.exitCode === 130) process.stdout.write('', () => process.exit())
}
