/** Headers that tell who calls, when, and with what: each of them wrong alone. */
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { bears, carriesOwn } from '../../common/bearing.ts'
import { at } from '../access/scenarios/forging.ts'
import { inquire } from '../orders.ts'
import { isTaken, servicesOf, writerFor, type Service } from './bases.ts'

const isBusiness = ({ profile }: Pick<Hand, 'profile'>): boolean => profile['authorization'] !== 'none'

/** The token that requests carry; where they carry none, a new one, which ends none. */
const ownToken = async (hand: Hand, place = at.token): Promise<string> =>
  hand.held(place) || (await hand.token(place))

/** The header whose token is written in other forms. */
const carrier = ({ profile }: Pick<Hand, 'profile'>): string => (carriesOwn(profile) ? at.token : at.customer)

const bearers: { [name: string]: (pass: string) => string } = {
  'no Bearer': (pass) => pass.replace(/^Bearer /, ''),
  'a quote behind': (pass) => `${pass}"`,
  'two tokens': (pass) => `${pass} ${pass}`,
  Basic: (pass) => pass.replace(/^Bearer/, 'Basic'),
}

export const bearer = scenario<readonly { service: Service; form: string }[]>({
  id: 'bearer',
  says: 'Write a good token in other forms.',
  role: 'server',
  exercises: ['headers.bearer'],
  plans: (scope) =>
    isBusiness(scope)
      ? [
          [
            ...Object.keys(bearers).map((form) => ({ service: 'payment' as const, form })),
            ...servicesOf(scope).map((service) => ({ service, form: 'no Bearer' })),
          ],
        ]
      : [],
  async act(tries, hand) {
    const place = carrier(hand)
    const token = await ownToken(hand, place)
    await Promise.all(
      tries.map(async ({ service, form }) => {
        const written = bearers[form]!(token)
        if (written === token) return
        const write = await writerFor(hand, service)
        await hand.send(write({ [place]: written }, { flaws: 1, note: form }))
      }),
    )
  },
})

/** X-TIMESTAMPs that differ from the present time, by seconds. */
export const stamps = scenario<number>({
  id: 'other-times',
  says: 'Stamp a request with another time, which is signed.',
  role: 'server',
  exercises: ['headers.window', 'answers.fresh'],
  plans: ({ profile }) => (typeof profile['skewSeconds'] === 'number' ? [-86_400, 86_400] : [-600, -86_400]),
  async act(seconds, hand) {
    const write = await writerFor(hand, 'payment')
    await hand.send(write({ 'header:X-TIMESTAMP': hand.now(seconds) }, { note: `${seconds} seconds off` }))
  },
})

export const partners = scenario<readonly ('unknown' | 'otherpartner')[]>({
  id: 'other-partners',
  says: 'Name another partner than the one who signs, and ask what refused requests have done.',
  role: 'server',
  exercises: ['headers.partner', 'isolation.cancel', 'isolation.refund'],
  plans: (scope) =>
    isBusiness(scope)
      ? [
          (['unknown', 'otherpartner'] as const).filter(
            (whose) => whose === 'unknown' || scope.has(whose) !== 'no',
          ),
        ]
      : [],
  async act(all, hand) {
    const token = await ownToken(hand)
    const tries = all.flatMap((whose) => servicesOf(hand).map((service) => ({ whose, service })))
    await Promise.all(
      tries.map(async ({ whose, service }) => {
        const write = await writerFor(hand, service)
        const carried = { [at.token]: token, 'header:X-PARTNER-ID': await named(hand, whose) }
        const letter = write(carried, { note: whose })
        if (isTaken(await hand.send(letter)) || !['cancel', 'refund'].includes(service)) return
        await inquire(hand, String(letter.draft.fields['originalPartnerReferenceNo']))
      }),
    )
  },
})

const named = async (hand: Hand, whose: 'unknown' | 'otherpartner'): Promise<string> =>
  whose === 'unknown' ? `NOBODY-${hand.fresh('partnerReferenceNo')}` : (await hand.share(whose)).code

export const channels = scenario<{ service: Service; channel: string }>({
  id: 'channels',
  says: 'Name a channel that is longer than agreed, or shorter.',
  role: 'server',
  exercises: ['headers.channel'],
  plans: (scope) => {
    const { profile } = scope
    const wrong = profile['channelIdLength'] === 'exact5' ? ['952210', '9522'] : ['952210']
    return profile['channelIdLength'] === 'any'
      ? []
      : servicesOf(scope).flatMap((service) => wrong.map((channel) => ({ service, channel })))
  },
  async act({ service, channel }, hand) {
    const write = await writerFor(hand, service)
    await hand.send(write({ 'header:CHANNEL-ID': channel }, { note: channel }))
  },
})

function servicesOfCustomers(scope: Pick<Hand, 'contract' | 'profile'>): readonly Service[] {
  if (!bears(scope.profile, 'b2b2c')) return []
  return scope.profile['authorization'] === 'payer' ? ['payment', 'refund'] : servicesOf(scope)
}

export const customers = scenario<{ service: Service; fields: Fields }>({
  id: 'no-customer',
  says: 'Leave the token of the customer out where it is wanted.',
  role: 'server',
  exercises: ['headers.customer'],
  plans: (scope) =>
    servicesOfCustomers(scope).map((service) => ({
      service,
      fields: { 'header:Authorization-Customer': null },
    })),
  async act({ service, fields }, hand) {
    const write = await writerFor(hand, service)
    await hand.send(write(fields, { flaws: 1, note: 'no Authorization-Customer' }))
  },
})
