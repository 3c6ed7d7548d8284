/** Tokens: asked for wrongly, invented, somebody else's, and too old. */
import { scenario, type Hand } from '../../../../src/stimulate/scenario.ts'
import { turned } from '../../../common/letters.ts'
import { bears } from '../../../common/bearing.ts'
import { cancellation, inquiry, order, pay, refund } from '../../orders.ts'
import { altered, at, original, under } from './forging.ts'
import { lane, neighbour } from './parties.ts'
import { sorts, type Sort } from './ways.ts'

const usesTokens = ({ profile }: Pick<Hand, 'profile'>): boolean => profile['authorization'] !== 'none'
const usesOwn = ({ profile }: Pick<Hand, 'profile'>): boolean =>
  profile['requestSignature'] === 'sym' && bears(profile, 'b2b')

/** Wrong signatures of one sort: what a verifier of tokens passes over, that of payments is asked for too. */
const most = 4

export const tokenRequests = scenario({
  id: 'token-requests',
  says: 'Ask for a token under wrong signatures, and with another grantType or none.',
  role: 'server',
  exercises: ['tokens.signature', 'tokens.grant', 'tokens.lifetime'],
  lane,
  plans: (scope) => (usesTokens(scope) ? [undefined] : []),
  async act(_plan, hand) {
    const { as, send } = await neighbour(hand, false)
    const foreign = hand.credentials['privateKey']
    const model = original(hand, 'token', { grantType: 'client_credentials' }, { as, foreign })
    await send('token', { grantType: 'client_credentials' })
    const wrongs = (Object.keys(sorts) as Sort[]).flatMap((sort) => sorts[sort](model.check).slice(0, most))
    await Promise.all([
      ...wrongs.map(({ signature, says }) => hand.send(under(hand, model, signature, {}, says))),
      ...['password', 'refresh_token', null].map((grantType) => send('token', { grantType }, { flaws: 1 })),
    ])
  },
})

export const wrongTokens = scenario({
  id: 'wrong-tokens',
  says: 'Ask and pay with tokens that nobody gave out, with that of somebody else, and with none.',
  role: 'server',
  exercises: ['tokens.unknown', 'tokens.bound', 'tokens.missing', 'tokens.several', 'signatures.no-effect'],
  lane,
  plans: (scope) => (usesOwn(scope) ? [undefined] : []),
  async act(_plan, hand) {
    const other = await neighbour(hand)
    const token = await other.token()
    const bare = token.replace('Bearer ', '')
    const invented = await hand.need('unknowntoken')
    const about = {
      originalPartnerReferenceNo: hand.fresh('partnerReferenceNo'),
      serviceCode: String(hand.profile['statusServiceCode']),
    }
    const fields = await order(hand, 'card', { merchantId: other.merchant })
    const wrongs = [altered(bare), turned(bare), bare.slice(0, -5), String(invented.code)]
    await Promise.all(
      wrongs
        .filter((one) => one !== bare)
        .map(async (wrong) => {
          const carried = { [at.token]: `Bearer ${wrong}` }
          const own = await order(hand, 'card', { merchantId: other.merchant })
          await Promise.all([
            other.send('status', { ...about, ...carried }),
            other.send('payment', { ...own, ...carried }),
          ])
          await other.send('payment', { ...own, [at.token]: token })
        }),
    )
    const unknown = { [at.token]: `Bearer ${altered(bare)}` }
    const payments = async () => {
      await other.send('payment', { ...fields, [at.token]: null }, { flaws: 1 })
      await other.send('payment', { ...fields, [at.token]: token })
    }
    const refunds = async () => {
      const { reference } = await pay(hand)
      await Promise.all(
        [unknown, { [at.token]: token }].map((carried) =>
          hand.send(refund(hand, reference, '1000.00', carried)),
        ),
      )
      await Promise.all([
        hand.send(inquiry(hand, reference, unknown)),
        hand.send(inquiry(hand, reference, { [at.token]: null }, { flaws: 1 })),
        hand.send(inquiry(hand, reference, { [at.token]: token })),
      ])
    }
    const cancels = async () => {
      if (!hand.plenty('idle')) return
      const { reference } = await pay(hand, {}, 'idle')
      await hand.send(cancellation(hand, reference, unknown))
    }
    await Promise.all([payments(), refunds(), cancels()])
    await other.token()
    const next = await order(hand, 'card', { merchantId: other.merchant })
    await other.send('payment', { ...next, [at.token]: token })
  },
})

/** Seconds before the end of a token that it is used last, and after it that it is tried again. */
const [early, late] = [90, 120]

export const agedTokens = scenario({
  id: 'aged-tokens',
  says: 'Use a token shortly before its time is over, and shortly after.',
  role: 'server',
  exercises: ['tokens.expired'],
  exclusive: 'together',
  lane,
  plans: (scope) => (usesOwn(scope) ? [undefined] : []),
  async act(_plan, hand) {
    const other = await neighbour(hand)
    const lifetime = Number(hand.profile['tokenSeconds'])
    const token = await other.token()
    const carried = { [at.token]: token, merchantId: other.merchant }
    const use = async () => other.send('payment', await order(hand, 'card', carried))
    const first = await order(hand, 'card', carried)
    const reference = String(first['partnerReferenceNo'])
    await other.send('payment', first)
    await hand.advance(lifetime - early)
    await use()
    await hand.advance(early + late)
    await use()
    const { as } = other
    await Promise.all([
      hand.send(inquiry(hand, reference, { [at.token]: token }, { as })),
      hand.send(refund(hand, reference, '1000.00', carried, { as })),
      other.send('payment', await order(hand, 'card', { ...carried, [at.token]: altered(token) })),
    ])
  },
})
