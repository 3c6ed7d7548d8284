/** Receivers that answer wrongly. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Headers } from '../../../wire/exchange.ts'
import type { Odd } from '../../oddity.ts'
import type { ReceiverSteps, Reply, Word } from './steps.ts'

type Defect = Odd<ReceiverSteps>

const writing =
  (change: (reply: Reply, word: Word) => Partial<Reply>): Defect['steps'] =>
  (honest) => ({
    write(word, counter) {
      const reply = honest.write(word, counter)
      return { ...reply, ...change(reply, word) }
    },
  })

/** Writes the members of its answers otherwise. */
const telling = (change: (members: { [name: string]: unknown }, word: Word) => object): Defect['steps'] =>
  writing(({ body }, word) => ({
    body: JSON.stringify(change(JSON.parse(body) as { [name: string]: unknown }, word)),
  }))

const typed = (headers: Headers, type: string): Headers =>
  headers.map(([name, value]) => [name, /^content-type$/i.test(name) ? type : value])

const isFine = ({ status }: Word): boolean => status === 200

const plain: Headers = [['Content-Type', 'text/plain']]

export const answering: readonly Defect[] = [
  {
    id: 'answers-for-the-payment',
    catalogue: 'D127',
    says: 'Acknowledges with the code of the payment service, 2005400.',
    breaks: ['codes.service', 'receiver.acknowledges'],
    steps: telling((members, word) => (isFine(word) ? { ...members, responseCode: '2005400' } : members)),
  },
  {
    id: 'answers-ok',
    catalogue: 'D127',
    says: 'Acknowledges with the text OK.',
    breaks: ['receiver.acknowledges', 'json.object'],
    steps: writing((_reply, word) => (isFine(word) ? { headers: plain, body: 'OK' } : {})),
  },
  {
    id: 'answers-with-202',
    catalogue: 'D127',
    says: 'Acknowledges with 202 and 2025600.',
    breaks: ['receiver.acknowledges', 'codes.plausible', 'codes.text'],
    steps: (honest) => ({
      write: (word, counter) => honest.write(isFine(word) ? { ...word, status: 202 } : word, counter),
    }),
  },
  {
    id: 'answers-200-always',
    says: 'Answers HTTP 200 whatever the code in the body is.',
    breaks: ['codes.http'],
    steps: writing(() => ({ status: 200 })),
  },
  {
    id: 'answers-html',
    says: 'Answers a page to a body that it cannot read.',
    breaks: ['json.malformed-refused', 'json.object'],
    steps: writing((_reply, { status, case: which }) =>
      status === 400 && which === '00'
        ? { headers: [['Content-Type', 'text/html']], body: '<html><body>400 Bad Request</body></html>' }
        : {},
    ),
  },
  {
    id: 'explains-nothing',
    says: 'Answers 4005601 to a body that it cannot read.',
    breaks: ['json.explained', 'codes.field'],
    steps: (honest) => ({
      write: (word, counter) =>
        honest.write(
          word.status === 400 && word.case === '00' ? { ...word, case: '01', about: 'body' } : word,
          counter,
        ),
    }),
  },
  {
    id: 'numbers-its-code',
    says: 'Writes responseCode as a number.',
    breaks: ['fields.type'],
    steps: telling((members) => ({ ...members, responseCode: Number(members['responseCode']) })),
  },
  {
    id: 'has-eight-digits',
    says: 'Writes a responseCode of eight digits.',
    breaks: ['codes.format', 'receiver.acknowledges'],
    steps: telling((members, word) => (isFine(word) ? { ...members, responseCode: '20056000' } : members)),
  },
  {
    id: 'makes-up-cases',
    says: 'Refuses with a case that the table does not have.',
    breaks: ['codes.listed'],
    steps: telling((members, { status }) =>
      status === 404 ? { ...members, responseCode: '4045699' } : members,
    ),
  },
  {
    id: 'says-nothing',
    says: 'Answers without a responseMessage.',
    breaks: ['codes.described'],
    steps: telling(({ responseMessage: _message, ...members }) => members),
  },
  {
    id: 'calls-its-json-text',
    says: 'Answers JSON as text/plain.',
    breaks: ['json.content-type'],
    steps: writing(({ headers }) => ({ headers: typed(headers, 'text/plain') })),
  },
  {
    id: 'names-latin-1',
    says: 'Says that its answers are in ISO 8859-1.',
    breaks: ['json.utf'],
    steps: writing(({ headers }) => ({ headers: typed(headers, 'application/json; charset=iso-8859-1') })),
  },
  {
    id: 'goes-on-and-on',
    says: 'Explains refusals at a length that no message may have.',
    breaks: ['fields.length'],
    steps: telling((members, word) =>
      isFine(word)
        ? members
        : { ...members, responseMessage: `${String(members['responseMessage'])} ${'again '.repeat(40)}end` },
    ),
  },
  {
    id: 'names-members-small',
    says: 'Writes responseMessage as responsemessage.',
    breaks: ['fields.named'],
    steps: telling(({ responseMessage, ...members }) => ({ ...members, responsemessage: responseMessage })),
  },
  {
    id: 'writes-codes-twice',
    says: 'Writes the responseCode twice.',
    breaks: ['fields.once'],
    steps: writing(({ body }) => ({ body: body.replace(/("responseCode":"\d{7}"),/, '$1,$1,') })),
  },
  {
    id: 'shows-its-stack',
    says: 'Shows where in its source it refused.',
    breaks: ['answers.discreet'],
    steps: telling((members, word) =>
      isFine(word) ? members : { ...members, trace: 'at check (/srv/app/notify.js:41:9)' },
    ),
  },
  {
    id: 'tells-no-time',
    says: 'Answers without X-TIMESTAMP.',
    breaks: ['fields.present'],
    steps: writing(({ headers }) => ({ headers: headers.filter(([name]) => name !== 'X-TIMESTAMP') })),
  },
  {
    id: 'tells-a-time-without-offset',
    says: 'Answers with an X-TIMESTAMP that has no offset.',
    breaks: ['fields.format'],
    steps: writing(({ headers }) => ({
      headers: headers.map(([name, value]) => [name, name === 'X-TIMESTAMP' ? value.slice(0, 19) : value]),
    })),
  },
  {
    id: 'is-slow-once',
    says: 'Takes very long to answer one of its notifications.',
    breaks: ['receiver.prompt'],
    steps: slowOnce,
  },
]

function slowOnce(honest: ReceiverSteps): Partial<ReceiverSteps> {
  let count = 0
  return {
    async store(...what) {
      await honest.store(...what)
      if (++count === 1) await sleep(9000, undefined, { ref: false })
    },
  }
}
