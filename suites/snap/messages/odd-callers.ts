/** Headers that tell who calls, when, and with what: each of them wrong alone. */
import type { Profile } from '../../../src/contract/contract.ts'
import { scenario, type Hand } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { bears } from '../bearing.ts'
import { services, writerFor, type Service } from './bases.ts'

const isBusiness = ({ profile }: Hand): boolean => profile['authorization'] !== 'none'

const bearers: { [name: string]: (pass: string) => string } = {
  'no Bearer': (pass) => pass.replace(/^Bearer /, ''),
  'a quote behind': (pass) => `${pass}"`,
  'two tokens': (pass) => `${pass} ${pass}`,
  Basic: (pass) => pass.replace(/^Bearer/, 'Basic'),
}

export const bearer = scenario<{ service: Service; form: string }>({
  id: 'bearer',
  says: 'Write a good token in another form.',
  role: 'server',
  exercises: ['headers.bearer'],
  // A new token may end the one before it.
  exclusive: true,
  plans: () => [
    ...Object.keys(bearers).map((form) => ({ service: 'payment' as const, form })),
    ...services.map((service) => ({ service, form: 'no Bearer' })),
  ],
  async act({ service, form }, hand) {
    if (!isBusiness(hand)) return
    const write = await writerFor(hand, service)
    const pass = bearers[form]!(await hand.token())
    await hand.send(write({ 'header:Authorization': pass }, { flaws: 1, note: form }))
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

export const partners = scenario<{ service: Service; whose: 'unknown' | 'otherpartner' }>({
  id: 'other-partners',
  says: 'Name another partner than the one who signs.',
  role: 'server',
  exercises: ['headers.partner'],
  exclusive: true,
  plans: ({ has }) =>
    services.flatMap((service) =>
      (['unknown', 'otherpartner'] as const)
        .filter((whose) => whose === 'unknown' || has(whose) !== 'no')
        .map((whose) => ({ service, whose })),
    ),
  async act({ service, whose }, hand) {
    if (!isBusiness(hand)) return
    const write = await writerFor(hand, service)
    const pass = await hand.token()
    const code =
      whose === 'unknown' ? `NOBODY-${hand.fresh('partnerReferenceNo')}` : (await hand.share(whose)).code
    await hand.send(write({ 'header:Authorization': pass, 'header:X-PARTNER-ID': code }, { note: whose }))
  },
})

export const channels = scenario<{ service: Service; channel: string }>({
  id: 'channels',
  says: 'Name a channel that is longer than agreed, or shorter.',
  role: 'server',
  exercises: ['headers.channel'],
  plans: ({ profile }) => {
    const wrong = profile['channelIdLength'] === 'exact5' ? ['952210', '9522'] : ['952210']
    return profile['channelIdLength'] === 'any'
      ? []
      : services.flatMap((service) => wrong.map((channel) => ({ service, channel })))
  },
  async act({ service, channel }, hand) {
    const write = await writerFor(hand, service)
    await hand.send(write({ 'header:CHANNEL-ID': channel }, { note: channel }))
  },
})

function servicesOfCustomers(profile: Profile): readonly Service[] {
  if (!bears(profile, 'b2b2c')) return []
  return profile['authorization'] === 'payer' ? ['payment', 'refund'] : services
}

export const customers = scenario<{ service: Service; fields: Fields }>({
  id: 'no-customer',
  says: 'Leave the token of the customer out where it is wanted.',
  role: 'server',
  exercises: ['headers.customer'],
  plans: ({ profile }) =>
    servicesOfCustomers(profile).map((service) => ({
      service,
      fields: { 'header:Authorization-Customer': null },
    })),
  async act({ service, fields }, hand) {
    const write = await writerFor(hand, service)
    await hand.send(write(fields, { flaws: 1, note: 'no Authorization-Customer' }))
  },
})
