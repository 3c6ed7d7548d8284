/** Defects of HTTP and of bodies. */
import type { Defect } from '../../../defect.ts'
import { close, page } from '../../../mishaps.ts'
import type { Reply } from '../../../reply.ts'
import {
  type Bend,
  answering,
  isQuery,
  refusing,
  replying,
  sending,
  setting,
  statusing,
  together,
  type When,
} from '../bend.ts'
import { isVerify, isPay } from './kinds.ts'
import type { Steps } from '../steps.ts'

/** Takes requests by other methods. */
const taking =
  (...methods: string[]): Bend =>
  (honest) => ({
    checkMethod: (call) => (methods.includes(call.raw.method ?? '') ? undefined : honest.checkMethod(call)),
  })

const isBroken: When = ({ reading }) => !reading.ok
const isBeyondAscii: When = ({ fields }) =>
  Object.values(fields).some((value) => typeof value === 'string' && /[^\0-~]/.test(value))

const inLatin = (reply: Reply): Reply => ({
  ...reply,
  body: Buffer.from(reply.body.toString().replace('Request success', 'Requête reçue'), 'latin1'),
})

export const transport: readonly Defect<Steps>[] = [
  {
    id: 'takes-get',
    catalogue: 'D01',
    says: 'Takes an order by GET that stands in the body.',
    breaks: ['http.methods@GET'],
    steps: taking('GET'),
  },
  {
    id: 'takes-orders-in-addresses',
    says: 'Takes an order by GET that stands in the address.',
    breaks: ['http.methods@GET'],
    steps: (honest) => ({
      ...taking('GET')(honest),
      receive(raw, till) {
        const { searchParams } = new URL(raw.url ?? '/', 'http://gateway')
        if (raw.method !== 'GET' || searchParams.size === 0) return honest.receive(raw, till)
        const body = Buffer.from(JSON.stringify(Object.fromEntries(searchParams)))
        return honest.receive({ ...raw, headers: [['Content-Type', 'application/json']], body }, till)
      },
    }),
  },
  {
    id: 'takes-other-methods',
    says: 'Takes orders by PUT and by PATCH.',
    breaks: ['http.methods@PUT', 'http.methods@PATCH'],
    steps: taking('PUT', 'PATCH'),
  },
  {
    id: 'stumbles-over-bodies',
    catalogue: 'D03',
    says: 'Shows a page with HTTP 500 for a body that cannot be read.',
    breaks: ['json.unreadable'],
    steps: replying(() => page(500, 'Internal Server Error'), isBroken),
  },
  {
    id: 'stumbles-over-bodies-in-json',
    says: 'Answers a body that cannot be read with HTTP 500 and a trace in JSON.',
    breaks: ['json.unreadable', 'fields.present', 'codes.described'],
    steps: replying(
      (reply) => ({ ...reply, status: 500, body: Buffer.from('{"error":"SyntaxError"}') }),
      isBroken,
    ),
  },
  {
    id: 'hangs-up-on-bodies',
    says: 'Ends the connection when a body cannot be read.',
    breaks: ['http.answers@pay', 'http.answers@cash', 'http.answers@query'],
    steps: sending(isBroken, close),
  },
  {
    id: 'shows-its-inside',
    says: 'Tells where in its code a body could not be read.',
    breaks: ['answers.discreet'],
    steps: setting(
      {
        platRespMessage:
          'Unexpected token\n    at JSON.parse (<anonymous>)\n    at read (/srv/pay/index.js:10:5)',
      },
      isBroken,
    ),
  },
  {
    id: 'tells-its-queries',
    says: 'Tells with which query it looked for an order in vain.',
    breaks: ['answers.discreet'],
    steps: answering(
      (fields) =>
        fields['platRespCode'] === 'SUCCESS'
          ? fields
          : { ...fields, platRespMessage: 'No row: SELECT * FROM orders WHERE merchant = ? AND number = ?' },
      isQuery,
    ),
  },
  {
    id: 'hangs-up-on-account-checks',
    says: 'Ends the connection when it is asked whose account it is.',
    breaks: ['http.answers@bankAccountVerify'],
    steps: sending(isVerify, close),
  },
  {
    id: 'refuses-by-status',
    says: 'Refuses with HTTP 400 where HTTP 200 is agreed on.',
    breaks: ['refusals.status'],
    profile: { refusalStatus: '200' },
    steps: (honest) => ({
      statusOf: (call, decision) => (decision.code === 'SUCCESS' ? honest.statusOf(call, decision) : 400),
    }),
  },
  {
    id: 'answers-in-words',
    says: 'Answers whose account it is in plain text.',
    breaks: ['json.object@bankAccountVerify'],
    steps: replying((reply) => ({ ...reply, body: Buffer.from('SUCCESS') }), isVerify),
  },
  {
    id: 'answers-lists',
    says: 'Answers whose account it is in a list.',
    breaks: ['json.object@bankAccountVerify'],
    steps: replying(
      (reply) => ({ ...reply, body: Buffer.concat([Buffer.from('['), reply.body, Buffer.from(']')]) }),
      isVerify,
    ),
  },
  {
    id: 'answers-in-latin',
    says: 'Answers whose account it is in Latin-1.',
    breaks: ['json.utf@bankAccountVerify', 'json.object@bankAccountVerify'],
    steps: replying(inLatin, isVerify),
  },
  {
    id: 'nests-answers',
    says: 'Answers the balance with an object of limits in it.',
    breaks: ['json.flat@account'],
    steps: setting({ limits: { day: '1000000' } }, ({ operation }) => operation === 'account'),
  },
  {
    id: 'mangles-letters',
    says: 'Answers a question mark for each character beyond ASCII.',
    breaks: ['json.letters', 'echoes.kept@productDetail'],
    steps: answering(
      (fields) =>
        'productDetail' in fields
          ? { ...fields, productDetail: String(fields['productDetail']).replace(/[^\0-~]/gu, '?') }
          : fields,
      isPay,
    ),
  },
  {
    id: 'stumbles-over-letters',
    says: 'Answers HTTP 500 to a request with characters beyond ASCII.',
    breaks: ['json.letters'],
    steps: together(
      refusing({ code: 'UNKNOWN', message: 'System abnormal' }, isBeyondAscii),
      statusing(500, isBeyondAscii),
    ),
  },
]
