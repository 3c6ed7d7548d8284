/** Notifications under wrong signatures, and for somebody else. */
import { digestOf, signParts } from '../../../src/dialects/doku-sign.ts'
import { targetOf } from '../../../src/dialects/doku-paths.ts'
import { scenario, type Hand, type Letter } from '../../../src/stimulate/scenario.ts'
import { inOtherCase } from '../../common/letters.ts'
import { at } from '../asked.ts'
import { given, notice, read, waiting } from './receivers.ts'

/** A letter with one header otherwise; null leaves it out. */
const withHeader = (letter: Letter, name: string, value: string | null): Letter => ({
  ...letter,
  headers: [
    ...letter.headers.filter(([other]) => other !== name),
    ...(value === null ? [] : [[name, value] as [string, string]]),
  ],
})

const withBody = (letter: Letter, from: string, to: string): Letter => ({
  ...letter,
  body: Buffer.from(letter.body.toString('utf8').replace(from, to)),
})

const headerIn = ({ headers }: Letter, name: string): string =>
  headers.find(([other]) => other === name)?.[1] ?? ''

interface Change {
  secret?: string
  target?: string
  /** The body is not signed. */
  isBare?: true
}

/** The signature of a letter under another key, for another path, or over other lines. */
function signed(hand: Hand, letter: Letter, change: Change): string {
  const { secret = hand.credentials['secret'] ?? '', target = targetOf(letter.url) } = change
  const [client, id, time] = ['Client-Id', 'Request-Id', 'Request-Timestamp'].map((name) =>
    headerIn(letter, name),
  )
  const body = change.isBare ? {} : { body: letter.body }
  return signParts({ client: client!, id: id!, time: time!, target, ...body }, secret)
}

const swapped = (text: string): string => text.replace(/(?<=^HMACSHA256=.*)[a-z]/i, inOtherCase)

/** The same signature to its middle, and zeros from there on; as short as that, or as long as before. */
const half = (text: string): string => text.slice(0, 33)
const zeroed = (text: string): string => `${half(text)}${'A'.repeat(text.length - 34)}=`

const elsewhere = '/somewhere/else'

/** What is done to a notification that was rightly signed. */
const forgeries: { [name: string]: (letter: Letter, hand: Hand) => Letter } = {
  'no signature': (letter) => withHeader(letter, 'Signature', null),
  'an empty signature': (letter) => withHeader(letter, 'Signature', ''),
  'the prefix alone': (letter) => withHeader(letter, 'Signature', 'HMACSHA256='),
  'a long text': (letter) => withHeader(letter, 'Signature', 'x'.repeat(7000)),
  'another amount': (letter) => withBody(letter, '"amount":', '"amount":1'),
  'another store, beside the digest before': (letter) =>
    withBody(withHeader(letter, 'Digest', digestOf(letter.body)), '"T001"', '"T002"'),
  'another date': (letter) => withBody(letter, '"date":"2', '"date":"1'),
  'another Request-Id': (letter, hand) => withHeader(letter, 'Request-Id', hand.fresh(at.id)),
  'another time': (letter, hand) => withHeader(letter, 'Request-Timestamp', hand.now(-5)),
  'another key': (letter, hand) =>
    withHeader(letter, 'Signature', signed(hand, letter, { secret: headerIn(letter, 'Client-Id') })),
  'other letters': (letter) => withHeader(letter, 'Signature', swapped(headerIn(letter, 'Signature'))),
  'half a signature': (letter) => withHeader(letter, 'Signature', half(headerIn(letter, 'Signature'))),
  'another end': (letter) => withHeader(letter, 'Signature', zeroed(headerIn(letter, 'Signature'))),
  'more behind it': (letter) => withHeader(letter, 'Signature', `${headerIn(letter, 'Signature')}AAAA`),
  'another before it': (letter) =>
    withHeader(
      letter,
      'Signature',
      `${zeroed(headerIn(letter, 'Signature'))}, ${headerIn(letter, 'Signature')}`,
    ),
  'no digest among the lines': (letter, hand) =>
    withHeader(letter, 'Signature', signed(hand, letter, { isBare: true })),
  'another path': (letter, hand) =>
    withHeader(
      withHeader(letter, 'Signature', signed(hand, letter, { target: elsewhere })),
      'Request-Target',
      elsewhere,
    ),
}

const forged = scenario<string>({
  id: 'receivers.forged',
  says: 'A notification is wrongly signed, or was changed after it was signed.',
  role: 'receiver',
  exercises: ['receiver.unsigned', 'receiver.tampered', 'receiver.key', 'receiver.exact', 'receiver.path'],
  plans: given(Object.keys(forgeries)),
  async act(name, hand) {
    hand.needSigner()
    const order = await waiting(hand)
    await hand.send({ ...forgeries[name]!(notice(hand, order), hand), note: name })
    await read(hand, order)
  },
})

/** What was right once, or refused once, says nothing of what comes next. */
const replayed = scenario({
  id: 'receivers.replayed',
  says: 'A notification comes rightly after it was forged, and another under what signed one before.',
  role: 'receiver',
  exercises: ['receiver.afresh', 'receiver.tampered'],
  plans: given([0]),
  async act(_plan, hand) {
    hand.needSigner()
    const before = notice(hand, await waiting(hand))
    await hand.send(before)
    const [later, other] = [await waiting(hand), await waiting(hand)]
    const right = notice(hand, later)
    const wrong = signed(hand, right, { secret: `${hand.credentials['secret']}?` })
    await hand.send({ ...withHeader(right, 'Signature', wrong), note: 'another key' })
    await hand.send(right)
    const next = notice(hand, other)
    const old = withHeader(next, 'Signature', headerIn(before, 'Signature'))
    await hand.send({ ...old, note: 'under the signature of one before' })
    await hand.send({ ...before, body: next.body, note: 'under the headers of one before' })
    await read(hand, later)
    await read(hand, other)
  },
})

const addressees = scenario({
  id: 'receivers.addressee',
  says: 'A notification is for another Client-Id, under the right key.',
  role: 'receiver',
  exercises: ['receiver.addressee'],
  plans: given([0]),
  async act(_plan, hand) {
    hand.needSigner()
    await hand.send(notice(hand, await waiting(hand)))
    const order = await waiting(hand)
    const { code } = await hand.need('unknownclient')
    await hand.send(notice(hand, order, { [at.client]: code }, { note: 'another Client-Id' }))
    await read(hand, order)
  },
})

export const receiverForgeries = [forged, replayed, addressees]
