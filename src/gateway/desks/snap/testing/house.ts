/** A gateway with a receiver for its notifications, for tests, and consumers of it. */
import type { Profile } from '../../../../contract/contract.ts'
import { loadContract } from '../../../../contract/load.ts'
import { createGateway, type Gateway } from '../../../gateway.ts'
import { type Inbox, openInbox } from '../../../testing/inbox.ts'
import { called } from '../../../testing/post.ts'
import { type Call, type Consumer, consumerOf, type Identity } from './consumer.ts'

export interface House {
  gateway: Gateway
  inbox: Inbox
  consumer: Consumer
  /** Another partner, with a merchant of its own. */
  other(): Promise<Consumer & { merchant: string }>
  meet(identity: Identity): Promise<Consumer>
  provision(wish: object): Promise<{ [key: string]: string }>
  ledger(reference: string): Promise<{ payments: { state: string }[]; paid: number; refunded: number }>
  until(is: () => boolean): Promise<void>
  close(): Promise<void>
}

/** A receiver that answers with 2005600 unless it is told otherwise. */
export const takingInbox = (): Promise<Inbox> =>
  openInbox({ status: 200, body: '{"responseCode":"2005600","responseMessage":"Successful"}' })

/** Opens all of it. */
export async function openHouse(profile: Profile = {}, clock?: string): Promise<House> {
  const inbox = await takingInbox()
  const gateway = await createGateway({
    protocols: ['snap'],
    profile,
    callbackUrl: inbox.url,
    ...(clock !== undefined && { clock }),
  })
  await gateway.listen()
  const whole = gateway.profiles['snap']!
  const call: Call = (path, body, headers, method = 'POST') =>
    called(gateway.url, { method, path, headers, body })
  const now = () => gateway.clock.now()
  const meet = (identity: Identity) =>
    consumerOf({ contract: loadContract('snap'), profile: whole, now, call, identity })
  const provision: House['provision'] = async (wish) =>
    (await gateway.control.provision(wish as { [key: string]: unknown })) as { [key: string]: string }
  return {
    gateway,
    inbox,
    consumer: await meet(gateway.desks[0]!.credentials as unknown as Identity),
    meet,
    provision,
    async other() {
      const { code, secret, privateKey, merchant } = await provision({ partner: 'other' })
      const consumer = await meet({ client: code!, secret: secret!, privateKey: privateKey! })
      return Object.assign(consumer, { merchant: merchant! })
    },
    ledger: async (reference) => (await gateway.control.ledger(reference)) as never,
    async until(is) {
      for (let tries = 0; tries < 400 && !is(); tries++)
        await new Promise((resolve) => setTimeout(resolve, 5))
      if (!is()) throw new Error('It was waited for two seconds in vain.')
    },
    async close() {
      await gateway.close()
      await inbox.close()
    },
  }
}
