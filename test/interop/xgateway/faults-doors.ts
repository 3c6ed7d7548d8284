/** Faults about who is let in, what is read, and what is called back. */
import { atCounter, inBooks, type Fault } from './fault.ts'
import { Books } from './books.ts'
import type { Ask, Deal } from './deal.ts'
import type { Heard, Said } from '../serve.ts'
import { Kiosk, type Members } from './kiosk.ts'
import { post } from './post.ts'
import { Unreadable, type Call } from './read.ts'

class AnyPin extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    const pin = this.books.accounts.get(ask.MSISDN)?.pin
    return super.trusts({ ...ask, PIN: pin ?? ask.PIN }, heard)
  }
}

class AnyCase extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    const pin = this.books.accounts.get(ask.MSISDN)?.pin
    return super.trusts({ ...ask, PIN: pin?.slice(0, 4) === ask.PIN.slice(0, 4) ? pin : ask.PIN }, heard)
  }
}

class FromAnywhere extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    return super.trusts(ask, { ...heard, socket: { ...heard.socket, remoteAddress: '127.0.0.1' } as never })
  }
}

class Forwarded extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    const [told] = String(heard.headers['x-forwarded-for'] ?? '').split(',')
    const remoteAddress = told?.trim() || heard.socket.remoteAddress
    return super.trusts(ask, { ...heard, socket: { remoteAddress } as never })
  }
}

class QueriesForAll extends Kiosk {
  override async serve(call: Call, heard: Heard): Promise<Said> {
    if (!/query/i.test(call.method)) return super.serve(call, heard)
    const pin = this.books.accounts.get(call.members.get('MSISDN') ?? '')?.pin
    if (pin !== undefined) call.members.set('PIN', pin)
    return super.serve(call, heard)
  }
}

class ChecksForAll extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    return this.books.known(ask, 'ISI') ? undefined : super.trusts(ask, heard)
  }
}

class Internal extends Kiosk {
  override refusal(ask: Ask, call: Call, code: string): Members {
    return super.refusal(ask, call, code === '02' ? '08' : code)
  }
}

class ServesBlocked extends Kiosk {
  override trusts(ask: Ask, heard: Heard) {
    const no = super.trusts(ask, heard)
    return no === '33' ? undefined : no
  }
}

class RemembersRefused extends Kiosk {
  refused = new Set<string>()
  override trusts(ask: Ask, heard: Heard) {
    const key = `${ask.MSISDN} ${ask.REQUESTID}`
    const no = this.refused.has(key) ? '02' : super.trusts(ask, heard)
    if (no) this.refused.add(key)
    return no
  }
}

class OneSpelling extends Kiosk {
  override businessOf(method: string) {
    return method === 'TopupRequest' ? undefined : super.businessOf(method)
  }
}

class AnyMethod extends Kiosk {
  override businessOf(method: string) {
    return super.businessOf(method) ?? super.businessOf('topUpRequest')
  }
}

/** Members by their place. */
class ByPlace extends Kiosk {
  override read(heard: Heard): Call {
    const { method, members } = super.read(heard)
    const names = ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM']
    return {
      method,
      members: new Map([...members.values()].map((text, place) => [names[place] ?? '', text])),
    }
  }
}

/** A pattern that knows one way to write a member. */
class ByPattern extends Kiosk {
  override read(heard: Heard): Call {
    super.read(heard)
    const text = heard.body.toString('utf8')
    const found = text.matchAll(/<name>(\w+)<\/name><value><string>([^<]*)<\/string><\/value>/g)
    const method = /<methodName>(\w+)/.exec(text)?.[1] ?? ''
    return { method, members: new Map([...found].map(([, name, value]) => [name!, value!])) }
  }
}

class Repairs extends Kiosk {
  override read(heard: Heard): Call {
    try {
      return super.read(heard)
    } catch (error) {
      const text = heard.body.toString('latin1')
      const found = [...text.matchAll(/<name>(\w+)<\/name>\s*<value>\s*<string>([^<]*)/g)]
      if (!(error instanceof Unreadable) || found.length < 5) throw error
      return { method: 'topUpRequest', members: new Map(found.map(([, name, value]) => [name!, value!])) }
    }
  }
}

class FillsIn extends Kiosk {
  override lacks({ members }: Call): string | undefined {
    if (!members.get('NOM')) members.set('NOM', 'I20')
    return super.lacks({ method: '', members })
  }
}

class HangsUp extends Kiosk {
  override complain(): never {
    throw new Error('hang up')
  }
  override async answer(heard: Heard): Promise<Said> {
    try {
      return await super.answer(heard)
    } catch (error) {
      heard.socket.destroy()
      throw error
    }
  }
}

class NoExtras extends Kiosk {
  override lacks(call: Call): string | undefined {
    return super.lacks(call) ?? (call.members.size > 5 ? 'a member' : undefined)
  }
}

class CutsLong extends Kiosk {
  override lacks({ method, members }: Call): string | undefined {
    members.set('REQUESTID', members.get('REQUESTID')?.slice(0, 20) ?? '')
    return super.lacks({ method, members })
  }
}

class NeverCalls extends Kiosk {
  override async callBack(): Promise<void> {}
}

class CallsWithGet extends Kiosk {
  override deliver(url: string, { trx, code }: Deal): Promise<boolean> {
    return post(`${url}?REQUESTID=${trx}&RESPONSECODE=${code}`, '', {}, 'GET')
  }
}

class CallsMethod extends Kiosk {
  override deliver(url: string, deal: Deal): Promise<boolean> {
    const body = this.write(this.members(deal))
      .replaceAll('methodResponse', 'methodCall')
      .replace('<methodCall>', '<methodCall><methodName>topUpReport</methodName>')
    return post(url, body, { 'Content-Type': 'text/xml' })
  }
}

class CallsOnlySuccess extends Kiosk {
  override async callBack(deal: Deal): Promise<void> {
    if (deal.code === '00') await super.callBack(deal)
  }
}

class CallsWithNewId extends Kiosk {
  override deliver(url: string, deal: Deal): Promise<boolean> {
    return super.deliver(url, { ...deal, id: `${deal.id}7` })
  }
}

class CallsPending extends Kiosk {
  override deliver(url: string, deal: Deal): Promise<boolean> {
    return super.deliver(url, { ...deal, code: '68', serial: '' })
  }
}

class CallsForm extends Kiosk {
  override deliver(url: string, deal: Deal): Promise<boolean> {
    const body = new URLSearchParams(this.members(deal)).toString()
    return post(url, body, { 'Content-Type': 'application/x-www-form-urlencoded' })
  }
}

class CallsAlways extends Books {
  override close(deal: Deal, code: string): void {
    const wasPending = deal.code === '68'
    super.close(deal, code)
    if (!wasPending) setTimeout(() => this.report(deal), 20)
  }
}

/** The callback says one thing, the books another. */
class CallsTooSoon extends Books {
  override suspend(deal: Deal): void {
    super.suspend(deal)
    const report = this.report
    this.report = (one) => {
      report(one)
      if (one.code === '23') one.code = '00'
    }
  }
}

export const doorFaults: Fault[] = [
  atCounter('any-pin', 'Looks at no PIN.', ['XGW-AUTH-PIN'], AnyPin),
  atCounter('half-a-pin', 'Compares four characters of a PIN.', ['XGW-AUTH-PIN'], AnyCase),
  atCounter('from-anywhere', 'Looks at no address.', ['XGW-AUTH-IP'], FromAnywhere),
  atCounter('forwarded', 'Believes X-Forwarded-For.', ['XGW-AUTH-IP'], Forwarded),
  atCounter(
    'queries-for-all',
    'Looks at no PIN for a query.',
    ['XGW-AUTH-ALL', 'XGW-AUTH-PIN'],
    QueriesForAll,
  ),
  atCounter('checks-for-all', 'Looks at no PIN for a status check.', ['XGW-AUTH-ALL'], ChecksForAll),
  atCounter('internal', 'Answers 08 to a stranger.', ['XGW-AUTH-USER', 'XGW-AUTH-PIN'], Internal),
  atCounter('serves-blocked', 'Serves blocked accounts.', ['XGW-AUTH-BLOCKED'], ServesBlocked),
  atCounter('remembers-refused', 'A refused trx_id is used up.', ['XGW-AUTH-NO-CONSUME'], RemembersRefused),
  atCounter(
    'one-spelling',
    'Does not know TopupRequest.',
    ['XGW-METHOD-NAMES', 'XGW-METHOD-CASE'],
    OneSpelling,
  ),
  atCounter('any-method', 'Takes unknown methods for top-ups.', ['XGW-METHOD-UNKNOWN'], AnyMethod),
  atCounter('by-place', 'Reads members by their place.', ['XGW-XML-ORDER'], ByPlace),
  atCounter('by-pattern', 'Reads members with one pattern.', ['XGW-XML-WS', 'XGW-XML-STRING'], ByPattern),
  atCounter('repairs', 'Serves what is no XML.', ['XGW-MALFORMED'], Repairs),
  atCounter('fills-in', 'Sells I20 where no product is named.', ['XGW-MALFORMED'], FillsIn),
  atCounter('hangs-up', 'Hangs up when it cannot read.', ['XGW-HTTP-POST', 'XGW-MALFORMED'], HangsUp),
  atCounter('no-extras', 'Refuses further members.', ['XGW-XML-UNKNOWN'], NoExtras),
  atCounter('cuts-long', 'Cuts a trx_id at twenty.', ['XGW-REQ-REQUESTID-LONG'], CutsLong),
  atCounter('never-calls', 'Calls nobody back.', ['XGW-CB-SENT'], NeverCalls),
  atCounter('calls-with-get', 'Calls back with GET.', ['XGW-CB-POST'], CallsWithGet),
  atCounter('calls-a-method', 'Calls back with a methodCall.', ['XGW-CB-FORMAT'], CallsMethod),
  atCounter('calls-a-form', 'Calls back with a form.', ['XGW-CB-FORMAT', 'XGW-CB-SENT'], CallsForm),
  atCounter('calls-success-only', 'Reports successes only.', ['XGW-CB-FAILURE'], CallsOnlySuccess),
  atCounter('calls-with-new-id', 'Calls back with another id.', ['XGW-CB-KEY'], CallsWithNewId),
  atCounter('calls-pending', 'Reports 68.', ['XGW-CB-FINAL'], CallsPending),
  inBooks('calls-always', 'Reports what was final at once.', ['XGW-CB-ONLY-68'], CallsAlways, {
    acts: ['purchase'],
  }),
  inBooks('calls-otherwise', 'Reports a failure, and books a success.', ['XGW-CB-CONSISTENT'], CallsTooSoon),
]
