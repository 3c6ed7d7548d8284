import { describe, expect, it } from 'vitest'
import { loadContract } from '../contract/load.ts'
import type { Style } from './dialect.ts'
import { dialect } from './xgateway.ts'

const answer = ['RESPONSECODE', 'REQUESTID', 'MESSAGE', 'SN', 'TRANSACTIONID']
const contract = loadContract('xgateway')
const speech = dialect(contract)
const request = { NOM: 'I50', PIN: '123456', REQUESTID: '0012', MSISDN: 'USERTEST', NOHP: '085700000001' }
const callback = { TRANSACTIONID: '1', SN: '', REQUESTID: '0012', RESPONSECODE: '00', MESSAGE: 'ISI' }

const member = (name: string, value: string): string =>
  `<member><name>${name}</name><value><string>${value}</string></value></member>`
const params = (members: string): string =>
  `<params><param><value><struct>${members}</struct></value></param></params>`

describe('the dialect of XGateway', () => {
  it('seals a request as the document prints it', () => {
    const sealed = speech.seal({ operation: 'topup', side: 'request', fields: request }, {})
    const members = ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM'].map((name) =>
      member(name, request[name as keyof typeof request]),
    )
    expect({ ...sealed, body: sealed.body.toString() }).toEqual({
      method: 'POST',
      path: '',
      headers: [['Content-Type', 'text/xml']],
      body: `<?xml version="1.0"?><methodCall><methodName>topUpRequest</methodName>${params(members.join(''))}</methodCall>`,
    })
  })

  it('seals a response and a callback as bare responses', () => {
    const body = `<?xml version="1.0"?><methodResponse>${params(answer.map((name) => member(name, callback[name as keyof typeof callback])).join(''))}</methodResponse>`
    for (const [operation, side] of [
      ['topup', 'response'],
      ['callback', 'request'],
    ] as const)
      expect(speech.seal({ operation, side, fields: callback }, {}).body.toString()).toBe(body)
  })

  it('answers a callback with its acknowledgement', () => {
    const { headers, body } = speech.seal({ operation: 'callback', side: 'response', fields: {} }, {})
    expect([headers, body.toString()]).toEqual([[['Content-Type', 'text/plain']], 'OK'])
  })

  it.each<[operation: string, style: Style, name: string, operationRead: string | undefined]>([
    ['topup', {}, 'topUpRequest', 'topup'],
    ['topup', { method: 'TOPUPREQUEST' }, 'TOPUPREQUEST', 'topup'],
    ['query', {}, 'PLNPrepaidQuery', 'query'],
    ['query', { method: 'plnPrepaidquery' }, 'plnPrepaidquery', 'query'],
    ['query', { method: 'PLNPrepaidQuery2' }, 'PLNPrepaidQuery2', undefined],
    ['query', { method: '' }, '', undefined],
    ['topup', { kind: 'response' }, 'methodResponse', 'callback'],
    ['callback', {}, 'methodResponse', 'callback'],
    ['callback', { kind: 'call' }, 'topUpReport', 'callback'],
    ['callback', { kind: 'call', method: 'TopupReport' }, 'TopupReport', 'callback'],
  ])('tells the operation of %s in the style %j', (operation, style, name, operationRead) => {
    const fields = operation === 'callback' ? callback : request
    const { headers, body } = speech.seal({ operation, side: 'request', fields, style }, {})
    for (const reading of [
      speech.open({ headers, body }, 'request'),
      speech.receive({ headers, body }, 'request'),
    ]) {
      expect(reading).toMatchObject({ ok: true, name, flaws: [], fields })
      expect(speech.operationOf(reading)).toBe(operationRead)
    }
  })

  it('keeps members that the table does not know, behind the others, and repeats lists', () => {
    const fields = { EXTRA: 'x', SN: ['1', '2'], RESPONSECODE: '00' }
    const reading = speech.open(speech.seal({ operation: 'topup', side: 'response', fields }, {}), 'response')
    expect(reading).toMatchObject({ order: ['RESPONSECODE', 'SN', 'SN', 'EXTRA'], fields: { SN: '1' } })
  })

  it('knows no operation of a fault or of what it cannot read, and checks no signature', () => {
    const fault = '<methodResponse><fault><value><struct/></value></fault></methodResponse>'
    const reading = speech.open({ headers: [], body: Buffer.from(fault) }, 'request')
    expect(reading).toMatchObject({ ok: true, name: 'fault' })
    expect(speech.operationOf(reading)).toBeUndefined()
    expect(speech.operationOf({ ok: false, fault: { what: 'empty', says: 'Nothing.' } })).toBeUndefined()
    expect(speech.verify(reading, 'topup', { sign: () => 'x' })).toBe('unchecked')
  })
})
