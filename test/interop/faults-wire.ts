/** Faults of reading, checking and writing. */
import { stamp, type Ask } from './bill.ts'
import { atCounter, type Fault } from './fault.ts'
import { Counter } from './plain.ts'
import { no, type Verdict } from './plain-books.ts'
import { Unreadable, type Reading } from './read-regex.ts'
import type { Heard } from './serve.ts'

type Leaves = [string, string | undefined][]

/** Replaces the values of an answer. */
function writes(
  change: (
    name: string,
    value: string | undefined,
    operation: string,
    verdict: Verdict,
  ) => string | undefined,
): new () => Counter {
  return class extends Counter {
    override leaves(operation: string, ask: Ask, verdict: Verdict): Leaves {
      return super
        .leaves(operation, ask, verdict)
        .map(([name, value]) => [name, change(name, value, operation, verdict)])
    }
  }
}

class CutsReferences extends Counter {
  override read(body: Buffer, heard: Heard): Reading {
    const { operation, fields } = super.read(body, heard)
    const cut = Object.entries(fields).map(([name, value]) => [
      name,
      name === 'TrackingRef' ? value.slice(0, 20) : value,
    ])
    return { operation, fields: Object.fromEntries(cut) as Ask as Reading['fields'] }
  }
  override isGenuine(): boolean {
    return true
  }
}

/** Searches the text for its elements, whatever surrounds them. */
class Grep extends Counter {
  override read(body: Buffer): Reading {
    const text = body.toString()
    const operation = /<(?:\w+:)?(Req\w+)/.exec(text)?.[1]
    if (!operation) throw new Unreadable('no operation')
    const found = [...text.matchAll(/<(?:\w+:)?(\w+)[^>]*>([^<]*)<\//g)]
    return {
      operation,
      fields: Object.fromEntries(found.map(([, name, value]) => [name!, unescaped(value!)])),
    }
  }
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

class LiteralPrefix extends Counter {
  override read(body: Buffer, heard: Heard): Reading {
    if (!body.includes('<soap:Envelope')) throw new Unreadable('no soap:Envelope')
    return super.read(body, heard)
  }
}

class NoHeaders extends Counter {
  override read(body: Buffer, heard: Heard): Reading {
    if (/<(\w+:)?Header/.test(body.toString())) throw new Error('unexpected Header')
    return super.read(body, heard)
  }
}

class NeedsExtraParams extends Counter {
  override lacks(ask: Ask, operation: string): Verdict | undefined {
    return operation === 'ReqInquiry' && ask['ExtraParam1'] === undefined
      ? no('30', 'ExtraParam1')
      : super.lacks(ask, operation)
  }
}

class Unescaped extends Counter {
  override escape(value: string): string {
    return value
  }
}

class FaultForUnknown extends Counter {
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    const verdict = await super.decide(operation, ask, heard)
    if (verdict.code === '14') throw new Unreadable(verdict.says)
    return verdict
  }
}

class ReservedForLate extends Counter {
  override async decide(operation: string, ask: Ask, heard: Heard): Promise<Verdict> {
    const verdict = await super.decide(operation, ask, heard)
    return verdict.code === '91' ? { ...verdict, code: '99' } : verdict
  }
}

class StampAtStart extends Counter {
  started = stamp(Date.now())
  override leaves(operation: string, ask: Ask, verdict: Verdict): Leaves {
    return super
      .leaves(operation, ask, verdict)
      .map(([name, value]) => [name, name === 'TimeStamp' ? this.started : value])
  }
}

const halfADay = 12 * 3_600_000

/** An expiry that is told half a day early, as on a clock of twelve hours. */
const tooEarly = (text: string) => stamp(Date.parse(`${text.replace(' ', 'T')}Z`) - halfADay, 0)

export const wireFaults: Fault[] = [
  atCounter(
    'partial-echo',
    'Repeats the first ten characters of the reference.',
    ['IDM-ECHO-TRACKINGREF'],
    writes((name, value) => (name === 'TrackingRef' ? value?.slice(0, 10) : value)),
  ),
  atCounter(
    'small-echo',
    'Repeats the store in small letters.',
    ['IDM-ECHO-STOREID', 'IDM-LEADZERO'],
    writes((name, value) => (name === 'StoreID' ? value?.toLowerCase() : value)),
  ),
  atCounter(
    'no-echo-in-refusals',
    'A refusal repeats no reference.',
    ['IDM-M-PRESENT', 'IDM-ECHO-TRACKINGREF'],
    writes((name, value, _, { code }) => (name === 'TrackingRef' && code !== '00' ? undefined : value)),
  ),
  atCounter(
    'exponents',
    'Large amounts have exponents.',
    ['IDM-AMT-BIG', 'IDM-AMT-FORMAT'],
    writes((name, value) =>
      /Amount/.test(name) && Number(value) >= 1e7 ? Number(value).toExponential() : value,
    ),
  ),
  atCounter(
    'single-precision-answers',
    'Tells amounts in single precision.',
    ['IDM-INQ-PAYABLE', 'IDM-AMT-BIG', 'IDM-INQ-READONLY'],
    writes((name, value) => (/Amount/.test(name) && value ? String(Math.fround(Number(value))) : value)),
  ),
  atCounter(
    'receipt-too-long',
    'A receipt has 24 characters.',
    ['IDM-PAY-RES-RECEIPTCODE'],
    writes((name, value) => (name === 'ReceiptCode' && value ? value.padEnd(24, 'X') : value)),
  ),
  atCounter(
    'receipt-on-refusal',
    'A refusal has a receipt.',
    ['IDM-PAY-RECEIPT'],
    writes((name, value) => (name === 'ReceiptCode' ? (value ?? 'R0') : value)),
  ),
  atCounter(
    'early-expiry',
    'Expiries are told half a day early.',
    ['IDM-INQ-EXP-FUTURE', 'IDM-INQ-RES-EXPIREDDATETIME', 'IDM-INQ-EXPIRED'],
    writes((name, value) => (name === 'ExpiredDateTime' && value ? tooEarly(value) : value)),
  ),
  atCounter(
    'minimum-above-amount',
    'MinAmount and Amount change places.',
    ['IDM-AMT-ORDER', 'IDM-PAY-AMT-PARTIAL', 'IDM-PAY-SUCCESS'],
    writes((name, value, _, { bill }) =>
      bill && name === 'MinAmount'
        ? String(bill.amount)
        : bill && name === 'Amount'
          ? String(bill.minimum)
          : value,
    ),
  ),
  atCounter(
    'stamp-at-start',
    'Answers have the time at which the server started.',
    ['IDM-TS-OWN', 'IDM-TS-FRESH'],
    StampAtStart,
  ),
  atCounter('cuts-references', 'Cuts references at 20 characters.', ['IDM-OVERLENGTH'], CutsReferences),
  atCounter('grep', 'Looks for elements in what is no XML.', ['IDM-XML-WELLFORMED'], Grep),
  atCounter('literal-prefix', 'Knows the prefix soap only.', ['IDM-SOAP-PREFIX'], LiteralPrefix),
  atCounter('no-headers', 'A SOAP Header is an error.', ['IDM-SOAP-HEADER'], NoHeaders),
  atCounter(
    'needs-extra-params',
    'An inquiry needs ExtraParam1.',
    ['IDM-C-ABSENT', 'IDM-EXTRAPARAM'],
    NeedsExtraParams,
  ),
  atCounter('unescaped', 'Writes values as they are.', ['IDM-XML-ESCAPE', 'IDM-XML-WELLFORMED'], Unescaped),
  atCounter('fault-for-unknown', 'An unknown code is a SOAP Fault.', ['IDM-SOAP-FAULT'], FaultForUnknown),
  atCounter('reserved-code', 'A silent biller is answered with 99.', ['IDM-RC-RESERVED-99'], ReservedForLate),
]
