/** Made-up runs for the tests of the reports: a realistic one, a happy one, an empty one, a hostile one. */
import type { Response } from '../src/wire/exchange.ts'
import type { Fields } from '../src/wire/reading.ts'
import type { Entry } from '../src/judge/trace.ts'
import type { ClauseResult, Ended, Finding, RuleResult, RunEvent } from '../src/report/events.ts'
import { summaryOf } from '../src/report/fold.ts'
import { entries, exchange, payment, reading, started } from './report-exchanges.ts'

export { answer, entries, exchange, payment, reading, started } from './report-exchanges.ts'

export const doubleCharge: Finding = {
  id: 'f1',
  rule: 'idempotency.pays-once',
  says: 'A payment sent twice is booked once.',
  place: 'ResPayment/ReceiptCode',
  level: 'must',
  verdict: 'fail',
  clauses: ['IDM-PAY-ONCE', 'IDM-PAY-REPEAT'],
  expected: 'the receipt code of the first answer, R-000917',
  received: 'a new receipt code, R-000918',
  times: 14,
  exchanges: ['x1', 'x2', 'x3'],
  story: [
    'The code 8830012345678 was payable with Rp 150,000.',
    'The payment was accepted with receipt R-000917.',
    'The same payment, byte for byte, was accepted again with receipt R-000918: the customer paid twice.',
  ],
  curl: "curl -sS https://pay.partner.example/soap/payment-point \\\n  -H 'Content-Type: text/xml; charset=utf-8' \\\n  --data-binary @x3.xml",
  origin: { scenario: 'repeat-payment', plan: { times: 2 }, seed: 20260412, index: 7 },
}

export const raceFinding: Finding = {
  ...doubleCharge,
  id: 'f2',
  rule: 'races.one-winner',
  says: 'Of payments released together exactly one is booked.',
  place: '',
  clauses: ['IDM-PAY-ONCE'],
  expected: '1 receipt',
  received: '2 receipts: R-000917, R-000918',
  times: 3,
  exchanges: ['x2', 'x3', 'x99'],
  story: ['Two equal payments were released together.'],
  trials: { made: 200, hit: 3, skewMicros: 84 },
}

export const warning: Finding = {
  id: 'f3',
  rule: 'echoes.product',
  says: 'The answer repeats the product code.',
  place: 'ResInquiry/ProductCode',
  level: 'should',
  verdict: 'warn',
  clauses: ['IDM-INQ-ECHO-PRODUCT'],
  expected: 'ProductCode PLN',
  received: 'no ProductCode',
  times: 1,
  exchanges: ['x1'],
  story: [],
}

export const rules: RuleResult[] = [
  rule('idempotency.pays-once', doubleCharge.says, { verdict: 'fail', cases: 14, findings: ['f1'] }),
  rule('races.one-winner', raceFinding.says, { verdict: 'fail', cases: 200, findings: ['f2'] }),
  rule('echoes.product', warning.says, { level: 'should', verdict: 'warn', cases: 31, findings: ['f3'] }),
  rule('fields.length', 'Each field keeps its length.', { cases: 412, exchanges: ['x1', 'x2'] }),
  rule('races.reversal', 'A reversal and a payment at once leave one outcome.', {
    cases: 200,
    bound: 'at most 1.5 % of races, with 95 % confidence',
  }),
  rule('clocks.expiry', 'An expired code is refused.', {
    verdict: 'not-exercised',
    reason: 'needs-clock',
    cases: 0,
  }),
  rule('lost.reversal', 'A reversal is answered.', { verdict: 'inconclusive', cases: 1, exchanges: ['x4'] }),
  rule('callbacks.retry', 'A callback is repeated.', { verdict: 'not-applicable', cases: 0 }),
]

function rule(id: string, says: string, rest: Partial<RuleResult>): RuleResult {
  return { id, says, level: 'must', verdict: 'pass', cases: 1, findings: [], ...rest }
}

export function clause(
  id: string,
  section: string,
  says: string,
  rest: Partial<ClauseResult> = {},
): ClauseResult {
  const source = 'Catatan, item 3'
  return {
    id,
    section,
    says,
    source,
    level: 'must',
    verdict: 'pass',
    cases: 12,
    rules: ['fields.length'],
    findings: [],
    ...rest,
  }
}

export const clauses: ClauseResult[] = [
  clause(
    'IDM-HTTP-POST',
    'Transport and SOAP',
    'Every request reaches the partner as an HTTP POST with a SOAP XML body.',
    { exchanges: ['x1', 'x2'] },
  ),
  clause(
    'IDM-XML-UTF8',
    'Transport and SOAP',
    'Bytes decode as the declared encoding, and HTTP does not contradict it.',
  ),
  clause('IDM-WSDL', 'Transport and SOAP', 'The partner publishes a WSDL describing the service.', {
    level: 'should',
    verdict: 'not-exercised',
    reason: 'not-on-the-wire',
    because: 'No WSDL was declared.',
    cases: 0,
  }),
  clause('IDM-INQ-ECHO-PRODUCT', 'Inquiry', 'ResInquiry carries the ProductCode of the request.', {
    level: 'should',
    verdict: 'warn',
    rules: ['echoes.product'],
    findings: ['f3'],
    exchanges: ['x1'],
  }),
  clause('IDM-INQ-EXPIRED', 'Inquiry', 'A code that has expired is answered with response code 04.', {
    verdict: 'not-exercised',
    reason: 'needs-clock',
    because: 'The target’s time cannot be moved.',
    cases: 0,
    rules: ['clocks.expiry'],
  }),
  clause('IDM-INQ-LATER', 'Inquiry', 'A code that is not yet valid is refused.', {
    verdict: 'not-exercised',
    reason: 'needs-clock',
    cases: 0,
    rules: ['clocks.expiry'],
  }),
  clause(
    'IDM-PAY-ONCE',
    'Payment',
    'A payment code is paid once, however often and however fast the request is repeated.',
    {
      verdict: 'fail',
      rules: ['idempotency.pays-once', 'races.one-winner'],
      findings: ['f1', 'f2'],
      exchanges: ['x2', 'x3'],
      cases: 214,
    },
  ),
  clause('IDM-PAY-REPEAT', 'Payment', 'A repeated payment is answered as the first one was.', {
    verdict: 'fail',
    rules: ['idempotency.pays-once @ ResPayment'],
    findings: ['f1'],
    exchanges: ['x2', 'x3'],
  }),
  clause('IDM-PAY-AMOUNT', 'Payment', 'The amount is within the limits that the inquiry gave.', {
    verdict: 'waived',
    because: 'Ticket 4411, agreed until July.',
  }),
  clause('IDM-REV-ANSWER', 'Reversal', 'A reversal is answered, also when there is nothing to reverse.', {
    verdict: 'inconclusive',
    rules: ['lost.reversal'],
    exchanges: ['x4'],
    cases: 1,
  }),
  clause('IDM-REV-STORE', 'Reversal', 'The store prints a void receipt.', {
    verdict: 'not-applicable',
    because: 'Declared: no store.',
    cases: 0,
    rules: [],
  }),
]

export const ended: Ended = {
  event: 'ended',
  verdict: 'does-not-conform',
  summary: summaryOf(clauses),
  clauses,
  rules,
  waivers: [
    {
      pattern: 'fields.amount @ indomaret/**',
      reason: 'Ticket 4411, agreed until July.',
      owner: 'rina@partner.example',
      expires: '2026-07-01',
    },
    {
      pattern: 'fields.desc',
      reason: 'Old firmware.',
      owner: 'rina@partner.example',
      expires: '2026-01-01',
      complaint: 'It expired on 2026-01-01.',
    },
  ],
  requests: 1284,
  elapsedMs: 7421,
  errors: [],
  at: '2026-04-12T03:14:23.347Z',
}

export const recorded = (all: Entry[]): RunEvent[] => all.map((entry) => ({ event: 'recorded', entry }))
export const found = (all: Finding[]): RunEvent[] => all.map((finding) => ({ event: 'found', finding }))

/** A whole run that finds something of everything. */
export const run: RunEvent[] = [
  started,
  { event: 'progressed', done: 3, total: 40, requests: 90, scenario: 'repeat-payment' },
  ...recorded(entries),
  ...found([doubleCharge, raceFinding, warning]),
  ended,
]

/** A run in which all is well. */
export const allPass: RunEvent[] = [
  started,
  ...recorded(entries.slice(0, 3)),
  {
    ...ended,
    verdict: 'conforms',
    clauses: clauses.slice(0, 2),
    summary: summaryOf(clauses.slice(0, 2)),
    rules: rules.slice(3, 5),
    waivers: [],
  },
]

/** A run that had nothing to do. */
export const empty: RunEvent[] = [
  started,
  {
    ...ended,
    verdict: 'incomplete',
    clauses: [],
    summary: summaryOf([]),
    rules: [],
    waivers: [],
    requests: 0,
    elapsedMs: 0,
  },
]

/** What an answer may hold to harm its reader. */
export const nasty =
  '</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 2"> \u001b[31mred\u001b]0;title\u0007 nul\u0000 bidi\u202e lone\ud800 ]]> &amp; \ufffe \u2028 \u009b2J'

/** A run whose target answers nothing but harm. */
export function hostile(): RunEvent[] {
  const fields = {
    ResponseCode: '00',
    ResponseDesc: nasty,
    [nasty]: { utf8: 5, headers: [1, nasty], __proto__x: null },
  } as Fields
  const bad: Response = {
    status: 200,
    headers: [
      ['Content-Type', nasty],
      [nasty, 'javascript:alert(1)'],
    ],
    body: { utf8: nasty + 'A'.repeat(1024 * 1024) },
    read: reading(nasty, fields),
  }
  const binary: Response = {
    ...bad,
    body: { base64: Buffer.from([0, 255, 60, 47, 254]).toString('base64') },
    read: { ok: false, fault: { what: 'not-xml', says: nasty } },
  }
  const all = [
    exchange(2, 'payment', payment, { response: bad, note: nasty }),
    exchange(3, 'payment', payment, { response: binary }),
  ]
  const finding = {
    ...doubleCharge,
    says: nasty,
    expected: nasty,
    received: nasty + 'B'.repeat(1024 * 1024),
    story: [nasty],
    curl: `curl '${nasty}'`,
  }
  const told = clauses.map((one) => ({ ...one, says: nasty, because: nasty }))
  return [
    { ...started, target: `https://x.example/${nasty}` },
    { event: 'progressed', done: 1, total: 2, requests: 2, scenario: nasty },
    ...recorded(all),
    ...found([finding]),
    { ...ended, clauses: told, errors: [nasty] },
  ]
}
