/** Signatures that are not checked, or not all of what they cover. */
import { header, type SignatureVerdict } from '../../../../wire/exchange.ts'
import { faultOf, keyring } from '../../../../dialects/doku-keyring.ts'
import { targetOf } from '../../../../dialects/doku-paths.ts'
import type { Defect } from '../../../defect.ts'
import { linesOf, macOf, prefix, signParts, type SignedParts } from '../../../../dialects/doku-sign.ts'
import { refused } from '../intake.ts'
import type { Merchant } from '../ledger.ts'
import type { Call, Steps } from '../steps.ts'
import { at, overlooking } from './overlooking.ts'

/** What differs in the signature of a request; undefined for a right one. */
function faultIn(call: Call, { secret }: Merchant): string | undefined {
  const { raw, operation, fields, till } = call
  const { method = 'POST', url = '/', body } = raw
  const asked = { operation, method, path: targetOf(url), fields, body }
  const suspects = { keys: ['SK-sandbox-of-mch-0002', call.fields['header:Client-Id'] as string] }
  return faultOf(asked, { secret, profile: till.profile, suspects: suspects as never })?.differs
}

/** Lets faults of some kinds pass. */
const forgiving =
  (...kinds: string[]): Defect<Steps>['steps'] =>
  (honest) => ({
    signatureOf(call, merchant): SignatureVerdict {
      const verdict = honest.signatureOf(call, merchant)
      if (verdict === 'good') return verdict
      return kinds.includes(faultIn(call, merchant) ?? '') ? 'good' : verdict
    },
  })

/** What is signed of a request. */
const partsOf = (call: Call): SignedParts => {
  const text = (name: string) => String(call.fields[`header:${name}`] ?? '')
  return {
    client: text('Client-Id'),
    id: text('Request-Id'),
    time: text('Request-Timestamp'),
    target: targetOf(call.raw.url ?? '/'),
    ...(call.raw.method === 'GET' ? {} : { body: call.raw.body }),
  }
}

/** Signed anew from what was read, in place of what was sent. */
const signedOf = (call: Call, merchant: Merchant, parts: (call: Call) => object): string =>
  signParts({ ...partsOf(call), ...parts(call) }, merchant.secret)

const sent = (call: Call): string => String(call.fields['header:Signature'] ?? '')

/** Accepts besides what is right whatever a change of it makes right. */
const alsoRight =
  (is: (call: Call, merchant: Merchant) => boolean): Defect<Steps>['steps'] =>
  (honest) => ({
    signatureOf(call, merchant): SignatureVerdict {
      const verdict = honest.signatureOf(call, merchant)
      return verdict === 'good' || is(call, merchant) ? 'good' : verdict
    },
  })

const reserialised = ({ raw }: Call): Buffer => {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(raw.body).toString())))
  } catch {
    return Buffer.from(raw.body)
  }
}

/** Accepts besides what is right whatever is called as something was whose signature was right. */
const remembering =
  (nameOf: (call: Call) => string): Defect<Steps>['steps'] =>
  (honest) => {
    const verified = new Set<string>()
    return {
      signatureOf(call, merchant): SignatureVerdict {
        const verdict = honest.signatureOf(call, merchant)
        const name = nameOf(call)
        if (verdict === 'good') verified.add(name)
        return verified.has(name) ? 'good' : verdict
      },
    }
  }

export const signatures: readonly Defect<Steps>[] = [
  {
    id: 'checks-no-signature',
    catalogue: 'D18',
    says: 'Accepts every signature, and none.',
    breaks: ['signatures.tampered'],
    steps: (honest) => ({
      signatureOf: () => 'good',
      ...overlooking(at('header:Signature'))(honest),
    }),
  },
  {
    id: 'joins-lines-otherwise',
    says: 'Accepts signatures over lines that are put together otherwise.',
    breaks: ['signatures.text'],
    steps: forgiving('text'),
  },
  {
    id: 'signs-no-body',
    says: 'Accepts signatures over another digest of the body.',
    breaks: ['signatures.body'],
    steps: forgiving('body'),
  },
  {
    id: 'digests-gets',
    says: 'Accepts a digest in the signature of a GET.',
    breaks: ['signatures.get'],
    steps: forgiving('digest'),
  },
  {
    id: 'signs-no-path',
    catalogue: 'D19',
    says: 'Does not bind signatures to the path.',
    breaks: ['signatures.path'],
    steps: forgiving('path'),
  },
  {
    id: 'takes-any-algorithm',
    says: 'Accepts signatures of other algorithms.',
    breaks: ['signatures.algorithm'],
    steps: forgiving('algorithm'),
  },
  {
    id: 'takes-any-encoding',
    says: 'Accepts signatures in hexadecimal and in other alphabets.',
    breaks: ['signatures.encoding', 'signatures.unreadable'],
    steps: forgiving('encoding'),
  },
  {
    id: 'needs-no-prefix',
    says: 'Accepts signatures without HMACSHA256= before them.',
    breaks: ['signatures.prefix'],
    steps: forgiving('prefix'),
  },
  {
    id: 'needs-no-signature',
    says: 'Accepts requests without a signature.',
    breaks: ['signatures.missing'],
    steps: (honest) => ({
      signatureOf: (call, merchant) =>
        sent(call).trim() === '' ? 'good' : honest.signatureOf(call, merchant),
      ...overlooking(at('header:Signature'))(honest),
    }),
  },
  {
    id: 'knows-foreign-keys',
    says: 'Accepts signatures under the keys of others.',
    breaks: ['signatures.key'],
    steps: forgiving('key'),
  },
  {
    id: 'ignores-letters-of-signatures',
    says: 'Compares signatures without regard to the case of letters.',
    breaks: ['signatures.exact'],
    steps: alsoRight((call, merchant) => {
      const right = signedOf(call, merchant, () => ({}))
      const prefix = 'HMACSHA256='
      return (
        sent(call).startsWith(prefix) &&
        sent(call).slice(prefix.length).toLowerCase() === right.slice(prefix.length).toLowerCase()
      )
    }),
  },
  {
    id: 'binds-no-request-id',
    catalogue: 'D20',
    says: 'Does not bind signatures to the Request-Id.',
    breaks: ['signatures.tampered'],
    steps: forgiving('id', 'unknown', 'timestamp'),
  },
  {
    id: 'signs-what-it-read',
    catalogue: 'D16',
    says: 'Verifies signatures over JSON that it has written anew.',
    breaks: ['signatures.bytes'],
    steps: (honest) => ({
      signatureOf(call, merchant): SignatureVerdict {
        if (call.raw.method === 'GET') return honest.signatureOf(call, merchant)
        const raw = { ...call.raw, body: reserialised(call) }
        const keys = keyring({ secret: merchant.secret, profile: call.till.profile })
        return call.till.dialect.verify(call.reading, call.operation, keys, raw)
      },
    }),
  },
  {
    id: 'falls-over-bad-signatures',
    says: 'Answers 500 to a signature that it cannot read.',
    breaks: ['signatures.unreadable'],
    steps: (honest) => ({
      async authenticate(call) {
        const text = sent(call)
        if (text === 'HMACSHA256=' || text.length > 1000 || /[^!-~]/.test(text))
          return refused(500, 'internal_error', 'Something has failed')
        return honest.authenticate(call)
      },
    }),
  },
  {
    id: 'remembers-signatures',
    says: 'Accepts a signature that was right once under any other request.',
    breaks: ['signatures.tampered'],
    steps: remembering(sent),
  },
  {
    id: 'remembers-who-was-right',
    says: 'Verifies no signature for a Request-Id whose signature was right once.',
    breaks: ['signatures.tampered', 'signatures.get', 'signatures.path'],
    steps: remembering((call) => call.steps.valueAt(call, 'header:Request-Id') ?? ''),
  },
  {
    id: 'repeats-to-anybody',
    says: 'Tells the first answer to a request that comes again, whatever its signature.',
    breaks: ['signatures.tampered'],
    steps: (honest) => ({
      async authenticate(call) {
        const refusal = await honest.authenticate(call)
        const merchant = refusal && (await honest.merchantOf(call))
        if (!merchant || call.operation !== 'generate') return refusal
        const known = { ...call, merchant }
        const earlier = call.till.claims.get(call.steps.claimOf(known))
        if (earlier?.content !== call.steps.contentOf(known)) return refusal
        call.merchant = merchant
        return undefined
      },
    }),
  },
  {
    id: 'trusts-the-target-header',
    says: 'Takes the path that is signed from the header Request-Target.',
    breaks: ['signatures.path'],
    steps: alsoRight(
      (call, merchant) =>
        sent(call) ===
        signedOf(call, merchant, ({ raw }) => ({
          target: header(raw.headers, 'Request-Target') ?? targetOf(raw.url ?? '/'),
        })),
    ),
  },
  {
    id: 'believes-the-digest',
    says: 'Verifies over the digest that a header names, in place of that of the body.',
    breaks: ['signatures.tampered'],
    steps: alsoRight((call, { secret }) => {
      const named = header(call.raw.headers, 'Digest') ?? ''
      const lines = linesOf(partsOf(call)).filter(([name]) => name !== 'Digest')
      const text = [...lines, ['Digest', named]].map((line) => line.join(':')).join('\n')
      return named !== '' && sent(call) === prefix + macOf(text, secret).toString('base64')
    }),
  },
  {
    id: 'uses-up-refused-ids',
    says: 'Keeps the Request-Id of a request whose signature it refused.',
    breaks: ['signatures.no-effect'],
    steps: (honest) => {
      const used = new Set<string>()
      return {
        async authenticate(call) {
          const refusal = await honest.authenticate(call)
          const id = call.steps.valueAt(call, 'header:Request-Id') ?? ''
          if (refusal && call.operation === 'generate') used.add(id)
          else if (used.has(id)) return refused(409, 'idempotency_conflict', 'The Request-Id was used')
          return refusal
        },
      }
    },
  },
]
