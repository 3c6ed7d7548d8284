/** Python's own XML-RPC client against our gateway. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../../../src/gateway/gateway.ts'
import { hasPython, script } from './python.ts'

interface Told {
  members?: { [name: string]: string }
  fault?: string
  status?: number
  text?: string
  trouble?: string
}

let told: { [call: string]: Told } = {}

const codeOf = (call: string): string => told[call]?.members?.['RESPONSECODE'] ?? JSON.stringify(told[call])

describe.skipIf(!hasPython)("Python's xmlrpc.client (skipped without python3)", () => {
  beforeAll(async () => {
    const gateway = await createGateway({ protocols: ['xgateway'] })
    try {
      const url = `${await gateway.listen()}/xgateway/st24`
      const run = promisify(execFile)
      const { stdout } = await run('python3', [script('calls.py'), url, 'USERTEST', '123456'])
      told = JSON.parse(stdout) as typeof told
    } finally {
      await gateway.close()
    }
  })

  test.each([
    'topUpRequest',
    'again',
    'TopupRequest',
    'TOPUPREQUEST',
    'PLNPrepaidQuery',
    'PLNPrepaidTopup',
    'PLNPrepaidDirectTopup',
    'ampersand',
    'token',
    'more',
    'latin',
    'zipped',
    'after',
    'last',
  ])('is sold what it asks for: %s', (call) => expect(codeOf(call)).toBe('00'))

  test('all members are texts, and SN is there when it is empty', () => {
    for (const { members } of Object.values(told))
      for (const value of Object.values(members ?? {})) expect(typeof value).toBe('string')
    expect(told['PLNPrepaidQuery']!.members!['SN']).toBe('')
    expect(told['missing']!.members!['SN']).toBe('')
  })

  test('a repetition is a status check', () => {
    const { RESPONSECODE, SN, TRANSACTIONID } = told['topUpRequest']!.members!
    expect(told['again']!.members).toMatchObject({ RESPONSECODE, SN, TRANSACTIONID })
  })

  test('a query opens the way, and none does not', () => {
    expect(codeOf('early')).not.toBe('00')
    expect(codeOf('early')).not.toBe('68')
    expect(told['PLNPrepaidTopup']!.members!['SN']).toMatch(/^\d{4}(-\d{4}){4}\/.+\/R\d\w*\/\d+$/)
    expect(told['token']!.members!['SN']).toMatch(/^\d{4}(-\d{4}){4}$/)
  })

  test('the name of a customer arrives with all its characters', () =>
    expect(told['ampersand']!.members!['SN']).toMatch(/CV.TIRTA.&.<PUTRA>/))

  test.each([
    ['missing', '07'],
    ['pending', '68'],
    ['pin', '02'],
  ])('%s is answered %s', (call, code) => expect(codeOf(call)).toBe(code))

  test('an integer is refused, or its digits are taken as a text', () => {
    expect(['00', '01']).toContain(codeOf('int'))
    if (codeOf('int') === '00') expect(told['int']!.members!['REQUESTID']).toBe('12906609')
  })

  test.each([
    'lacking',
    'empty',
    'nil',
    'accent',
    'list',
    'two',
    'none',
    'unknown',
    'listMethods',
    'multi',
    'multicall',
  ])('what is no request is refused: %s', (call) =>
    expect(refused(told[call]!), JSON.stringify(told[call])).toBe(true),
  )

  test.each(['broken', 'nothing'])('what is no XML is refused: %s', (call) => {
    const { status, text = '' } = told[call]!
    expect(status! >= 400 || /<string>01<\/string>|<fault>/.test(text), JSON.stringify(told[call])).toBe(true)
  })

  test('a PIN in base64 is taken or refused', () => expect(['00', '01', '02']).toContain(codeOf('base64')))
})

/** Refused with 01, a fault or an HTTP status. A MultiCall looks for its results in the refusal, and finds none. */
function refused({ members, fault, status, trouble }: Told): boolean {
  if (members) return members['RESPONSECODE'] === '01'
  return fault !== undefined || (status ?? 0) >= 400 || (trouble ?? '').startsWith('KeyError')
}
