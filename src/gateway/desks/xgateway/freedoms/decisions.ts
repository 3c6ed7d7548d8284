/** Freedoms of deciding: what the document leaves to the gateway. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Raw } from '../../../../dialects/dialect.ts'
import { writeXmlRpcFault } from '../../../../wire/xmlrpc-write.ts'
import type { Freedom } from '../../../defect.ts'
import { isQuery, meanwhile, replying } from '../bend.ts'
import { drafted } from '../judgement.ts'
import type { Deal } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'

const isUnread = ({ reading }: Call): boolean => !reading.ok
const isUnknown = ({ reading, operation }: Call): boolean => reading.ok && operation === undefined

/** A request without its document type, with the root of a call, each byte that is no UTF-8 replaced. */
const legible = ({ body }: Raw): Buffer =>
  Buffer.from(
    Buffer.from(body)
      .toString('utf8')
      .replace(/<!DOCTYPE[^[>]*(?:\[[^\]]*\])?>/, '')
      .replace(/<(\w+)>(?=\s*<methodName>)([^]*)<\/\1>/, '<methodCall>$2</methodCall>'),
  )

export const decisions: readonly Freedom<Steps>[] = [
  {
    id: 'answers-04-to-repetitions-by-contract',
    says: 'Answers 04 to every repetition, as was agreed.',
    because: 'E-XGW-01',
    profile: { dupPolicy: 'code-04' },
    steps: () => ({}),
  },
  {
    id: 'answers-68-in-flight',
    says: 'Answers 68 to a trx_id that is being worked on.',
    because: 'XGW-TRXID-PARALLEL',
    steps: meanwhile('68'),
  },
  {
    id: 'answers-04-in-flight',
    says: 'Answers 04 to a trx_id that is being worked on.',
    because: 'E-XGW-01, XGW-TRXID-PARALLEL',
    steps: meanwhile('04'),
  },
  {
    id: 'refuses-changed-repetitions',
    says: 'Answers 04 to a trx_id that comes again with another number or product.',
    because: 'XGW-TRXID-PAYLOAD',
    steps: (honest) => ({
      async recall(call, known) {
        const { NOHP, NOM } = call.texts
        const isSame = NOHP === known.number && NOM === known.product
        return isSame ? honest.recall(call, known) : { ...known, code: '04', sn: '' }
      },
    }),
  },
  {
    id: 'refuses-ids-of-queries',
    says: 'Answers 04 to a purchase under the trx_id of a query.',
    because: 'XGW-TRXID-CROSS',
    steps: (honest) => ({
      async find(call) {
        const known = await honest.find(call)
        if (known || isQuery(call)) return known
        const query = await call.till.ledger.find(call.steps.nameOf(call, true))
        return query && call.steps.remembers(call, query) ? { ...drafted(call), code: '04' } : undefined
      },
    }),
  },
  {
    id: 'queries-anew',
    says: 'Answers a repeated query from the meter, not from its memory.',
    because: 'E-XGW-44',
    steps: (honest) => ({
      recall: async (call, known) => (known.isQuery ? undefined : honest.recall(call, known)),
    }),
  },
  {
    id: 'links-by-id',
    says: 'Wants the trx_id of the query in the purchase, as was agreed.',
    because: 'E-XGW-06',
    profile: { plnLinkBy: 'requestId' },
    steps: () => ({}),
  },
  {
    id: 'links-by-product',
    says: 'Wants the product of the query in the purchase, as was agreed.',
    because: 'XGW-PLN-FIRST-NOM',
    profile: { plnSameNom: true },
    steps: () => ({}),
  },
  {
    id: 'gives-no-credit',
    says: 'Lets no balance fall below zero, as was agreed.',
    because: 'XGW-SAL-18',
    profile: { creditLimit: false },
    steps: () => ({}),
  },
  {
    id: 'misses-queries-otherwise',
    says: 'Answers 11 to a PLN purchase without a query.',
    because: 'E-XGW-21',
    steps: (honest) => ({
      async buy(call, deal) {
        const answer = await honest.buy(call, deal)
        return answer.code === '10' ? { code: '11' } : answer
      },
    }),
  },
  {
    id: 'refuses-blocked-as-strangers',
    says: 'Answers 02 to an account that is blocked.',
    because: 'XGW-AUTH-BLOCKED',
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        return refusal === '33' ? '02' : refusal
      },
    }),
  },
  {
    id: 'locks-accounts',
    says: 'Blocks an account after five wrong PINs.',
    because: 'XGW-AUTH-BLOCKED',
    steps: (honest) => {
      const wrong = new Map<string, number>()
      return {
        isPin(call, account) {
          if (honest.isPin(call, account)) return true
          wrong.set(account.user, (wrong.get(account.user) ?? 0) + 1)
          if (wrong.get(account.user)! > 4) account.blocked = true
          return false
        },
      }
    },
  },
  {
    id: 'fails-at-other-places',
    says: 'Answers 23 where a biller cannot be reached.',
    because: 'E-XGW-24',
    steps: (honest) => ({
      async askBiller(call, deal, customer) {
        const answer = await honest.askBiller(call, deal, customer)
        return answer.code === '06' ? { code: '23' } : answer
      },
    }),
  },
  {
    id: 'faults-on-nonsense',
    says: 'Answers a fault to what it cannot read.',
    warns: ['refusals.explained'],
    because: 'XGW-MALFORMED',
    steps: replying(() => ({ status: 200, ...writeXmlRpcFault(-32700, 'parse error') }), isUnread),
  },
  {
    id: 'rejects-nonsense',
    says: 'Answers HTTP 400 to what it cannot read.',
    warns: ['refusals.explained'],
    because: 'XGW-MALFORMED',
    steps: replying(
      () => ({ status: 400, headers: [['Content-Type', 'text/plain']], body: Buffer.from('Bad Request') }),
      isUnread,
    ),
  },
  {
    id: 'reads-generously',
    says: 'Reads past a document type, another root and bytes that are no UTF-8.',
    warns: ['xml.malformed-refused'],
    because: 'XGW-MALFORMED: XML-RPC libraries can read these; Python looks at no root, Node at no bytes.',
    steps: (honest) => ({
      async receive(raw, till) {
        const reading = await honest.receive(raw, till)
        return reading.ok ? reading : honest.receive({ ...raw, body: legible(raw) }, till)
      },
    }),
  },
  {
    id: 'misses-methods',
    says: 'Answers HTTP 404 without a body to a method that it does not know.',
    because: 'XGW-METHOD-UNKNOWN',
    steps: replying(() => ({ status: 404, headers: [], body: Buffer.alloc(0) }), isUnknown),
  },
  {
    id: 'faults-on-methods',
    says: 'Answers a fault to a method that it does not know.',
    because: 'XGW-METHOD-UNKNOWN',
    steps: replying(() => ({ status: 200, ...writeXmlRpcFault(-32601, 'method not found') }), isUnknown),
  },
  {
    id: 'reports-twice',
    says: 'Sends every callback twice.',
    because: 'E-XGW-28',
    steps: (honest) => ({
      async deliver(sealed, deal, till) {
        await honest.deliver(sealed, deal, till)
        await honest.deliver(sealed, deal, till)
      },
    }),
  },
  {
    id: 'reports-late',
    says: 'Sends a callback a little after a status check could tell the end.',
    because: 'XGW-CB-SENT',
    steps: (honest) => ({
      async deliver(sealed, deal, till) {
        void sleep(100).then(() => honest.deliver(sealed, deal, till))
      },
    }),
  },
  {
    id: 'reports-by-calling-by-contract',
    says: 'Reports with a methodCall topUpReport, as was agreed.',
    warns: ['callbacks.format'],
    because: 'E-XGW-27',
    profile: { callbackShape: 'any' },
    steps: () => ({
      compose: (fields, _deal, { dialect }) =>
        dialect.seal({ operation: 'callback', side: 'request', fields, style: { kind: 'call' } }, {}),
    }),
  },
  {
    id: 'reports-prettily',
    says: 'Indents its callbacks, and writes their values without a type.',
    because: 'XGW-XML-WS, XGW-XML-STRING',
    steps: () => ({
      compose: (fields, _deal, { dialect }) =>
        dialect.seal(
          { operation: 'callback', side: 'request', fields, style: { indent: true, type: 'untyped' } },
          {},
        ),
    }),
  },
  {
    id: 'takes-long-ids-whole',
    says: 'Takes a trx_id of 21 characters, whole.',
    warns: ['refusals.over-length'],
    because: 'XGW-REQ-REQUESTID-LONG',
    steps: (honest) => ({
      check: (call) =>
        honest.check({
          ...call,
          complaints: call.complaints.filter(({ constraint }) => constraint !== 'length'),
        }),
    }),
  },
  {
    id: 'names-transactions-after-requests',
    says: 'Takes the trx_id for the TRANSACTIONID.',
    because: 'XGW-TXID-NEW',
    steps: (honest) => ({
      async open(call) {
        const deal = await honest.open(call)
        deal.id = call.texts['REQUESTID']!
        return deal
      },
    }),
  },
  {
    id: 'tries-again-after-poverty',
    says: 'Processes a trx_id again that failed for want of a deposit.',
    because: 'E-XGW-32',
    steps: (honest) => ({
      recall: async (call, known) => (known.code === '18' ? undefined : honest.recall(call, known)),
    }),
  },
  {
    id: 'forgets-queries-by-selling',
    says: 'Wants a query before every PLN purchase anew.',
    because: 'XGW-PLN-TTL',
    steps: (honest) => {
      const used = new Set<string>()
      const key = ({ user, number }: Deal) => `${user} ${number}`
      return {
        noteQuery(call, deal) {
          used.delete(key(deal))
          honest.noteQuery(call, deal)
        },
        isQueried(call, deal) {
          const name = key(deal)
          if (used.has(name) || !honest.isQueried(call, deal)) return false
          used.add(name)
          return true
        },
      }
    },
  },
]
