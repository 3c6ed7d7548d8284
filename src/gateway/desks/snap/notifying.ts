/** The honest notification: how a payment ended, signed for the path of its receiver, again until it is taken. */
import { stampOf } from '../../../contract/datetime.ts'
import { keyring, type Means } from '../../../dialects/snap-keyring.ts'
import type { Sealed } from '../../../dialects/dialect.ts'
import type { Fields } from '../../../wire/reading.ts'
import { stateWords } from './asking.ts'
import type { Partner } from './ledger.ts'
import { moneyOf } from './money.ts'
import type { Steps, Till } from './steps.ts'
import { addedSeconds } from './time.ts'

/** Tell as the contract wants it. */
export const notifying = {
  async notify(payment, till, steps) {
    const partner = await till.ledger.partner(payment.partner)
    const url = partner && steps.targetOf(payment, partner, till)
    if (url === undefined) return
    const fields = steps.notice(payment, till)
    const again = () => steps.compose(fields, partner!, url, till)
    till.courier.deliver({
      ...again(),
      protocol: till.contract.id,
      url,
      again,
      isTaken: steps.isAcknowledged,
    })
  },
  targetOf({ notifyUrl }, partner, { profile, callbackUrl }) {
    const registered = partner.notifyUrl ?? callbackUrl
    if (profile['notifyTarget'] === 'registered') return registered ?? partner.callbackUrl
    return notifyUrl ?? registered
  },
  notice(payment, { profile }) {
    const { id, reference, externalId, merchant, amount, currency, state, createdAt, endedAt } = payment
    const zone = String(profile['timezone'])
    return {
      originalPartnerReferenceNo: reference,
      originalReferenceNo: id,
      originalExternalId: externalId,
      ...(merchant !== undefined && { merchantId: merchant }),
      amount: moneyOf(amount, currency),
      latestTransactionStatus: state,
      transactionStatusDesc: stateWords[state],
      createdTime: stampOf(createdAt, zone),
      ...(endedAt !== undefined && { finishedTime: stampOf(endedAt, zone) }),
    }
  },
  compose,
  isAcknowledged({ status, body }) {
    return status === 200 && /"responseCode"\s*:\s*"2005600"/.test(body.toString())
  },
} satisfies Partial<Steps>

/** Every attempt has a number and a time of its own, so it is sealed anew. */
function compose(fields: Fields, partner: Partner, url: string, till: Till): Sealed {
  const { dialect, profile, clock } = till
  const isSymmetric = profile['notifySignature'] === 'sym'
  const headers = {
    'header:X-TIMESTAMP': stampOf(clock.now(), String(profile['timezone'])),
    'header:X-PARTNER-ID': partner.id,
    'header:X-EXTERNAL-ID': till.number(),
    'header:CHANNEL-ID': '95221',
    ...(isSymmetric && { 'header:Authorization': `Bearer ${passOf(partner, till)}` }),
  }
  const draft = { operation: 'notify', side: 'request' as const, fields: { ...headers, ...fields } }
  return dialect.seal(draft, keyring(profile, meansFor(partner, url, till)))
}

/** What a notification to an address is signed with. */
export const meansFor = ({ secret, id }: Partner, url: string, till: Till): Means => ({
  secret,
  privateKey: till.pair().privateKey,
  client: id,
  below: () => url,
})

/** Headers of a notification as fields, for writing it anew: without those that its body and its keys give. */
export const headsOf = ({ headers }: Sealed): Fields =>
  Object.fromEntries(
    headers
      .filter(([name]) => !/^(?:x-signature|content-type)$/i.test(name))
      .map(([name, value]) => [`header:${name}`, value]),
  )

function passOf({ id }: Partner, { tokens, clock, profile }: Till): string {
  return tokens.issue({ partner: id, expires: addedSeconds(clock.now(), Number(profile['tokenSeconds'])) })
}
