/** Receivers that verify wrongly, or not at all. */
import type { Odd } from '../../oddity.ts'
import { isSame, pathOf, signatureOf, textOf } from '../sign.ts'
import { honest, membersOf } from './honest.ts'
import type { ReceiverSteps } from './steps.ts'

/** Verifies, and takes some kinds of wrong signatures all the same. */
const forgiving =
  (is: (signature: string, wanted: string) => boolean): Odd<ReceiverSteps>['steps'] =>
  () => ({ isRight: (signature, wanted) => isSame(signature, wanted) || is(signature, wanted) })

const isReadable = (signature: string): boolean => /^HMACSHA256=[A-Za-z0-9+/]{43}=$/.test(signature)

/** Receivers that take what is wrongly signed, or take it amiss. */
/** What breaks where no signature keeps anything out. */
const unverified = [
  'receiver.unsigned',
  'receiver.tampered',
  'receiver.key',
  'receiver.exact',
  'receiver.path',
  'receiver.addressee',
]

export const signing: readonly Odd<ReceiverSteps>[] = [
  {
    id: 'verifies-nothing',
    catalogue: 'D54',
    says: 'Does not look at the signature.',
    breaks: unverified,
    steps: () => ({ authenticate: () => undefined }),
  },
  {
    id: 'books-before-it-verifies',
    catalogue: 'D55',
    says: 'Books first and verifies then.',
    breaks: unverified,
    steps: () => ({
      authenticate(arrival, counter) {
        const { steps, books } = counter
        const members = membersOf(arrival.body)
        const notice = members && steps.understand(members, arrival, counter)
        const order = notice && books.find(notice.invoice)
        if (
          order &&
          steps.isPaid(notice) &&
          !steps.contradicts(notice, order) &&
          !steps.isKnown(notice, order)
        )
          void steps.book(notice, order, counter)
        return honest.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'takes-unsigned',
    catalogue: 'D56',
    says: 'Books notifications without a readable signature.',
    breaks: ['receiver.unsigned'],
    steps: forgiving((signature) => !isReadable(signature)),
  },
  {
    id: 'signs-no-body',
    says: 'Takes a notification whose body was changed.',
    breaks: ['receiver.tampered'],
    steps: (steps) => ({
      authenticate(arrival, counter) {
        const wanted = signatureOf(
          textOf(steps.signed(arrival, counter)),
          counter.credentials['secret'] ?? '',
        )
        const text = steps.headerAt(arrival, 'Signature')
        const isOther = isReadable(text) && text !== wanted && text.toLowerCase() !== wanted.toLowerCase()
        const isForeign = [steps.headerAt(arrival, 'Client-Id')].some(
          (secret) => signatureOf(textOf(steps.signed(arrival, counter)), secret) === text,
        )
        const target = steps.headerAt(arrival, 'Request-Target')
        return isOther && !isForeign && target === '' ? undefined : steps.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'knows-the-client-as-key',
    says: 'Takes a signature under its Client-Id as key.',
    breaks: ['receiver.key'],
    steps: (steps) => ({
      authenticate(arrival, counter) {
        const text = textOf(steps.signed(arrival, counter))
        const isOpen =
          steps.headerAt(arrival, 'Signature') === signatureOf(text, steps.headerAt(arrival, 'Client-Id'))
        return isOpen ? undefined : steps.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'ignores-letters',
    says: 'Compares signatures without regard to the case of letters.',
    breaks: ['receiver.exact'],
    steps: forgiving((signature, wanted) => signature.toLowerCase() === wanted.toLowerCase()),
  },
  {
    id: 'compares-beginnings',
    says: 'Compares the first letters of a signature.',
    breaks: ['receiver.unsigned', 'receiver.tampered'],
    steps: forgiving(
      (signature, wanted) => signature.length >= 30 && signature.slice(0, 30) === wanted.slice(0, 30),
    ),
  },
  {
    id: 'finds-the-signature-within',
    says: 'Takes every header that has the right signature somewhere in it.',
    breaks: ['receiver.unsigned'],
    steps: forgiving((signature, wanted) => signature.includes(wanted)),
  },
  {
    id: 'takes-signatures-without-digest',
    says: 'Takes signatures that leave the body out, as those of a GET do.',
    breaks: ['receiver.tampered'],
    steps: (steps) => ({
      authenticate(arrival, counter) {
        const { body: _body, ...bare } = steps.signed(arrival, counter)
        const wanted = signatureOf(textOf(bare), counter.credentials['secret'] ?? '')
        return steps.headerAt(arrival, 'Signature') === wanted
          ? undefined
          : steps.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'remembers-signatures',
    says: 'Accepts a signature that was right once under any other body.',
    breaks: ['receiver.tampered'],
    steps: () => {
      const verified = new Set<string>()
      return {
        isRight(signature, wanted) {
          if (isSame(signature, wanted)) verified.add(signature)
          return verified.has(signature)
        },
      }
    },
  },
  {
    id: 'verifies-ids-once',
    says: 'Verifies nothing more under a Request-Id whose signature was right once.',
    breaks: ['receiver.tampered'],
    steps: () => {
      const verified = new Set<string>()
      return {
        authenticate(arrival, counter) {
          const id = counter.steps.headerAt(arrival, 'Request-Id')
          if (verified.has(id)) return undefined
          const refusal = honest.authenticate(arrival, counter)
          if (!refusal) verified.add(id)
          return refusal
        },
      }
    },
  },
  {
    id: 'keeps-ids-of-refused',
    says: 'Knows the Request-Id of what it refused for its signature, and books nothing under it.',
    breaks: ['receiver.afresh'],
    steps: () => {
      const refused = new Set<string>()
      return {
        authenticate(arrival, counter) {
          const refusal = honest.authenticate(arrival, counter)
          if (refusal) refused.add(counter.steps.headerAt(arrival, 'Request-Id'))
          return refusal
        },
        isKnown: (notice, order) => refused.has(notice.id) || honest.isKnown(notice, order),
      }
    },
  },
  {
    id: 'signs-what-it-trimmed',
    says: 'Verifies the signature over a body without the line break at its end.',
    breaks: ['receiver.bytes'],
    steps: (steps) => ({
      signed: (arrival, counter) => ({
        ...steps.signed(arrival, counter),
        body: Buffer.from(arrival.body.toString().trim()),
      }),
    }),
  },
  {
    id: 'signs-what-it-read',
    catalogue: 'D16',
    says: 'Verifies the signature over JSON that it has written anew.',
    breaks: ['receiver.bytes'],
    steps: (steps) => ({
      signed(arrival, counter) {
        const members = membersOf(arrival.body)
        const body = members ? Buffer.from(JSON.stringify(members)) : arrival.body
        return { ...steps.signed(arrival, counter), body }
      },
    }),
  },
  {
    id: 'believes-the-target',
    catalogue: 'D64',
    says: 'Signs whatever path the sender names.',
    breaks: ['receiver.path'],
    steps: (steps) => ({
      signed(arrival, counter) {
        const said = steps.headerAt(arrival, 'Request-Target')
        return { ...steps.signed(arrival, counter), target: said === '' ? pathOf(arrival.url) : said }
      },
    }),
  },
  {
    id: 'believes-the-digest',
    says: 'Verifies over the digest that a header names, in place of that of the body.',
    breaks: ['receiver.tampered'],
    steps: (steps) => ({
      authenticate(arrival, counter) {
        const digest = steps.headerAt(arrival, 'Digest')
        const text = textOf(steps.signed(arrival, counter)).replace(/(?<=\nDigest:).*$/, digest)
        const wanted = signatureOf(text, counter.credentials['secret'] ?? '')
        const isRight = digest !== '' && steps.headerAt(arrival, 'Signature') === wanted
        return isRight ? undefined : steps.authenticate(arrival, counter)
      },
    }),
  },
  {
    id: 'takes-others-mail',
    says: 'Takes notifications for another Client-Id.',
    breaks: ['receiver.addressee'],
    steps: (steps) => ({
      authenticate(arrival, counter) {
        const client = steps.headerAt(arrival, 'Client-Id')
        return steps.authenticate(arrival, { ...counter, credentials: { ...counter.credentials, client } })
      },
    }),
  },
]
