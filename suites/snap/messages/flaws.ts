/** Requests with exactly one field spoilt, in every way that the tables know: plans are made from the tables. */
import { messageOf, type Contract, type Profile } from '../../../src/contract/contract.ts'
import { flawsOf, type FieldFlaw } from '../../../src/contract/flaws.ts'
import { isHeader } from '../../../src/contract/tree.ts'
import { scenario, type Sending } from '../../../src/stimulate/scenario.ts'
import { inquire } from '../orders.ts'
import { named, services, servicesOf, writerFor, type Service } from './bases.ts'

interface Plan {
  service: Service
  flaws: FieldFlaw[]
}

/** What signatures and tokens are about, is tried where keys and tokens are. */
const elsewhere = ['header:Authorization', 'header:Authorization-Customer', 'header:X-SIGNATURE']

/** Requests about one payment: enough to be quick, few enough to tell what went wrong. */
const together = 24

/** The flaws of a table that a rule speaks about, a second element of each list included. */
export function flawsFor(contract: Contract, profile: Profile, service: Service): FieldFlaw[] {
  const all = flawsOf(contract, messageOf(contract, service, 'request'), profile).filter((flaw) =>
    isJudged(contract, service, flaw),
  )
  const second = all
    .filter(({ at, id }) => at.includes('[0]') && /^(?:missing|too-long|type-number|format-1)$/.test(id))
    .map((flaw) => ({ ...flaw, at: flaw.at.replace('[0]', '[1]') }))
  return [...thinned(all, service), ...second]
}

/** Places at which every flaw is tried; elsewhere those of one kind take turns, since one reader reads them all. */
const whole = [
  'header:X-TIMESTAMP',
  'partnerReferenceNo',
  'validUpTo',
  'amount.value',
  'amount.currency',
  'refundAmount.value',
  'urlParam[0].url',
  'urlParam[0].type',
  'urlParam[0].isDeeplink',
]

/** Flaws of which one place has so many: the forms of a value, types beside the number, ways of being nothing. */
const kinds: { [kind: string]: { of: RegExp; many: number } } = {
  forms: { of: /^format-/, many: 2 },
  types: { of: /^type-(?:boolean|array|object|string)$/, many: 1 },
  nothings: { of: /^(?:null|empty|blank)$/, many: 1 },
}
/** Where a service has as many optional texts as another one, each of these takes its turn. */
const either = /^(?:type-number|too-long)$/

/** The flaws in turns: another one of each kind at each place. */
function thinned(flaws: FieldFlaw[], service: Service): FieldFlaw[] {
  const places = [...new Set(flaws.map(({ at }) => at))]
  return places.flatMap((place, turn) => {
    const own = flaws.filter(({ at }) => at === place)
    if (whole.includes(place) && (service === 'payment' || place === 'refundAmount.value')) return own
    const isEither = service !== 'payment' && !own.some(({ id }) => id === 'missing')
    const rest = own
      .filter(({ id }) => !Object.values(kinds).some(({ of }) => of.test(id)))
      .filter(({ id }, at) => !isEither || !either.test(id) || (at + turn) % 2 === 0)
    const some = Object.values(kinds).flatMap(({ of, many }) =>
      inTurn(
        own.filter(({ id }) => of.test(id)),
        turn + services.indexOf(service),
        many,
      ),
    )
    return [...rest, ...some]
  })
}

const inTurn = <T>(all: T[], turn: number, many: number): T[] =>
  all.length <= many ? all : Array.from({ length: many }, (_, at) => all[(turn * many + at) % all.length]!)

function isJudged(contract: Contract, service: Service, { id, field, value }: FieldFlaw): boolean {
  const { places, formats } = contract
  if (elsewhere.includes(field)) return false
  // A payment's X-EXTERNAL-ID is repeated in many places; an inquiry's is not.
  if (isHeader(field) && service !== 'payment')
    return id === 'missing' || (service === 'status' && field === places['external'] && id === 'too-long')
  if (field === places['external'] && id === 'too-long') return false
  // Where a server listens for a media type, an empty one is none.
  if (field === 'header:Content-Type' && id === 'empty') return false
  if (service !== 'payment' && /^type-(?:boolean|array|object)$/.test(id) && !field.includes('mount'))
    return false
  if (!id.startsWith('format')) return true
  const rows = messageOf(contract, service, 'request').fields
  const { kind } = formats[rows.find(({ name }) => name === field)!.format]!
  // What a service code names is another question than its form.
  if (field === places['service'] || value === '') return false
  return (
    kind !== 'text' || ['url', 'mediaType', 'ipv4'].includes(rows.find(({ name }) => name === field)!.format)
  )
}

function chunks(flaws: FieldFlaw[], service: Service): Plan[] {
  const plans: Plan[] = []
  for (let at = 0; at < flaws.length; at += together)
    plans.push({ service, flaws: flaws.slice(at, at + together) })
  return plans
}

function sendingOf({ id, field, at }: FieldFlaw): Sending {
  return {
    flaws: 1,
    note: `${at}: ${id}`,
    ...(field === 'header:Content-Type' && id === 'missing' ? { style: { contentType: '' } } : {}),
  }
}

export const flaws = scenario<Plan>({
  id: 'one-flaw',
  says: 'Send requests with exactly one field spoilt.',
  role: 'server',
  exercises: [
    'refusals.incomplete',
    'refusals.types',
    'refusals.limits',
    'refusals.enumerations',
    'amounts.refused',
    'amounts.pair',
    'amounts.currency',
    'times.refused',
    'urls.refused',
    'headers.mandatory',
    'headers.named',
    'headers.length',
    'headers.content-type',
    'headers.timestamp',
    'headers.address',
    'json.additional',
    'codes.field',
    'codes.kind',
    'codes.accepted',
    'refusals.no-effect',
  ],
  plans: (scope) =>
    servicesOf(scope).flatMap((service) => chunks(flawsFor(scope.contract, scope.profile, service), service)),
  async act({ service, flaws: spoilt }, hand) {
    const write = await writerFor(hand, service)
    const about: string[] = []
    for (const flaw of spoilt) {
      const letter = write({ [flaw.at]: flaw.value }, sendingOf(flaw))
      await hand.send(letter)
      if (!names.includes(flaw.at)) about.push(String(letter.draft.fields[named(service)]))
    }
    // Those of one service are about one payment; of the payments some are looked for.
    const some = new Set([about[0], about.at(-1)])
    if (service !== 'status')
      for (const reference of some) if (reference !== undefined) await inquire(hand, reference)
  },
})

/** What a request, or the payment that it is about, is known by. */
const names = ['partnerReferenceNo', 'originalPartnerReferenceNo', 'header:X-PARTNER-ID']
