/** Requests of real XML-RPC stacks, as they came over the wire. */
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseHttpFile } from './http-file.ts'
import { readXmlRpc } from './xmlrpc-read.ts'
import { readXmlRpcStrict } from './xmlrpc-strict.ts'

const folder = new URL('../../fixtures/xgateway/published/captures/', import.meta.url)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.http'))
  .map((file) => file.slice(0, -5))

const capture = (name: string): ReturnType<typeof parseHttpFile> =>
  parseHttpFile(readFileSync(new URL(`${name}.http`, folder)))

/** What no reader takes for one struct of members. */
const refused: { [name: string]: string } = {
  'pyxmlrpc-array-topUpRequest': 'no-payload',
  'pyxmlrpc-multicall-topUpRequest': 'no-payload',
  'pyxmlrpc-twoparams-topUpRequest': 'many-payloads',
}

const members = ['MSISDN', 'NOHP', 'NOM', 'PIN', 'REQUESTID']
const facts = (name: string): unknown => {
  const reading = readXmlRpcStrict(capture(name))
  return reading.ok ? { ...reading.rpc, fields: reading.fields, order: reading.order.join(' ') } : reading
}

describe('the captures', () => {
  it.each(names)('%s is read by both readers alike, or refused by both', (name) => {
    const strict = readXmlRpcStrict(capture(name))
    const loose = readXmlRpc(capture(name))
    if (!strict.ok || !loose.ok) {
      for (const reading of [strict, loose])
        expect(reading).toMatchObject({ ok: false, fault: { what: refused[name] } })
      return
    }
    expect({ ...loose, flaws: [] }).toEqual({ ...strict, flaws: [] })
    expect(loose.flaws.map(({ kind, at }) => [kind, at])).toEqual(
      strict.flaws.map(({ kind, at }) => [kind, at]),
    )
    expect(name.toLowerCase()).toContain(strict.name.toLowerCase())
    expect(strict.order.filter((member) => member !== 'EXTRA').sort()).toEqual(members)
    expect(strict.fields['MSISDN']).toBe('USERTEST')
    expect(strict.flaws).toHaveLength(name.includes('whitespace') ? members.length : 0)
  })

  it.each<[name: string, expected: object]>([
    ['frontier-topUpRequest', { types: { NOHP: 'i4', MSISDN: 'string' }, fields: { NOHP: '085700000001' } }],
    ['hand-cdata-topUpRequest', { cdata: true, comments: true, declared: 'utf-8', fields: { NOM: 'I50' } }],
    ['hand-extramember-topUpRequest', { bom: true, fields: { EXTRA: 'x' } }],
    ['hand-methodcase-TOPUPREQUEST', { method: 'TopUpRequest' }],
    ['hand-reversed-topUpRequest', { order: 'NOM NOHP PIN MSISDN REQUESTID' }],
    ['hand-untyped-topUpRequest', { types: { NOM: 'untyped', PIN: 'untyped' }, fields: { NOM: 'I50' } }],
    ['hand-valuefirst-topUpRequest', { fields: { REQUESTID: expect.stringMatching(/^\d{8}$/) } }],
    ['hand-whitespace-topUpRequest', { spaced: true, fields: { REQUESTID: '12906656' } }],
    ['luaxmlrpc-ints-topUpRequest', { types: { REQUESTID: 'int' }, fields: { REQUESTID: '12906691' } }],
    ['npmxmlrpc-empty-topUpRequest', { types: { NOM: 'string' }, fields: { NOM: '' } }],
    ['npmxmlrpc-null-topUpRequest', { types: { NOM: 'nil' } }],
    ['pyxmlrpc-binary-topUpRequest', { types: { PIN: 'base64' }, fields: { PIN: '\nMTIzNDU2\n' } }],
    ['pyxmlrpc-gzip-topUpRequest', { fields: { NOM: 'I50' } }],
    [
      'pyxmlrpc-latin1-topUpRequest',
      { encoding: 'iso-8859-1', fields: { PIN: expect.stringMatching(/^pé?/) } },
    ],
    ['pyxmlrpc-nil-topUpRequest', { types: { NOM: 'nil' } }],
  ])('%s is read as its table says', (name, expected) => {
    expect(facts(name)).toMatchObject(expected)
  })

  it('a nil member is absent', () => {
    for (const name of ['npmxmlrpc-null-topUpRequest', 'pyxmlrpc-nil-topUpRequest'])
      expect(facts(name)).toHaveProperty('fields', expect.not.objectContaining({ NOM: expect.anything() }))
  })
})
