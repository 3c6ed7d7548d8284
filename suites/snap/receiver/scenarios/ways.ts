/** Right notifications in all the ways in which one may be written. */
import { isoIn } from '../../../../src/contract/time-text.ts'
import {
  scenario,
  type Hand,
  type Letter,
  type Scenario,
  type Sending,
} from '../../../../src/stimulate/scenario.ts'
import { verbatim, type Fields } from '../../../../src/wire/reading.ts'
import { hasZones, stampIn } from '../../stamps.ts'
import { about, ended, fieldsOf, given, notice, planned, waiting, withHeaders } from './notices.ts'

interface Way {
  fields?: (hand: Hand) => Fields
  sending?: Sending
  change?: (letter: Letter) => Letter
}

/** It is the first about its order, and nothing else is odd about it. */
const wayRule = (id: string, says: string, exercises: string[], ways: { [plan: string]: Way }): Scenario =>
  planned({ id, says, exercises }, ways, async (hand, { fields, sending, change }) => {
    const letter = about(hand, await waiting(hand), fields?.(hand), sending)
    await hand.send(change?.(letter) ?? letter)
  })

const layouts = wayRule(
  'receivers.layout',
  'A body is laid out otherwise, or holds what many write anew.',
  ['receiver.minified'],
  {
    pretty: { sending: { style: { indent: true } } },
    spaced: { sending: { style: { spaced: true, trailing: '\n' } } },
    'comma in a text': { fields: () => ({ additionalInfo: { note: 'Jl. Merdeka 1, Bandung' } }) },
    'escaped slashes': {
      fields: () => ({ additionalInfo: { note: 'https://shop.example/a' } }),
      sending: { style: { escapedSlashes: true } },
    },
    'escaped letters': {
      fields: () => ({ additionalInfo: { note: 'Kafé' } }),
      sending: { style: { unicodeEscapes: true } },
    },
    number: { fields: () => ({ additionalInfo: { rate: verbatim('1.00') } }) },
    'names like numbers': { fields: () => ({ additionalInfo: { '10': 'b, a', '9': 'a' } }) },
  },
)

const members = wayRule(
  'receivers.members',
  'There are members that the table does not have.',
  ['json.unknown-member'],
  {
    outermost: { fields: () => ({ xFoo: 'new' }) },
    object: { fields: () => ({ xFoo: { bar: ['1'] } }) },
  },
)

const additional = wayRule(
  'receivers.additional',
  'The object additionalInfo is there, whatever it holds.',
  ['json.additional'],
  {
    empty: { fields: () => ({ additionalInfo: {} }) },
    null: { fields: () => ({ additionalInfo: verbatim('null') }) },
    nested: { fields: () => ({ additionalInfo: { a: { b: { c: [] } } } }) },
  },
)

const letters = wayRule('receivers.text', 'A text holds letters beyond ASCII.', ['json.text'], {
  accents: { fields: () => ({ transactionStatusDesc: 'Réussi' }) },
  emoji: { fields: () => ({ additionalInfo: { note: 'Kopi☕😀' } }) },
})

const spellings = wayRule(
  'receivers.spelling',
  'A name is spelt as the document spells it elsewhere.',
  ['json.spellings'],
  {
    table: { fields: () => ({ externalStoreID: 'SHOP1' }) },
    sample: { fields: () => ({ externalStoreId: 'SHOP1' }) },
  },
)

const casing = (spell: (name: string) => string): Way => ({
  change: (letter) => withHeaders(letter, (name, value) => [spell(name), value]),
})

const cases = wayRule('receivers.case', 'Names of headers come in other letters.', ['headers.case'], {
  small: casing((name) => name.toLowerCase()),
  capital: casing((name) => name.toUpperCase()),
  mixed: casing((name) => name.toLowerCase().replace(/(^|-)x?([a-z])/g, (all) => all.toUpperCase())),
})

const types = wayRule(
  'receivers.type',
  'The media type has a parameter, or other letters.',
  ['headers.content-type'],
  {
    charset: { sending: { style: { charset: 'utf-8' } } },
    capitals: { sending: { style: { contentType: 'Application/JSON' } } },
  },
)

const inZone = (zone: string): Way => ({
  fields: ({ profile }) => ({ 'header:X-TIMESTAMP': stampIn(profile, Date.now(), zone) }),
})

const zones = { Greenwich: inZone('UTC'), Tokyo: inZone('Asia/Tokyo') }

const offsets: Scenario = {
  ...wayRule('receivers.offset', 'X-TIMESTAMP has another offset.', ['headers.offsets'], zones),
  plans: (scope) => (hasZones(scope.profile) ? given(Object.keys(zones))(scope) : []),
}

const times = wayRule('receivers.time', 'Times in the body have another offset.', ['receiver.times'], {
  Greenwich: { fields: () => ({ finishedTime: isoIn(Date.now(), 'UTC') }) },
  Tokyo: { fields: () => ({ finishedTime: isoIn(Date.now(), 'Asia/Tokyo') }) },
})

const customers = wayRule(
  'receivers.customer',
  'A notification carries the token of a customer.',
  ['receiver.no-customer'],
  {
    token: { fields: () => ({ 'header:Authorization-Customer': 'Bearer customer-of-somebody' }) },
  },
)

const longest = 36

const externals: { [plan: string]: (number: string) => string } = {
  digits: (number) => number.padStart(longest, '7'),
  // As the SDK of DANA makes them.
  letters: (number) => `sdk${number}`.padEnd(longest, 'a'),
}

const numbers: Scenario = {
  ...wayRule(
    'receivers.external',
    'X-EXTERNAL-ID is as long as it may be.',
    ['receiver.external-id'],
    Object.fromEntries(
      Object.entries(externals).map(([plan, of]): [string, Way] => [
        plan,
        { fields: (hand) => ({ 'header:X-EXTERNAL-ID': of(hand.fresh('header:X-EXTERNAL-ID')) }) },
      ]),
    ),
  ),
  plans: (scope) =>
    given(scope.profile['extIdDigitsOnly'] === false ? Object.keys(externals) : ['digits'])(scope),
}

const bare = scenario({
  id: 'receivers.bare',
  says: 'A notification tells neither in words what its state is, nor when the payment was begun.',
  role: 'receiver',
  exercises: ['receiver.optional', 'receiver.honest'],
  plans: given([undefined]),
  async act(_plan, hand) {
    const order = await waiting(hand)
    await hand.send(about(hand, order, { transactionStatusDesc: null, createdTime: null }))
    await ended(hand, order)
  },
})

const duplicates = scenario<string>({
  id: 'receivers.duplicate',
  says: 'The state stands twice in a body: as a failure, and then as a success.',
  role: 'receiver',
  exercises: ['json.duplicates'],
  plans: given(['06 before 00']),
  async act(_plan, hand) {
    const order = await waiting(hand)
    const style = { duplicates: { latestTransactionStatus: '00' } }
    await hand.send(notice(hand, fieldsOf(hand, order, '06'), { style, flaws: 1 }))
    await ended(hand, order)
  },
})

export const ways: Scenario[] = [
  layouts,
  members,
  additional,
  letters,
  spellings,
  cases,
  types,
  offsets,
  times,
  customers,
  numbers,
  bare,
  duplicates,
]
