/** As much of the national standard's contract as its dialect needs, made from the data that is there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract, MessageSpec, Operation, Profile } from '../contract/contract.ts'
import { home } from '../contract/home.ts'

const folder = join(home, 'schemas', 'snap')
const parsed = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'))

const services: [operation: string, path: string, digits: string][] = [
  ['payment', '/v1.0/debit/payment-host-to-host', '54'],
  ['status', '/v1.0/debit/status', '55'],
  ['notify', '/v1.0/debit/notify', '56'],
  ['cancel', '/v1.0/debit/cancel', '57'],
  ['refund', '/v1.0/debit/refund', '58'],
  ['token', '/v1.0/access-token/b2b', '73'],
  ['customerToken', '/v1.0/access-token/b2b2c', '74'],
]

const messages = readdirSync(join(folder, 'messages')).map((name) => parsed('messages', name) as MessageSpec)

function operationOf([name, path, digits]: (typeof services)[number]): [string, Operation] {
  const side = (wanted: string) =>
    messages.find(({ operation, side: own }) => operation === name && own === wanted)!.message
  const from = name === 'notify' ? 'gateway' : 'client'
  return [
    name,
    { from, request: side('request'), response: side('response'), path, digits, says: '', source: '' },
  ]
}

/** The contract. */
export const contract = {
  id: 'snap',
  codec: 'json',
  operations: Object.fromEntries(services.map(operationOf)),
  outcome: { at: 'responseCode', text: 'responseMessage', success: [], format: 'responseCode', reserved: [] },
  places: { time: 'header:X-TIMESTAMP', signature: 'header:X-SIGNATURE', status: 'latestTransactionStatus' },
  profile: {},
  formats: (parsed('formats.json') as Pick<Contract, 'formats'>).formats,
  messages: Object.fromEntries(messages.map((spec) => [spec.message, spec])),
} as unknown as Contract

/** What the parties agree on unless they say otherwise. */
export const agreed: Profile = {
  specRevision: 'seed',
  requestSignature: 'sym',
  notifySignature: 'asym',
  signatureEncoding: 'base64',
  signedPath: 'asCalled',
}
