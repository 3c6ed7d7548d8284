/** A gateway with a receiver for its callbacks, for tests, and partners of it. */
import { expect } from 'vitest'
import { messageOf } from '../../../../contract/contract.ts'
import { loadContract } from '../../../../contract/load.ts'
import { shapeOf } from '../../../../contract/shape.ts'
import { phraseFlaws } from '../../../../dialects/xgateway-phrase-flaws.ts'
import { phraseOf } from '../../../../dialects/xgateway-phrase.ts'
import { createGateway, type Gateway } from '../../../gateway.ts'
import { inProcess, overSocket, type Post } from '../../../testing/post.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { type Mitra, mitraAt, type Told } from './mitra.ts'

/** The ways to reach a gateway. */
export const ways = { 'in process': inProcess, 'over a socket': overSocket }

export interface Credentials {
  code: string
  pin: string
}

export interface House {
  gateway: Gateway
  inbox: Inbox
  provision(wish: { [key: string]: unknown }): Promise<Credentials>
  /** A partner with ten million rupiah. */
  account(wish?: object): Promise<Credentials>
  /** A number, for I20 unless the wish names another product. */
  number(wish?: object): Promise<string>
  /** States of what moved for a trx_id. */
  booked(trx: string): Promise<string[]>
  close(): Promise<void>
}

/** Opens both. */
export async function openHouse(): Promise<House> {
  const inbox = await openInbox()
  const gateway = await createGateway({ protocols: ['xgateway'], callbackUrl: inbox.url })
  await gateway.listen()
  const provision: House['provision'] = async (wish) =>
    (await gateway.control.provision(wish)) as unknown as Credentials
  return {
    gateway,
    inbox,
    provision,
    account: (wish = {}) => provision({ data: 'account', balance: 10_000_000, ...wish }),
    number: async (wish = {}) => (await provision({ product: 'I20', ...wish })).code,
    async booked(trx) {
      const { payments } = (await gateway.control.ledger(trx)) as { payments: { state: string }[] }
      return payments.map(({ state }) => state)
    },
    async close() {
      await gateway.close()
      await inbox.close()
    },
  }
}

export interface Partner {
  post: Post
  user: string
  mitra: Mitra
  /** What is left on the account. */
  left(): Promise<number>
}

/** A partner of its own, over one of the ways. */
export async function partnerOf({ gateway, account }: House, way: typeof inProcess): Promise<Partner> {
  const { code, pin } = await account()
  const post = way(gateway, '/st24')
  return { post, user: code, mitra: mitraAt(post, code, pin), left: () => gateway.control.balance(code) }
}

const contract = loadContract('xgateway')
const grammar = contract.phrases!

/** The answer, when it is right in every row of its table. */
export function orderly(answer: Told): Told {
  expect(answer.reading).toMatchObject({ ok: true, flaws: [] })
  const spec = messageOf(contract, 'topup', 'response')
  const profile = Object.fromEntries(Object.entries(contract.profile).map(([key, row]) => [key, row.default]))
  expect(shapeOf(contract, spec, profile).check(answer.fields)).toEqual([])
  const order = ['RESPONSECODE', 'REQUESTID', 'MESSAGE', 'SN', 'TRANSACTIONID']
  expect(answer.reading.ok && answer.reading.order).toEqual(order)
  expect(answer.status).toBe(200)
  const phrase = phraseOf(answer.fields['MESSAGE']!, grammar)
  expect(phrase.ok ? phraseFlaws(phrase, grammar) : phrase.says).toEqual([])
  return answer
}
