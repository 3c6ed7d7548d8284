/** The client that keeps its contract. */
import { sender, type Heard } from '../../posting.ts'
import { follow, type Entry } from '../books.ts'
import { honest as honestReceiver } from '../receiver/honest.ts'
import { blocksIn, joined, signature, type Values } from '../sign.ts'
import type { ClientSteps, Operation, Shop, Told, Wish, Word } from './steps.ts'

let count = Date.now()

const paths: { [operation in Operation]: string } = {
  pay: '/gateway/pay',
  prepaidOrder: '/gateway/prepaidOrder',
  cash: '/gateway/cash',
  query: '/gateway/query',
  bankAccountVerify: '/gateway/bankAccountVerify',
}

export const honest: ClientSteps = {
  number: () => `T${(count += 1)}`,
  dateTime: ({ now }) => new Date(now() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14),
  body,
  queryBody: ({ number, kind }, shop) => ({
    merchantCode: shop.credentials['merchant'],
    queryType: kind === 'payout' ? 'CASH_QUERY' : 'ORDER_QUERY',
    orderNum: number,
    dateTime: shop.steps.dateTime(shop),
  }),
  verifyBody: ({ bankCode, code }, { credentials }) => ({
    merchantCode: credentials['merchant'],
    bankCode,
    accountNumber: code,
  }),
  text: (values) => joined(values, 'sign'),
  sign: signature,
  write: (values) => JSON.stringify(values),
  path: (operation) => paths[operation],
  headers: () => [['Content-Type', 'application/json; charset=utf-8']],
  encode: (text) => Buffer.from(text),
  method: 'POST',
  send: sender(),
  understand,
  isTrusted: ({ isSigned }) => isSigned,
  judge,
  judgeQuery,
  note(entry, word, told) {
    const id = told?.members['platOrderNum']
    if (told && word !== 'unknown' && (typeof id === 'string' || typeof id === 'number'))
      entry.id ??= String(id)
    if (word === 'refused') follow(entry, 'failed')
    else if (word !== 'accepted' && word !== 'unknown') follow(entry, word)
  },
  again: async () => undefined,
  callbacks: honestReceiver,
  visited: () => undefined,
  verifiesAccounts: true,
  pause: 120,
  questions: 12,
}

function body(wish: Wish, { number, amount }: Entry, shop: Shop): Values {
  const { steps, credentials, notifyUrl } = shop
  const { operation, code, name, bankCode } = wish
  const common = {
    merchantCode: credentials['merchant'],
    orderNum: number,
    notifyUrl,
    dateTime: steps.dateTime(shop),
  }
  if (operation === 'cash')
    return {
      ...common,
      money: String(amount),
      description: 'Gaji',
      name,
      bankCode,
      number: code,
      feeType: '1',
    }
  const paid = {
    ...common,
    payMoney: String(amount),
    productDetail: 'Kopi',
    name: 'Sinta Wibowo',
    email: 'sinta@example.com',
    phone: code,
  }
  return operation === 'pay'
    ? { ...paid, method: 'VA_BCA', expiryPeriod: '60' }
    : { ...paid, redirectUrl: notifyUrl.replace('/notify', `/back/${number}`) }
}

/** An answer that is a whole JSON object, and whether its values are signed by the platform, or need not be. */
function understand(heard: Heard, operation: Operation, { credentials, profile }: Shop): Told | undefined {
  const whole = heard.status === undefined ? undefined : objectIn(heard)
  if (heard.status === undefined || !whole) return undefined
  const isQuery = operation === 'query'
  const members = isQuery && profile['wrappedQuery'] === true ? unwrapped(whole) : whole
  const blocks = blocksIn(String(members['platSign'] ?? ''), credentials['publicKey'] ?? '')
  const isSigned = blocks !== undefined && Buffer.concat(blocks).toString() === joined(members, 'platSign')
  const isUnsigned = isQuery && (profile['signedQuery'] === false || profile['wrappedQuery'] === true)
  const code = String(members['platRespCode'] ?? '')
  return { status: heard.status, members, code, isSigned: isSigned || isUnsigned }
}

/** What `data` holds, and the success around it; a refusal as it is. */
function unwrapped({ success, code, data, ...others }: Values): Values {
  if (success === undefined) return others
  const isGood = success === true && Number(code ?? 1000) === 1000
  const inner = typeof data === 'object' && data !== null ? (data as Values) : {}
  return { ...inner, platRespCode: isGood ? 'SUCCESS' : 'FAIL' }
}

/** The object of a body; undefined for what is no such thing. */
export function objectIn({ body: bytes }: Heard): Values | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Values)
      : undefined
  } catch {
    return undefined
  }
}

function judge(told: Told | undefined, { number }: Entry, steps: ClientSteps): Word {
  if (!told || !steps.isTrusted(told)) return 'unknown'
  const { code, members } = told
  if (code === 'SUCCESS') return members['orderNum'] === number ? 'accepted' : 'unknown'
  return code === 'FAIL' ? 'refused' : 'unknown'
}

const ends: { [state: string]: Word } = { '2': 'paid', '3': 'failed', '4': 'failed' }

function judgeQuery(told: Told | undefined, { kind, number }: Entry, steps: ClientSteps): Word {
  if (!told || !steps.isTrusted(told) || told.code !== 'SUCCESS') return 'unknown'
  const { status, orderNum } = told.members
  if (orderNum !== number) return 'unknown'
  if (kind === 'order') return status === 'SUCCESS' ? 'paid' : 'unknown'
  return ends[String(status)] ?? 'unknown'
}
