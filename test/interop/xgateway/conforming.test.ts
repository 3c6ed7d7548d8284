/** Gateways of strangers that keep the contract: none of them may fail. */
import { describe, expect, test } from 'vitest'
import { told } from '../trial.ts'
import { startNpmGateway } from './npm-gateway.ts'
import { styles, type Style } from './styles.ts'
import { expectConforming, tryServer } from './trial.ts'

async function tryStyle({ start, warns, verdict, credentials, profile, declared }: Style): Promise<void> {
  const partner = await start()
  try {
    expectConforming(await tryServer(partner, { credentials, profile, declared, seed: 7 }), warns, verdict)
  } finally {
    await partner.close()
  }
}

describe('a gateway that keeps the contract conforms', () => {
  for (const style of styles) test.skipIf(style.skipped)(style.says, () => tryStyle(style))
})

test('a gateway on npm xmlrpc keeps what its parser lets it keep', async () => {
  const partner = await startNpmGateway()
  try {
    const credentials = { user: 'TOKOMAJU', pin: '8642' }
    const outcome = await tryServer(partner, { credentials, seed: 7 })
    expect(outcome.errors).toEqual([])
    // It takes tags that are crossed for XML.
    expect(outcome.failed, outcome.findings.map(told).join('\n')).toEqual(['XGW-MALFORMED'])
    // It reads UTF-8 without compression and nothing else, wants names before values, and refuses in plain words.
    expect(outcome.warned).toEqual(['XGW-XML-WELLFORMED', 'XGW-XML-ORDER', 'XGW-MSG-GRAMMAR'])
  } finally {
    await partner.close()
  }
})
