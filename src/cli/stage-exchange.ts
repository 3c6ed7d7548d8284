/** What a gateway heard, as an exchange of a trace: read anew by the judge's own reader. */
import type { Contract } from '../contract/contract.ts'
import type { Dialect, Keys } from '../dialects/dialect.ts'
import { answerSignatureOf, signatureOf } from '../dialects/signed.ts'
import type { Heard } from '../gateway/heard.ts'
import { bodyOf, type Exchange } from '../wire/exchange.ts'

interface Reader {
  contract: Contract
  dialect: Dialect
  keys: Keys
}

/** A function that numbers what it is given: `x1`, `x2`... */
export function exchangeReader({ dialect, keys }: Reader): (heard: Heard) => Exchange {
  let count = 0
  return ({ from, request, reply, began, ended, sentAt, elapsedMs }) => {
    const { method, url, headers, body } = request
    const read = dialect.open(request, 'request')
    const operation = dialect.operationOf(read)
    const asked = { method, url, headers, body: bodyOf(body), read }
    const answer = reply && dialect.open(reply, 'response', operation)
    return {
      kind: 'exchange',
      id: `x${++count}`,
      from,
      ...(operation === undefined ? {} : { operation }),
      request: asked,
      ...(reply && answer
        ? {
            response: {
              status: reply.status,
              headers: reply.headers,
              body: bodyOf(reply.body),
              read: answer,
              ...answerSignatureOf(dialect, keys, { read: answer, operation, raw: reply }, asked),
            },
          }
        : { trouble: { kind: 'cut', says: lost[from] } }),
      began,
      ...(reply && ended !== undefined ? { ended } : {}),
      sentAt,
      elapsedMs,
      ...signatureOf(dialect, keys, { read, operation, raw: request }),
    }
  }
}

const lost = {
  client: 'The suite closed the connection before the answer was whole.',
  gateway: 'The receiver gave no whole answer.',
}
