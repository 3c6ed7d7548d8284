/** Faults about balances, prices, tokens and queries. */
import { Books } from './books.ts'
import type { Ask, Deal } from './deal.ts'
import { inBooks, type Fault } from './fault.ts'

class ChargesQueries extends Books {
  override async query(ask: Ask) {
    const told = await super.query(ask)
    this.accounts.get(ask.MSISDN)!.balance -= told.code === '00' ? 150 : 0
    return told
  }
}

class KeepsTheMoney extends Books {
  override giveBack(deal: Deal): void {
    deal.held = 0
  }
}

class GivesBackTwice extends Books {
  override giveBack(deal: Deal): void {
    this.accounts.get(deal.user)!.balance += deal.held
    super.giveBack(deal)
  }
}

class RefundsInName extends Books {
  override close(deal: Deal, code: string): void {
    if (code === '21') deal.held = 0
    super.close(deal, code)
  }
}

class ChargesTwice extends Books {
  override suspend(deal: Deal): void {
    super.suspend(deal)
    this.take(deal)
  }
}

class ChargesRepeats extends Books {
  override async again(...given: Parameters<Books['again']>) {
    const told = await super.again(...given)
    if (told.code === '00') this.accounts.get(told.user)!.balance -= told.price
    return told
  }
}

class ChargesMore extends Books {
  override take(deal: Deal): void {
    super.take(deal)
    this.accounts.get(deal.user)!.balance -= 100
  }
}

class SellsOnCredit extends Books {
  override objection(deal: Deal): string | undefined {
    const no = super.objection(deal)
    return no === '18' ? undefined : no
  }
}

class SellsForNothing extends Books {
  override take(): void {}
}

class AnyQuery extends Books {
  override passOf(ask: Ask): string {
    return ask.MSISDN
  }
}

class AnybodysQuery extends Books {
  override passOf(ask: Ask): string {
    return ask.NOHP
  }
}

class FailedQueryCounts extends Books {
  override async query(ask: Ask) {
    this.queried.add(this.passOf(ask))
    return super.query(ask)
  }
}

class NoQueryNeeded extends Books {
  override async buy(ask: Ask) {
    return super.buy(ask, false)
  }
}

class AlwaysQuery extends Books {
  override async buy(ask: Ask) {
    return super.buy(ask, ask.NOM.startsWith('PLN'))
  }
}

class SameProductOnly extends Books {
  override passOf(ask: Ask): string {
    return `${super.passOf(ask)} ${ask.NOM}`
  }
}

class BareTokens extends Books {
  override longSerial(deal: Deal): string {
    return deal.token
  }
}

class LongTokens extends Books {
  override deliver(deal: Deal): void {
    super.deliver(deal)
    if (deal.token !== '') deal.serial = this.longSerial(deal)
  }
}

class PlainDigits extends Books {
  override token(): string {
    return super.token().replaceAll('-', '')
  }
}

class OneToken extends Books {
  override token(): string {
    return '1234-5678-9012-3456-7890'
  }
}

/** Names are cut at their first comma or slash. */
class CutsNames extends Books {
  override nameOf(deal: Deal): string {
    return super.nameOf(deal).split(/[,/]/)[0]!
  }
}

class PowerBeforeSegment extends Books {
  override longSerial(deal: Deal): string {
    return super.longSerial(deal).replace(/\/(\w+)\/(\d+)$/, '/$2/$1')
  }
}

class PendingForUnknown extends Books {
  override objection(deal: Deal): string | undefined {
    const no = super.objection(deal)
    return no === '05' ? '68' : no
  }
}

class OtherCodes extends Books {
  override async askBiller(deal: Deal): Promise<string> {
    const code = await super.askBiller(deal)
    return code === '07' ? '99' : code
  }
}

class SellsToNobody extends Books {
  override open(ask: Ask, kind: Deal['kind']): Deal {
    const deal = super.open(ask, kind)
    const other = [...this.customers.values()].find(({ outcome }) => outcome === 'success')
    return deal.customer?.outcome === 'missing' && other ? { ...deal, customer: other } : deal
  }
}

class OneByOne extends Books {
  busy = false
  override async askBiller(deal: Deal): Promise<string> {
    if (this.busy) return '08'
    this.busy = true
    const code = await super.askBiller(deal)
    this.busy = false
    return code
  }
}

export const moneyFaults: Fault[] = [
  inBooks('charges-queries', 'Charges for a query.', ['XGW-SAL-NOCHARGE'], ChargesQueries),
  inBooks(
    'keeps-the-money',
    'Keeps the price of a failure.',
    ['XGW-SAL-NOCHARGE', 'XGW-SAL-REFUND'],
    KeepsTheMoney,
  ),
  inBooks(
    'gives-back-twice',
    'Gives the price back twice.',
    ['XGW-SAL-NOCHARGE', 'XGW-SAL-REFUND'],
    GivesBackTwice,
  ),
  inBooks('refunds-in-name', 'Says 21 and keeps the price.', ['XGW-SAL-REFUND'], RefundsInName),
  inBooks(
    'charges-pending-twice',
    'Charges when pending and again.',
    ['XGW-SAL-CHARGE', 'XGW-SAL-NOCHARGE'],
    ChargesTwice,
    {
      acts: ['pending'],
    },
  ),
  inBooks(
    'charges-repeats',
    'Charges for a status check.',
    ['XGW-SAL-NOCHARGE', 'XGW-TRXID-24H'],
    ChargesRepeats,
  ),
  inBooks('charges-more', 'Charges a fee that HRG does not tell.', ['XGW-SAL-CHARGE'], ChargesMore),
  inBooks('sells-on-credit', 'Sells beyond the balance.', ['XGW-SAL-18'], SellsOnCredit),
  inBooks('sells-for-nothing', 'Charges nothing.', ['XGW-SAL-CHARGE'], SellsForNothing),
  inBooks('any-query', 'Any query opens the way.', ['XGW-PLN-FIRST-MATCH'], AnyQuery),
  inBooks('anybodys-query', 'A query of anybody opens the way.', ['XGW-PLN-FIRST-MATCH'], AnybodysQuery),
  inBooks('failed-query', 'A query that failed opens the way.', ['XGW-PLN-FIRST-FAILED'], FailedQueryCounts),
  inBooks('no-query-needed', 'PLNPrepaidTopup needs no query.', ['XGW-PLN-FIRST'], NoQueryNeeded),
  inBooks('always-query', 'All tokens need a query.', ['XGW-PLN-DIRECT'], AlwaysQuery),
  inBooks('same-product-only', 'A query is for one product.', ['XGW-PLN-FIRST-NOM'], SameProductOnly),
  inBooks('bare-tokens', 'PLNA products bring bare tokens.', ['XGW-PLN-SN-PLNA'], BareTokens),
  inBooks('long-tokens', 'PLN products bring long serials.', ['XGW-PLN-SN-PLN'], LongTokens),
  inBooks('plain-digits', 'Tokens have no hyphens.', ['XGW-PLN-SN-PLN', 'XGW-PLN-TOKEN'], PlainDigits),
  inBooks('one-token', 'All tokens are one.', ['XGW-PLN-TOKEN-UNIQUE'], OneToken),
  inBooks('cuts-names', 'Cuts names at commas and slashes.', ['XGW-PLN-SAME', 'XGW-PLN-QUERY'], CutsNames, {
    unseen: 'the name of a customer is known to the hook alone, and purchase and query cut it alike',
  }),
  inBooks('power-first', 'Power stands before the segment.', ['XGW-PLN-SN-PLNA'], PowerBeforeSegment),
  inBooks('pending-for-unknown', 'Unknown products are pending.', ['XGW-REQ-NOM'], PendingForUnknown),
  inBooks('other-codes', 'Unknown numbers are answered 99.', ['XGW-REQ-NOHP', 'XGW-RC-TABLE'], OtherCodes),
  inBooks('sells-to-nobody', 'Sells to numbers that do not exist.', ['XGW-REQ-NOHP'], SellsToNobody),
  inBooks('one-by-one', 'Refuses what comes while it works.', ['XGW-CONCURRENT'], OneByOne),
]
