/** The honest books: one charge for a success, all of it back for a failure, and a callback for what was pending. */
import type { Deal } from './ledger.ts'
import type { Steps, Till } from './steps.ts'

/** Settle, wait and report as the contract wants it. */
export const booking = {
  async settle(call, deal, { code, later }) {
    const { steps, till } = call
    if (code !== '68') await steps.finish(deal, code, till, steps)
    if (later)
      till.clock.at(call.at + later.seconds * 1000, async () => {
        await steps.finish(deal, later.code, till, steps)
        await steps.report(deal, till, steps)
      })
    return deal
  },
  async finish(deal, code, till, steps) {
    await (code === '00' ? till.ledger.spend(deal) : steps.refund(deal, till))
    // All at once, so that nobody meets a success without its serial.
    Object.assign(deal, { code }, code === '00' && !deal.isQuery && steps.serial(deal, till))
  },
  refund: (deal, till) => till.ledger.refund(deal),
  async report(deal, till, steps) {
    await steps.deliver(steps.compose(await steps.members(deal, till, steps), deal, till), deal, till)
  },
  compose: (fields, _deal, { dialect }) =>
    dialect.seal({ operation: 'callback', side: 'request', fields }, {}),
  async deliver(sealed, deal, till) {
    const url = await addressOf(deal, till)
    if (url !== undefined) till.courier.deliver({ ...sealed, protocol: till.contract.id, url })
  },
} satisfies Partial<Steps>

/** Where callbacks about a transaction go: the number's own URL, the partner's, the gateway's. */
export async function addressOf(
  { number, user }: Deal,
  { ledger, callbackUrl }: Till,
): Promise<string | undefined> {
  const customer = await ledger.customer(number)
  const account = await ledger.account(user)
  return customer?.callbackUrl ?? account?.callbackUrl ?? callbackUrl
}
