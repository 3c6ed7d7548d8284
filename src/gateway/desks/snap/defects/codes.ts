/** Defects of response codes, their texts, and what else every answer has. */
import { stampOf } from '../../../../contract/datetime.ts'
import { isoInstant } from '../../../../contract/iso-time.ts'
import { checksFor } from './signing.ts'
import { signParts } from '../../../../dialects/snap-sign.ts'
import type { Fields } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { answering, type Bend, forming, isPayment, isStatus, replying, together } from '../bend.ts'
import type { Call, Outcome, Steps } from '../steps.ts'

const isSuccess = ({ responseCode }: Fields): boolean => /^20[02]/.test(String(responseCode))

/** Changes the code of some answers. */
const coding = (change: (code: string, call: Call) => string): Bend =>
  answering((fields, call) =>
    typeof fields['responseCode'] === 'string'
      ? { ...fields, responseCode: change(fields['responseCode'], call) }
      : fields,
  )

const texting =
  (change: (text: string, outcome: Outcome) => string): Bend =>
  (honest) => ({ say: (outcome, till) => change(honest.say(outcome, till), outcome) })

type Check = ReturnType<typeof checksFor>[number]

/** Tells whoever signs wrongly what the gateway knows of the right signature. */
const blurting =
  (tell: (check: Check) => string): Bend =>
  (honest) => ({
    async authenticate(call) {
      const refusal = await honest.authenticate(call)
      const partner = await call.steps.partnerOf(call)
      const check = partner && checksFor(call, partner).find(({ scheme }) => scheme === 'sym')
      if (refusal?.about !== 'Signature' || !check) return refusal
      return { ...refusal, about: tell(check) }
    },
  })

export const codes: readonly Defect<Steps>[] = [
  {
    id: 'writes-eight-digits',
    catalogue: 'D001',
    says: 'Answers success with eight digits.',
    breaks: ['codes.format'],
    steps: together(coding((code) => (code.startsWith('20') ? `${code}0` : code))),
  },
  {
    id: 'writes-codes-as-numbers',
    catalogue: 'D002',
    says: 'Writes response codes as numbers.',
    breaks: ['fields.type'],
    steps: answering((fields) =>
      'responseCode' in fields ? { ...fields, responseCode: Number(fields['responseCode']) } : fields,
    ),
  },
  {
    id: 'refuses-with-200',
    catalogue: 'D003',
    says: 'Answers a status inquiry that finds nothing with HTTP 200.',
    breaks: ['codes.http'],
    steps: replying(
      (reply) => (reply.body.includes('"4045501"') ? { ...reply, status: 200 } : reply),
      isStatus,
    ),
  },
  {
    id: 'refuses-with-400',
    catalogue: 'D004',
    says: 'Answers every refusal of a payment with HTTP 400.',
    breaks: ['codes.http'],
    steps: replying((reply) => (reply.status >= 401 ? { ...reply, status: 400 } : reply), isPayment),
  },
  {
    id: 'answers-as-the-payment',
    catalogue: 'D005',
    says: 'Answers other services with the digits of the payment.',
    breaks: ['codes.service'],
    steps: coding((code, { operation }) =>
      ['cancel', 'refund'].includes(operation) ? `${code.slice(0, 3)}54${code.slice(5)}` : code,
    ),
  },
  {
    id: 'refuses-as-the-payment',
    catalogue: 'D006',
    says: 'Refuses a status inquiry with the digits of the payment.',
    breaks: ['codes.service'],
    steps: coding((code, { operation }) =>
      operation === 'status' && code.startsWith('404') ? `${code.slice(0, 3)}54${code.slice(5)}` : code,
    ),
  },
  {
    id: 'makes-cases-up',
    catalogue: 'D007',
    says: 'Refuses malformed fields with a case that does not exist.',
    breaks: ['codes.listed'],
    steps: coding((code) => code.replace(/^(400\d\d)0[12]$/, '$199')),
  },
  {
    id: 'says-implausible-things',
    says: 'Declines with a code that payments have no use for.',
    breaks: ['codes.plausible', 'codes.accepted'],
    steps: forming('403##05', { form: '404##19', about: '' }),
  },
  {
    id: 'says-something-else',
    says: 'Tells a payer without money that his account is not in order.',
    breaks: ['codes.accepted'],
    steps: forming('403##14', { form: '403##05', about: '' }, isPayment),
  },
  {
    id: 'swaps-cases',
    catalogue: 'D018',
    says: 'Refuses what is missing with case 01, and what is malformed with case 02.',
    breaks: ['codes.kind', 'codes.text'],
    steps: coding((code) =>
      code.replace(
        /^(400\d\d)0([12])$/,
        (_all, head: string, digit: string) => `${head}0${3 - Number(digit)}`,
      ),
    ),
  },
  {
    id: 'leaves-placeholders',
    catalogue: 'D008',
    says: 'Leaves the placeholders of texts as they are.',
    breaks: ['codes.text', 'codes.field', 'headers.named'],
    steps: (honest) => ({
      say(outcome, till) {
        const { text = '' } = till.contract.codes.find(({ code }) => code === outcome.form) ?? {}
        return /[{[]/.test(text) ? text : honest.say(outcome, till)
      },
    }),
  },
  {
    id: 'says-ok',
    says: 'Says OK in every success and Failed in every refusal.',
    breaks: ['codes.text', 'codes.field', 'headers.named'],
    steps: texting((_text, { form }) => (form.startsWith('20') ? 'OK' : 'Failed')),
  },
  {
    id: 'names-another-field',
    catalogue: 'D009',
    says: 'Names another field than the one that is wrong.',
    breaks: ['codes.field'],
    steps: (honest) => ({
      checkFields(call) {
        const refusal = honest.checkFields(call)
        return refusal?.form === '400##01' ? { ...refusal, about: 'payOptionDetails.payMethod' } : refusal
      },
    }),
  },
  {
    id: 'talks-too-long',
    catalogue: 'D010',
    says: 'Writes a message of more than 150 characters.',
    breaks: ['fields.length'],
    steps: texting((text, { form }) =>
      form === '400##01' || form === '400##02' ? text + ', which is not as agreed'.repeat(7) : text,
    ),
  },
  {
    id: 'says-nothing',
    says: 'Leaves responseMessage blank.',
    breaks: ['codes.described'],
    steps: texting(() => ' '),
  },
  {
    id: 'leaves-bodies-empty',
    catalogue: 'D013',
    says: 'Answers 401 without a body.',
    breaks: ['json.object'],
    steps: replying((reply) => (reply.status === 401 ? { ...reply, body: Buffer.alloc(0) } : reply)),
  },
  {
    id: 'refuses-without-a-code',
    says: 'Answers 401 with a message alone.',
    breaks: ['fields.present'],
    steps: answering((fields) =>
      String(fields['responseCode']).startsWith('401') ? { ...fields, responseCode: null } : fields,
    ),
  },
  {
    id: 'refuses-without-a-time',
    catalogue: 'D014',
    says: 'Leaves X-TIMESTAMP out of refusals.',
    breaks: ['fields.present'],
    steps: answering((fields) => (isSuccess(fields) ? fields : { ...fields, 'header:X-TIMESTAMP': null })),
  },
  {
    id: 'writes-local-times',
    catalogue: 'D015',
    says: 'Writes X-TIMESTAMP without an offset.',
    breaks: ['fields.format'],
    steps: answering((fields) => ({
      ...fields,
      'header:X-TIMESTAMP': String(fields['header:X-TIMESTAMP']).slice(0, 19),
    })),
  },
  {
    id: 'repeats-the-time',
    says: 'Answers with the X-TIMESTAMP of the request.',
    breaks: ['answers.fresh'],
    steps: answering((fields, call) => {
      const asked = call.steps.valueAt(call, 'header:X-TIMESTAMP')
      const isWritten = /T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(asked ?? '')
      return isWritten && isoInstant(asked!) !== undefined
        ? { ...fields, 'header:X-TIMESTAMP': asked! }
        : fields
    }),
  },
  {
    id: 'calls-utc-jakarta',
    says: 'Writes X-TIMESTAMP with the digits of UTC and the offset +07:00.',
    breaks: ['answers.fresh'],
    steps: answering((fields, { till }) => ({
      ...fields,
      'header:X-TIMESTAMP': `${stampOf(till.clock.now(), 'UTC').slice(0, 19)}+07:00`,
    })),
  },
  {
    id: 'tells-the-right-signature',
    catalogue: 'D011',
    says: 'Tells whoever signs wrongly which signature is right.',
    breaks: ['answers.discreet'],
    steps: blurting(({ parts, key }) => `Expected ${signParts('sym', parts, key)}`),
  },
  {
    id: 'tells-secrets',
    says: 'Tells whoever signs wrongly the secret of the client.',
    breaks: ['answers.keyless'],
    steps: blurting(({ key }) => `Key was ${String(key)}`),
  },
  {
    id: 'traces-in-headers',
    says: 'Tells in a header where in its code a body could not be read.',
    breaks: ['answers.discreet'],
    steps: replying(
      (reply) => ({
        ...reply,
        headers: [...reply.headers, ['x-debug', 'SyntaxError: at JSON.parse (/srv/app/server.js:42:17)']],
      }),
      ({ reading }) => !reading.ok,
    ),
  },
  {
    id: 'shows-its-inside',
    says: 'Shows where in its code a body could not be read.',
    breaks: ['answers.discreet'],
    steps: replying(
      (reply) => ({
        ...reply,
        body: Buffer.from(
          reply.body
            .toString()
            .replace(/("responseMessage":")[^"]*/, '$1Bad Request at JSON.parse (/srv/app/server.js:42:17)'),
        ),
      }),
      ({ reading }) => !reading.ok,
    ),
  },
  {
    id: 'writes-times-of-tomorrow',
    says: 'Tells paidTime a day ahead of the answer.',
    breaks: ['times.order'],
    steps: (honest) => ({
      statusFields(call, payment) {
        const fields = honest.statusFields(call, payment)
        if (payment.paidAt === undefined) return fields
        const zone = String(call.till.profile['timezone'])
        return { ...fields, paidTime: stampOf(payment.paidAt + 86_400_000, zone) }
      },
    }),
  },
]
