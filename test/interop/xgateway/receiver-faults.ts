/** What receivers of real partners do wrong. */
import type { Heard, Said } from '../serve.ts'
import { Receiver, type Sale } from './receiver.ts'
import type { Notice } from './notice.ts'
import { pause } from './deal.ts'

/** Every callback of a success credits the customer. */
class CreditsEach extends Receiver {
  override sell(sale: Sale, { serial }: Notice): void {
    Object.assign(sale, { state: 'paid', serial })
    sale.told++
  }
}

/** Whatever comes last stands. */
class LastWins extends Receiver {
  override settle(sale: Sale, { code, serial }: Notice): void {
    sale.state = code === '00' ? 'paid' : code === '68' ? 'pending' : 'failed'
    sale.serial = serial
  }
}

class OnlySuccesses extends Receiver {
  override fail(): void {}
}

/** Patterns instead of a parser: anything that looks like the five members will do. */
class ByPattern extends Receiver {
  override read({ body }: Heard): Notice {
    const text = body.toString('latin1')
    const of = (name: string) =>
      new RegExp(`<name>\\s*${name}\\s*</name>\\s*<value>\\s*(?:<string>)?([^<]*)`).exec(text)?.[1] ?? ''
    const [code, trx, message] = ['RESPONSECODE', 'REQUESTID', 'MESSAGE'].map(of) as [string, string, string]
    return { code, trx, message, serial: of('SN'), id: of('TRANSACTIONID') }
  }
}

/** A sale that it does not know is booked, since the gateway must know. */
class BooksStrangers extends Receiver {
  override stranger(notice: Notice): Said {
    const sale = this.enter({ code: notice.trx, transaction: notice.id })
    this.settle(sale, notice)
    return this.thanks()
  }
}

class ByPosition extends Receiver {
  override read(heard: Heard): Notice {
    super.read(heard)
    const values = [
      ...heard.body.toString('utf8').matchAll(/<value>\s*(?:<string>([^<]*)<\/string>|([^<]*))\s*<\/value>/g),
    ]
    const [code = '', trx = '', message = '', serial = '', id = ''] = values.map(
      ([, typed, bare]) => typed ?? bare ?? '',
    )
    return { code, trx, message, serial, id }
  }
}

class WantsApplicationXml extends Receiver {
  override async answer(heard: Heard): Promise<Said> {
    const type = String(heard.headers['content-type'] ?? '')
    return type.startsWith('application/xml')
      ? super.answer(heard)
      : { status: 415, body: 'application/xml, please' }
  }
}

/** Thanks at once, and stores when there is time, unless something went wrong meanwhile. */
class ThanksBeforeStoring extends Receiver {
  override async take(notice: Notice, heard: Heard): Promise<Said> {
    void pause(20).then(() => (notice.code === '00' ? undefined : super.take(notice, heard)))
    return this.thanks()
  }
}

class FailsForStrangers extends Receiver {
  override stranger(): Said {
    throw new TypeError("Cannot read properties of undefined (reading 'state')")
  }
}

class TrustsAnybody extends Receiver {
  override lets(): boolean {
    return true
  }
}

class MatchesTrxOnly extends Receiver {
  override fits(): boolean {
    return true
  }
}

/** A sale without an answer yet is taken for unknown. */
class TooEarly extends Receiver {
  override async take(notice: Notice, heard: Heard): Promise<Said> {
    if (this.sales.get(notice.trx)?.id === undefined) return this.stranger(notice)
    return super.take(notice, heard)
  }
}

export interface ReceiverFault {
  id: string
  says: string
  expect: string[]
  make: () => Receiver
  unseen?: string
}

export const receiverFaults: ReceiverFault[] = [
  {
    id: 'credits-each',
    says: 'Credits for every callback.',
    expect: ['XGW-CB-RCV-IDEMP'],
    make: () => new CreditsEach(),
  },
  {
    id: 'last-wins',
    says: 'Overturns what is final.',
    expect: ['XGW-CB-RCV-FINAL'],
    make: () => new LastWins(),
  },
  {
    id: 'only-successes',
    says: 'Ignores failures.',
    expect: ['XGW-CB-RCV-FAIL'],
    make: () => new OnlySuccesses(),
  },
  { id: 'by-pattern', says: 'Reads with patterns.', expect: ['XGW-CB-RCV-BAD'], make: () => new ByPattern() },
  {
    id: 'books-strangers',
    says: 'Books unknown trx_ids.',
    expect: ['XGW-CB-RCV-UNKNOWN'],
    make: () => new BooksStrangers(),
  },
  {
    id: 'by-position',
    says: 'Reads by position.',
    expect: ['XGW-CB-RCV-SHAPE'],
    make: () => new ByPosition(),
    unseen: 'all callbacks come in the order that the document prints',
  },
  {
    id: 'application-xml',
    says: 'Wants application/xml.',
    expect: ['XGW-CT', 'XGW-CB-RCV-ACK'],
    make: () => new WantsApplicationXml(),
  },
  {
    id: 'thanks-before-storing',
    says: 'Acknowledges and forgets.',
    expect: ['XGW-CB-RCV-ACK'],
    make: () => new ThanksBeforeStoring(),
  },
  {
    id: 'fails-for-strangers',
    says: 'Answers 500 for unknown trx_ids.',
    expect: ['XGW-CB-RCV-UNKNOWN'],
    make: () => new FailsForStrangers(),
  },
  {
    id: 'trusts-anybody',
    says: 'Takes callbacks from anywhere.',
    expect: ['XGW-CB-RCV-AUTH'],
    make: () => new TrustsAnybody(),
  },
  {
    id: 'trx-only',
    says: 'Matches the trx_id alone.',
    expect: ['XGW-CB-RCV-MATCH'],
    make: () => new MatchesTrxOnly(),
  },
  {
    id: 'too-early',
    says: 'Drops a callback before the answer.',
    expect: ['XGW-CB-RCV-EARLY'],
    make: () => new TooEarly(),
  },
]
