/** Receivers that do otherwise than most, and keep the contract. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Odd } from '../../oddity.ts'
import { bytesOf, isRight } from '../sign.ts'
import type { ReceiverSteps, Reply, Word } from './steps.ts'

type Freedom = Odd<ReceiverSteps>

const unsaid = 'E-SNAP-49: nothing more is said about the answer to a notification.'
const codesAreFree = 'RESPONSES CODE: several codes fit one cause.'

const writing =
  (change: (reply: Reply, word: Word) => Partial<Reply>): Freedom['steps'] =>
  (honest) => ({
    write(word, counter) {
      const reply = honest.write(word, counter)
      return { ...reply, ...change(reply, word) }
    },
  })

const answers: Freedom[] = [
  {
    id: 'pretty-answers',
    says: 'Answers in JSON with line breaks and a charset.',
    because: 'RFC 8259: blanks outside of strings say nothing.',
    steps: writing(({ body, headers }) => ({
      headers: headers.map(([name, value]) => [
        name,
        name === 'Content-Type' ? `${value}; charset=utf-8` : value,
      ]),
      body: `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`,
    })),
  },
  {
    id: 'small-headers',
    says: 'Answers with names of headers in small letters, and closes the connection.',
    because: 'RFC 9110: names of headers have no case.',
    steps: writing(({ headers }) => ({
      headers: [
        ...headers.map(([name, value]): [string, string] => [name.toLowerCase(), value]),
        ['Connection', 'close'],
      ],
    })),
  },
  {
    id: 'processed-successfully',
    says: 'Acknowledges in the words of the sample.',
    because: 'E-SNAP-06: table and samples have two texts.',
    steps: writing(({ body }, { status }) =>
      status === 200
        ? {
            body: JSON.stringify({
              ...(JSON.parse(body) as object),

              responseMessage: 'Request has been processed successfully',
            }),
          }
        : {},
    ),
  },
  {
    id: 'greenwich-answers',
    says: 'Answers with an X-TIMESTAMP in Greenwich time.',
    because: 'Technical standard, X-TIMESTAMP: any offset will do.',
    steps: writing(({ headers }) => ({
      headers: headers.map(([name, value]) => [
        name,
        name === 'X-TIMESTAMP' ? new Date(value).toISOString().replace(/\.\d+Z$/, '+00:00') : value,
      ]),
    })),
  },
  {
    id: 'refuses-in-general',
    says: 'Refuses missing and malformed fields with 4005600 alike.',
    because: codesAreFree,
    steps: (honest) => ({
      write: (word, counter) =>
        honest.write(word.status === 400 ? { status: 400, case: '00' } : word, counter),
    }),
  },
]

const decisions: Freedom[] = [
  {
    id: 'inconsistent-amounts',
    says: 'Refuses another amount with 4045618.',
    because: codesAreFree,
    steps: (honest) => ({
      contradiction: (...what) => honest.contradiction(...what) && { status: 404, case: '18' },
    }),
  },
  {
    id: 'acknowledges-other-amounts',
    says: 'Acknowledges a notification of another amount, fulfils nothing and shows it to somebody.',
    because: 'SNAP-NTF-MATCH: it fulfils nothing; how it is answered is not said.',
    steps: (honest) => ({
      contradiction: () => undefined,
      async store(notice, order, counter) {
        if (honest.contradiction(notice, order)) order.flagged = true
        else await honest.store(notice, order, counter)
      },
    }),
  },
  {
    id: 'acknowledges-what-is-for-others',
    says: 'Acknowledges a notification that is for another partner, and fulfils nothing.',
    because: 'SNAP-NTF-MATCH: it fulfils nothing; how it is answered is not said.',
    steps: strangersAcknowledged,
  },
  {
    id: 'conflict-on-replays',
    says: 'Answers 4095600 to an X-EXTERNAL-ID that comes again.',
    because: 'SNAP-SIG-REPLAY: 409 00, or an acknowledgement.',
    steps: conflicting,
  },
  {
    id: 'refuses-late-words',
    says: 'Refuses with 4045600 what comes after the end of an order.',
    because: 'SNAP-NTF-NOREGRESS: it is not taken back; how that is answered is not said.',
    steps: (honest) => ({
      contradiction: (notice, order) =>
        order.state !== 'pending' && notice.status !== '00'
          ? { status: 404, case: '00' }
          : honest.contradiction(notice, order),
    }),
  },
  {
    id: 'books-later',
    says: 'Acknowledges at once and books a fifth of a second later.',
    because: 'SNAP-NTF-TIMELY: it answers at once and does the rest later.',
    steps: (honest) => ({
      async store(...what) {
        void sleep(200, undefined, { ref: false }).then(() => honest.store(...what))
      },
    }),
  },
  {
    id: 'slow-to-acknowledge',
    says: 'Books a notification and takes a fifth of a second to acknowledge it.',
    because: unsaid,
    steps: (honest) => ({
      async store(...what) {
        await honest.store(...what)
        await sleep(200)
      },
    }),
  },
  {
    id: 'refuses-strange-states',
    says: 'Refuses a state that is none of the list.',
    because: 'SNAP-FLD-ENUM: the list is closed.',
    steps: (honest) => ({
      objectTo: (members) =>
        honest.objectTo(members) ??
        (/^0[0-7]$/.test(String(members['latestTransactionStatus']))
          ? undefined
          : { case: '01', about: 'latestTransactionStatus' }),
    }),
  },
  {
    id: 'refuses-two-of-a-name',
    says: 'Refuses a body in which a name comes twice.',
    because: 'SNAP-FLD-DUPKEY: it is refused, or the last one counts.',
    steps: (honest) => ({
      read: (arrival) =>
        (arrival.body.toString().match(/"latestTransactionStatus":/g) ?? []).length > 1
          ? undefined
          : honest.read(arrival),
    }),
  },
  {
    id: 'cancelled-is-failed',
    says: 'Books a cancelled payment as failed.',
    because: 'The states of a consumer are its own.',
    steps: (honest) => ({
      apply: (order, state, notice) =>
        honest.apply(order, notice.status === '05' && state === 'reversed' ? 'failed' : state, notice),
    }),
  },
  {
    id: 'takes-any-spelling-of-time',
    says: 'Takes an X-TIMESTAMP with Z or fractions too.',
    because: 'SNAP-HDR-TS-FORMAT: binds those who send.',
    steps: (honest) => ({
      checkHeaders(arrival, counter) {
        const word = honest.checkHeaders(arrival, counter)
        const stamp = counter.steps.headerAt(arrival, 'X-TIMESTAMP') ?? ''
        const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(stamp)
        return word?.about === 'X-TIMESTAMP' && isIso ? undefined : word
      },
    }),
  },
]

const schemes: Freedom[] = [
  {
    id: 'symmetric',
    says: 'Gives the provider a token, and has notifications signed with a shared secret.',
    because: 'E-SNAP-35: both schemes are allowed.',
    profile: { notifySignature: 'sym' },
    steps: () => ({}),
  },
  {
    id: 'client-and-time',
    says: 'Has notifications signed over client id and time alone.',
    because: 'Practice of providers.',
    profile: { notifySignature: 'clientIdTimestamp' },
    steps: () => ({}),
  },
  {
    id: 'hexadecimal',
    says: 'Has signatures written in hexadecimal.',
    because: 'E-SNAP-08: the encoding is not said.',
    profile: { signatureEncoding: 'hex' },
    steps: () => ({}),
  },
  {
    id: 'either-encoding',
    says: 'Takes signatures in Base64 and in hexadecimal.',
    because: 'E-SNAP-08: the encoding is not said.',
    steps: (honest) => ({
      isRight: (scheme, text, key, signature, counter) =>
        honest.isRight(scheme, text, key, signature, counter) ||
        bytesOf(signature, ['hex']).some((bytes) => isRight(scheme, text, key, bytes)),
    }),
  },
  {
    id: 'keeps-a-window',
    says: 'Refuses notifications that are more than five minutes away.',
    because: 'SNAP-HDR-TS-SKEW: the window is agreed on.',
    profile: { skewSeconds: 300 },
    steps: () => ({}),
  },
]

/** A number that comes again is a conflict to it. */
function conflicting(honest: ReceiverSteps): Partial<ReceiverSteps> {
  return {
    authenticate(arrival, counter) {
      const word = honest.authenticate(arrival, counter)
      const number = counter.steps.headerAt(arrival, 'X-EXTERNAL-ID') ?? ''
      if (word) return word
      if (counter.seen.has(number)) return { status: 409, case: '00' }
      counter.seen.set(number, counter.now())
      return undefined
    },
  }
}

function strangersAcknowledged(honest: ReceiverSteps): Partial<ReceiverSteps> {
  let isStrange = false
  return {
    isMine(arrival, counter) {
      isStrange = !honest.isMine(arrival, counter)
      return true
    },
    async store(...what) {
      if (!isStrange) await honest.store(...what)
    },
  }
}

export const freedoms: readonly Freedom[] = [...answers, ...decisions, ...schemes]
