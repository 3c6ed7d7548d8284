/** Gateways of strangers that keep the contract: none of them may fail. */
import { describe, test } from 'vitest'
import { styles, type Style } from './styles.ts'
import { expectConforming, tryServer } from './trial.ts'

async function tryStyle({ start, warns, credentials, profile, declared }: Style): Promise<void> {
  const partner = await start()
  try {
    expectConforming(await tryServer(partner, { credentials, profile, declared, seed: 7 }), warns)
  } finally {
    await partner.close()
  }
}

describe('a gateway that keeps the contract conforms', () => {
  for (const style of styles) test.skipIf(style.skipped)(style.says, () => tryStyle(style))
})
