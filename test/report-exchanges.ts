/** Parts of made-up runs: exchanges as the wire would bring them. */
import type { Entry } from '../src/judge/trace.ts'
import type { Started } from '../src/report/events.ts'
import type { Exchange, Response } from '../src/wire/exchange.ts'
import type { Fields, Reading } from '../src/wire/reading.ts'

export const started: Started = {
  event: 'started',
  format: 1,
  tool: { name: 'batu-uji', version: '0.1.0', node: 'v20.19.0' },
  contract: {
    id: 'indomaret',
    title: 'Indomaret Payment Point',
    version: '1.0.14',
    hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    document: 'Dokumentasi Spesifikasi Teknis Payment Point, version 1.0.14 (IT-SD7, 21/04/2020)',
  },
  target: 'https://pay.partner.example/soap/payment-point',
  role: 'server',
  seed: 20260412,
  at: '2026-04-12T03:14:15.926Z',
}

/** A reading of plain fields. */
export function reading(name: string, fields: Fields): Reading {
  return { ok: true, name, fields, order: Object.keys(fields), flaws: [] }
}

function soap(name: string, fields: Fields): string {
  const inside = Object.entries(fields).map(([key, value]) => `      <${key}>${String(value)}</${key}>`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">\n  <soapenv:Body>\n    <${name} xmlns="urn:indomaret:payment-point:1.0.14">\n${inside.join('\n')}\n    </${name}>\n  </soapenv:Body>\n</soapenv:Envelope>\n`
}

/** An answer as the wire would bring it. */
export function answer(name: string, fields: Fields): Response {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/xml; charset=utf-8'],
      ['Server', 'Apache-Coyote/1.1'],
    ],
    body: { utf8: soap(name, fields) },
    read: reading(name, fields),
  }
}

/** An exchange with sensible rest. */
export function exchange(
  number: number,
  operation: string,
  fields: Fields,
  rest: Partial<Exchange> = {},
): Exchange {
  const name = `Req${operation[0]!.toUpperCase()}${operation.slice(1)}`
  return {
    kind: 'exchange',
    id: `x${number}`,
    from: 'client',
    operation,
    request: {
      method: 'POST',
      url: 'https://pay.partner.example/soap/payment-point',
      headers: [
        ['Content-Type', 'text/xml; charset=utf-8'],
        ['SOAPAction', `"${operation}"`],
      ],
      body: { utf8: soap(name, fields) },
      read: reading(name, fields),
    },
    began: number * 2,
    ended: number * 2 + 1,
    sentAt: new Date(Date.parse(started.at) + number * 40).toISOString(),
    elapsedMs: 12.4,
    signature: 'good',
    ...rest,
  }
}

export const payment = {
  TimeStamp: '12/04/2026 10:14:16',
  MessageID: '7f3c9a10-0007',
  PaymentCode: '8830012345678',
  Amount: '150000',
  TrackingRef: 'TR0000000042',
  StoreID: 'T0010001',
  Signature: 'b5d54c39e66671c9731b9f471e585d8262cd4f54963f0c93082d8dcf334d4c78',
}
const paid = {
  MessageID: payment.MessageID,
  TrackingRef: payment.TrackingRef,
  ResponseCode: '00',
  ResponseDesc: 'SUCCESS',
}

export const entries: Entry[] = [
  {
    kind: 'provided',
    tick: 1,
    data: 'payable',
    origin: 'hook',
    item: { code: '8830012345678', amount: 150000 },
  },
  exchange(
    1,
    'inquiry',
    { PaymentCode: payment.PaymentCode, StoreID: payment.StoreID },
    {
      response: answer('ResInquiry', { ...paid, Amount: '150000', Customer: 'BUDI SANTOSO' }),
    },
  ),
  exchange(2, 'payment', payment, { response: answer('ResPayment', { ...paid, ReceiptCode: 'R-000917' }) }),
  exchange(3, 'payment', payment, { response: answer('ResPayment', { ...paid, ReceiptCode: 'R-000918' }) }),
  { kind: 'race', tick: 9, exchanges: ['x2', 'x3'], skewMicros: 84 },
  exchange(4, 'reversal', payment, {
    trouble: { kind: 'timeout', says: 'No whole answer within 10,000 ms.' },
    ended: undefined,
    elapsedMs: 10000,
  }),
  { kind: 'clock', tick: 11, offsetMs: 86_400_000 },
  {
    kind: 'ledger',
    began: 12,
    ended: 13,
    code: '8830012345678',
    payments: [{ reference: 'TR0000000042', amount: 150000, state: 'paid' }],
  },
]
