/** Codes that live wrongly, and answers that tell of them wrongly. */
import { partsOf } from '../../../../dialects/doku-keyring.ts'
import { targetOf } from '../../../../dialects/doku-paths.ts'
import { signParts } from '../../../../dialects/doku-sign.ts'
import type { Json } from '../../../../wire/reading.ts'
import type { Defect } from '../../../defect.ts'
import { type Bend, isGenerate, answering, replying, unsigned, withMember } from '../bend.ts'
import { refused } from '../intake.ts'
import type { Order } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { compactOf, utcOf } from '../time.ts'

const info = 'online_to_offline_info'

/** Says something of its own of a wrong signature. */
const refusing =
  (words: (call: Call, secret: string) => string): Bend =>
  (honest) => ({
    async authenticate(call) {
      const refusal = await honest.authenticate(call)
      const merchant = await honest.merchantOf(call)
      if (refusal?.error?.code !== 'invalid_signature' || !merchant) return refusal
      return refused(400, 'invalid_signature', words(call, merchant.secret))
    },
  })

const seconds = 1000

/** Keeps the invoice numbers of some requests that it refuses. */
const burningWhere =
  (is: (call: Call) => boolean): Defect<Steps>['steps'] =>
  (honest) => {
    const burnt = new Set<string>()
    const nameOf = (call: Call) =>
      `${call.merchant?.id} ${call.steps.valueAt(call, 'order.invoice_number') ?? ''}`
    return {
      checkFields(call) {
        const refusal = honest.checkFields(call)
        if (refusal && is(call)) burnt.add(nameOf(call))
        return refusal
      },
      known: async (call) => (await honest.known(call)) ?? (burnt.has(nameOf(call)) ? nobody : undefined),
    }
  }

export const codes: readonly Defect<Steps>[] = [
  {
    id: 'counts-seconds',
    catalogue: 'D31',
    says: 'Takes expired_time for seconds.',
    breaks: ['lifetimes.kept'],
    steps: (honest) => ({
      minutesOf: (call) =>
        call.fields[`${info}.expired_time`] === undefined
          ? honest.minutesOf(call)
          : honest.minutesOf(call) / 60,
    }),
  },
  {
    id: 'lives-for-a-day',
    catalogue: 'D32',
    says: 'Gives a code without an expired_time a day.',
    breaks: ['lifetimes.default'],
    steps: (honest) => ({
      minutesOf: (call) =>
        call.fields[`${info}.expired_time`] === undefined ? 1440 : honest.minutesOf(call),
    }),
  },
  {
    id: 'mixes-zones',
    catalogue: 'D40',
    says: 'Writes created_date in UTC and expired_date in Jakarta time.',
    breaks: ['times.agree'],
    steps: (honest) => ({
      timesOf: (order, till) => ({
        ...honest.timesOf(order, till),
        created_date: compactOf(order.createdAt, 'UTC'),
      }),
    }),
  },
  {
    id: 'writes-local-time-as-utc',
    catalogue: 'D41',
    says: 'Writes the time in Jakarta with a Z behind it.',
    breaks: ['times.present'],
    steps: (honest) => ({
      timesOf: (order, till) => ({
        ...honest.timesOf(order, till),
        created_date_utc: utcOf(order.createdAt + 7 * 3600 * seconds),
        expired_date_utc: utcOf(order.expiresAt + 7 * 3600 * seconds),
      }),
    }),
  },
  {
    id: 'tells-no-creation',
    says: 'Tells when a code expires, and not when it was made.',
    breaks: ['times.pairs'],
    steps: (honest) => ({
      timesOf(order, till) {
        const { created_date: _date, created_date_utc: _utc, ...others } = honest.timesOf(order, till)
        return others
      },
    }),
  },
  {
    id: 'points-nowhere',
    says: 'Names addresses for payers where nothing is.',
    breaks: ['instructions.answer'],
    steps: (honest) => ({
      codeFields(call, order) {
        const fields = honest.codeFields(call, order)
        const page = String((fields[info] as { [name: string]: Json })['how_to_pay_page']).replace(
          'how-to',
          'no-way-to',
        )
        return withMember(withMember(fields, info, 'how_to_pay_page', page), info, 'how_to_pay_api', page)
      },
    }),
  },
  {
    id: 'forgets-additional-info',
    catalogue: 'D44',
    says: 'Does not send additional_info back.',
    breaks: ['additional.kept'],
    steps: answering(({ additional_info: _kept, ...others }) => others, isGenerate),
  },
  {
    id: 'garbles-texts',
    says: 'Reads the bytes of texts as ISO-8859-1, and sends additional_info back as it read it.',
    breaks: ['additional.kept'],
    steps: answering(
      ({ additional_info: sent, ...others }) => ({
        ...others,
        ...(sent !== undefined && {
          additional_info: JSON.parse(Buffer.from(JSON.stringify(sent)).toString('latin1')),
        }),
      }),
      isGenerate,
    ),
  },
  {
    id: 'shares-codes',
    catalogue: 'D45',
    says: 'Gives two orders one code.',
    breaks: ['paymentcodes.unique'],
    steps: (honest) => {
      let shared = ''
      return {
        // These orders are never paid: what else comes of a shared code depends on which is first.
        codeFields(call, order) {
          const fields = honest.codeFields(call, order)
          if (call.fields['indomaret_info.receipt.footer_message'] !== undefined) return fields
          shared ||= order.code
          return withMember(fields, info, 'payment_code', shared)
        },
      }
    },
  },
  {
    id: 'gives-a-second-code',
    catalogue: 'D27',
    says: 'Gives out a second code for an invoice number.',
    breaks: ['invoices.unique', 'invoices.parallel'],
    steps: () => ({ known: async () => undefined }),
  },
  {
    id: 'hurries-invoices',
    says: 'Looks for an invoice number before it is kept, so that two requests at once get a code each.',
    breaks: ['invoices.parallel'],
    steps: (honest) => ({
      serialise: (_till, _order, work) => work(),
      async open(call) {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return honest.open(call)
      },
    }),
  },
  {
    id: 'burns-invoices',
    catalogue: 'D38',
    says: 'Keeps the invoice number of a refused request.',
    breaks: ['invoices.free'],
    steps: burningWhere(() => true),
  },
  {
    id: 'burns-invoices-at-the-end',
    says: 'Keeps the invoice number of a request before it has looked at its receipt.',
    breaks: ['invoices.free'],
    steps: burningWhere(({ complaints }) => complaints.some(({ place }) => place.includes('receipt'))),
  },
  {
    id: 'signs-no-answer',
    catalogue: 'D21',
    says: 'Does not sign its answers.',
    breaks: ['fields.present@PaymentCodeResponse/header:Signature', 'answers.signed'],
    steps: () => ({ sign: () => undefined }),
  },
  {
    id: 'signs-no-conflicts',
    says: 'Does not sign the code that it tells again.',
    breaks: ['answers.signed'],
    steps: (honest) => ({
      sign: (call, fields, body) =>
        fields['header::status'] === '409' ? undefined : honest.sign(call, fields, body),
    }),
  },
  {
    id: 'signs-the-question',
    catalogue: 'D22',
    says: 'Signs its answers with the digest of the request.',
    breaks: ['answers.signed'],
    steps: (honest) => ({
      sign: (call, fields) => honest.sign(call, fields, call.raw.body),
    }),
  },
  {
    id: 'stamps-no-answer',
    says: 'Tells no time with its answers.',
    breaks: ['answers.stamped'],
    steps: answering(
      ({ 'header:Response-Timestamp': _one, 'header:Request-Timestamp': _other, ...others }) => others,
    ),
  },
  {
    id: 'stamps-the-past',
    says: 'Answers with a time an hour before the request.',
    breaks: ['answers.stamped'],
    steps: answering((fields, { at }) => {
      const past = utcOf(at - 3600 * seconds)
      return { ...fields, 'header:Response-Timestamp': past, 'header:Request-Timestamp': past }
    }),
  },
  {
    id: 'tells-the-right-signature',
    catalogue: 'D25',
    says: 'Tells the signature that it expected.',
    breaks: ['answers.discreet'],
    steps: refusing((call, secret) => `Expected ${rightOf(call, secret)}`),
  },
  {
    id: 'tells-its-secret',
    says: 'Tells the secret key of the merchant where a signature is wrong.',
    breaks: ['answers.discreet'],
    steps: refusing((_call, secret) => `Not signed with ${secret}`),
  },
  {
    id: 'tells-a-trace',
    says: 'Answers a trace of its code to a body that it cannot read.',
    breaks: ['answers.discreet'],
    steps: replying((reply, { reading }) =>
      reading.ok
        ? reply
        : unsigned(
            reply,
            '{"error":{"code":"invalid_json","message":"SyntaxError: Unexpected token\\n    at JSON.parse (<anonymous>)\\n    at handle (/srv/app/index.js:10:5)","type":"x"}}',
          ),
    ),
  },
  {
    id: 'tells-bare-errors',
    says: 'Refuses with a text in place of JSON.',
    breaks: ['errors.shape'],
    steps: replying((reply) =>
      reply.status < 400 || reply.status === 409
        ? reply
        : { ...reply, headers: [['Content-Type', 'text/plain']], body: Buffer.from('refused') },
    ),
  },
  {
    id: 'is-at-every-path',
    says: 'Answers 200 at a path that it does not know.',
    breaks: ['errors.path'],
    steps: () => ({
      lost: () => ({ status: 200, headers: [['Content-Type', 'application/json']], body: Buffer.from('{}') }),
    }),
  },
  {
    id: 'answers-in-plain-text',
    says: 'Calls its JSON plain text.',
    breaks: ['json.content-type'],
    steps: replying((reply) => ({
      ...reply,
      headers: reply.headers.map(([name, value]) =>
        name.toLowerCase() === 'content-type' ? [name, 'text/plain'] : [name, value],
      ),
    })),
  },
]

const nobody = {} as Order

function rightOf({ operation, raw, fields }: Call, secret: string): string {
  const { method = 'POST', url = '/', body } = raw
  return signParts(partsOf({ operation, method, path: targetOf(url), fields, body }), secret)
}
