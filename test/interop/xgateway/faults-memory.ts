/** Faults about what is remembered under a trx_id, and for how long. */
import { Books, day } from './books.ts'
import type { Ask, Deal, Telling } from './deal.ts'
import { inBooks, type Fault } from './fault.ts'

const hour = 3_600_000

class ShortMemory extends Books {
  override known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    const deal = super.known(ask, kind)
    return deal && this.now() - deal.at < 12 * hour ? deal : undefined
  }
}

class LongMemory extends Books {
  override known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    return this.deals.get(this.keyOf(ask, kind))
  }
}

class Sliding extends Books {
  override async again(...given: Parameters<Books['again']>): Promise<Telling> {
    const told = await super.again(...given)
    given[0].at = this.now()
    return told
  }
}

/** The day of the calendar in UTC+7, as `date('Y-m-d')` gives it. */
class ByCalendar extends Books {
  override known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    const deal = this.deals.get(this.keyOf(ask, kind))
    const dayOf = (ms: number) => Math.floor((ms + 7 * hour) / day)
    return deal && dayOf(deal.at) === dayOf(this.now()) ? deal : undefined
  }
}

class WithNumber extends Books {
  override keyOf(ask: Ask, kind: Deal['kind']): string {
    return `${super.keyOf(ask, kind)} ${ask.NOHP}`
  }
}

class WithProduct extends Books {
  override keyOf(ask: Ask, kind: Deal['kind']): string {
    return `${super.keyOf(ask, kind)} ${ask.NOM}`
  }
}

class WithoutUser extends Books {
  override keyOf(ask: Ask, kind: Deal['kind']): string {
    return `${kind} ${ask.REQUESTID}`
  }
}

class AsNumber extends Books {
  override keyOf(ask: Ask, kind: Deal['kind']): string {
    return super.keyOf({ ...ask, REQUESTID: ask.REQUESTID.replace(/^0+(?=.)/, '') }, kind)
  }
}

/** A column of sixteen characters cuts what it is given. */
class ShortColumn extends Books {
  override keyOf(ask: Ask, kind: Deal['kind']): string {
    return super.keyOf({ ...ask, REQUESTID: ask.REQUESTID.slice(0, 16) }, kind)
  }
}

class RetriesFailures extends Books {
  override known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    const deal = super.known(ask, kind)
    return deal?.code !== undefined && !['00', '68'].includes(deal.code) ? undefined : deal
  }
}

class RetriesPending extends Books {
  override known(ask: Ask, kind: Deal['kind']): Deal | undefined {
    const deal = super.known(ask, kind)
    return deal?.code === '68' ? undefined : deal
  }
}

/** The answer as it was sent first is sent for ever. */
class CachesAnswers extends Books {
  first = new Map<Deal, Deal>()
  override async again(...[deal, ask, kind]: Parameters<Books['again']>): Promise<Telling> {
    await deal.work
    if (!this.first.has(deal)) this.first.set(deal, { ...deal })
    return deal.code === '68' || this.first.get(deal)!.code === '68'
      ? this.first.get(deal)!
      : super.again(deal, ask, kind)
  }
}

class ForgetsSerials extends Books {
  override async again(...given: Parameters<Books['again']>): Promise<Telling> {
    return { ...(await super.again(...given)), serial: '' }
  }
}

class NewIdEachTime extends Books {
  override async again(...given: Parameters<Books['again']>): Promise<Telling> {
    return { ...(await super.again(...given)), id: this.manner.transactionId(++this.count) }
  }
}

class NamesTheSecondNumber extends Books {
  override async again(...[deal, ask, kind]: Parameters<Books['again']>): Promise<Telling> {
    return { ...(await super.again(deal, ask, kind)), nohp: ask.NOHP, nom: ask.NOM }
  }
}

/** The row is written when the biller has answered. */
class WritesLate extends Books {
  override keep(ask: Ask, deal: Deal): void {
    void Promise.resolve().then(() => deal.work.then(() => super.keep(ask, deal)))
  }
}

class FailsWhatIsPending extends Books {
  override async again(...given: Parameters<Books['again']>): Promise<Telling> {
    const told = await super.again(...given)
    return told.code === '68' ? { ...told, code: '23', why: 'Gagal' } : told
  }
}

class OncePerNumber extends Books {
  sold = new Set<string>()
  override objection(deal: Deal): string | undefined {
    const key = `${deal.user} ${deal.nohp} ${deal.nom}`
    if (this.sold.has(key)) return '34'
    this.sold.add(key)
    return super.objection(deal)
  }
}

/** Fifty rows are kept. */
class FewRows extends Books {
  override keep(ask: Ask, deal: Deal): void {
    super.keep(ask, deal)
    if (this.deals.size > 50) this.deals.delete(this.deals.keys().next().value!)
  }
}

class QueryAnswersForPurchase extends Books {
  override async buy(ask: Ask, needsQuery: boolean): Promise<Telling> {
    const query = super.known(ask, 'QUERY')
    return query ?? super.buy(ask, needsQuery)
  }
}

/** Only the last purchase of a minute is known again: the index is the minute. */
class SameIds extends Books {
  override open(ask: Ask, kind: Deal['kind']): Deal {
    return {
      ...super.open(ask, kind),
      id: `1553842${String(Math.floor(Date.now() / 60_000) % 1e6).padStart(6, '0')}`,
    }
  }
}

export const memoryFaults: Fault[] = [
  inBooks('short-memory', 'Forgets a trx_id after twelve hours.', ['XGW-TRXID-24H'], ShortMemory),
  inBooks('long-memory', 'Never forgets a trx_id.', ['XGW-TRXID-AFTER'], LongMemory),
  inBooks('sliding', 'Counts the day from the last sending.', ['XGW-TRXID-ANCHOR'], Sliding),
  inBooks('by-calendar', 'Forgets trx_ids at midnight.', ['XGW-TRXID-24H', 'XGW-TRXID-ANCHOR'], ByCalendar),
  inBooks('key-with-number', 'Knows a trx_id with its number only.', ['XGW-TRXID-PAYLOAD'], WithNumber),
  inBooks('key-with-product', 'Knows a trx_id with its product only.', ['XGW-TRXID-PAYLOAD'], WithProduct),
  inBooks(
    'key-without-user',
    'Knows a trx_id whoever sends it.',
    ['XGW-AUTH-NO-LEAK', 'XGW-TRXID-SCOPE'],
    WithoutUser,
  ),
  inBooks('as-number', 'Drops leading zeros of a trx_id.', ['XGW-TRXID-TYPE'], AsNumber),
  inBooks('short-column', 'Knows sixteen characters of a trx_id.', ['XGW-REQ-REQUESTID-LONG'], ShortColumn),
  inBooks('retries-failures', 'Tries a failed purchase anew.', ['XGW-TRXID-FAILED'], RetriesFailures),
  inBooks(
    'retries-pending',
    'Tries a pending purchase anew.',
    ['XGW-TRXID-PENDING', 'XGW-TRXID-PAYLOAD'],
    RetriesPending,
  ),
  inBooks('caches-answers', 'Says 68 for ever.', ['XGW-TRXID-PENDING', 'XGW-CB-CONSISTENT'], CachesAnswers),
  inBooks(
    'forgets-serials',
    'Repeats without the serial.',
    ['XGW-TRXID-REPLAY', 'XGW-SN-SUCCESS'],
    ForgetsSerials,
  ),
  inBooks('new-id-each-time', 'Gives each repetition a new id.', ['XGW-TXID-STABLE'], NewIdEachTime),
  inBooks(
    'names-the-second',
    'Tells a repetition with its own number.',
    ['XGW-TRXID-REPLAY-TEXT', 'XGW-TRXID-PAYLOAD'],
    NamesTheSecondNumber,
  ),
  inBooks('writes-late', 'Remembers when all is done.', ['XGW-TRXID-PARALLEL'], WritesLate),
  inBooks('fails-pending', 'Tells a pending purchase as failed.', ['XGW-TRXID-PENDING'], FailsWhatIsPending),
  inBooks('once-per-number', 'Sells a product once for a number.', ['XGW-NOLIMIT'], OncePerNumber),
  inBooks('few-rows', 'Remembers fifty purchases.', ['XGW-TRXID-24H', 'XGW-TRXID-REPLAY'], FewRows, {
    unseen: 'no purchase is asked for again at the end of a run',
  }),
  inBooks(
    'query-for-purchase',
    'Answers a purchase with its query.',
    ['XGW-TRXID-CROSS'],
    QueryAnswersForPurchase,
  ),
  inBooks('same-ids', 'Gives one id a minute.', ['XGW-TXID-NEW'], SameIds),
]
