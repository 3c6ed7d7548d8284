/** An XGateway on node:http, saxes and string templates. */
import type { Answerer, Heard, Said } from '../serve.ts'
import { serve } from '../serve.ts'
import type { Partner } from '../trial.ts'
import { Books } from './books.ts'
import { post } from './post.ts'
import { pause, type Ask, type Deal, type Telling } from './deal.ts'
import { home, hooksOf, openAccount } from './hooks.ts'
import { phraseOf } from './phrase.ts'
import { readCall, Unreadable, type Call } from './read.ts'

/** Members in the order of the document. */
export interface Members {
  [name: string]: string
}

const needed = ['MSISDN', 'REQUESTID', 'PIN', 'NOHP', 'NOM'] as const

/** What a fault of the kiosk replaces. */
export class Kiosk {
  books: Books
  constructor(books = new Books()) {
    this.books = books
    books.report = (deal) => void this.callBack(deal)
  }

  read(heard: Heard): Call {
    return readCall(heard)
  }

  lacks({ members }: Call): string | undefined {
    const wrong = needed.find((name) => !/^[A-Za-z0-9]+$/.test(members.get(name) ?? ''))
    return wrong ?? (members.get('REQUESTID')!.length > 20 ? 'REQUESTID' : undefined)
  }

  trusts(ask: Ask, { socket }: Heard): '02' | '33' | undefined {
    const account = this.books.accounts.get(ask.MSISDN)
    if (!account || account.pin !== ask.PIN || account.address !== socket.remoteAddress) return '02'
    return account.blocked ? '33' : undefined
  }

  /** The method's business; undefined when there is no such method. */
  businessOf(method: string): ((ask: Ask) => Promise<Telling>) | undefined {
    const { books } = this
    const buy = (needsQuery: boolean) => (ask: Ask) => books.buy(ask, needsQuery)
    const known: { [name: string]: (ask: Ask) => Promise<Telling> } = {
      topuprequest: buy(false),
      plnprepaidquery: (ask) => books.query(ask),
      plnprepaidtopup: buy(true),
      plnprepaiddirecttopup: buy(false),
    }
    return known[method.toLowerCase()]
  }

  async answer(heard: Heard): Promise<Said> {
    if (heard.method !== 'POST') return { status: 405, headers: { Allow: 'POST' }, body: '' }
    if (!/^\/st24\/?$/.test(heard.path)) return { status: 404, body: '' }
    try {
      return await this.serve(this.read(heard), heard)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return this.complain(error.message, this.books.manner.unreadable)
    }
  }

  async serve(call: Call, heard: Heard): Promise<Said> {
    const { unknownMethod, unreadable } = this.books.manner
    const business = this.businessOf(call.method)
    if (!business) return this.complain(`no method ${call.method}`, unknownMethod, call)
    const lack = this.lacks(call)
    if (lack !== undefined) return this.complain(`${lack} kosong atau salah`, unreadable, call)
    const ask = Object.fromEntries(needed.map((name) => [name, call.members.get(name)!])) as unknown as Ask
    const no = this.trusts(ask, heard)
    if (no) return this.say(this.refusal(ask, call, no))
    return this.say(this.members(await business(ask)))
  }

  /** An answer to who is not let in: nothing of an account is told. */
  refusal(ask: Ask, call: Call, code: string): Members {
    const isQuery = /query/i.test(call.method)
    const head = isQuery ? `QUERY ${ask.NOM} ke ${ask.NOHP}` : `ISI ${ask.NOM} KE ${ask.NOHP}`
    const id = this.books.manner.transactionId(++this.books.count)
    const MESSAGE = `${head}, GAGAL. SAL=0, ID=${id}, KET=${this.books.manner.reason(code)}`
    return { RESPONSECODE: code, REQUESTID: ask.REQUESTID, MESSAGE, SN: '', TRANSACTIONID: id }
  }

  complain(says: string, how: 'code' | 'fault' | '400' | '404', call?: Call): Said {
    if (how === 'fault') return this.wrap(faultOf(says))
    if (how !== 'code')
      return { status: Number(how), headers: { 'Content-Type': 'text/plain' }, body: `${says}\n` }
    return this.say({
      RESPONSECODE: '01',
      REQUESTID: call?.members.get('REQUESTID') ?? '',
      MESSAGE: this.complaint(says, call),
      SN: '',
      TRANSACTIONID: '',
    })
  }

  /** In the form of a failure, where the request tells what it is about. */
  complaint(says: string, call?: Call): string {
    const [nom, nohp] = [call?.members.get('NOM'), call?.members.get('NOHP')]
    const words = `Format HTTP Request tidak valid: ${says}`
    if (!nom || !nohp || this.books.manner.plainWords) return words
    const head = /query/i.test(call!.method) ? `QUERY ${nom} ke ${nohp}` : `ISI ${nom} KE ${nohp}`
    return `${head}, GAGAL. SAL=0, ID=, KET=${words}`
  }

  members(deal: Telling): Members {
    return {
      RESPONSECODE: deal.code!,
      REQUESTID: deal.trx,
      MESSAGE: this.phrase(deal),
      SN: deal.serial,
      TRANSACTIONID: deal.id,
    }
  }

  phrase(deal: Telling): string {
    return phraseOf(this.books, deal)
  }

  say(members: Members): Said {
    return this.wrap(this.write(members))
  }

  wrap(body: string): Said {
    const { contentType, headers, chunks } = this.books.manner
    return {
      headers: { 'Content-Type': contentType, ...headers },
      body,
      ...(chunks === undefined ? {} : { chunks }),
    }
  }

  write(members: Members): string {
    const { order, layout, declaration } = this.books.manner
    const inner = order
      .filter((name) => name in members)
      .map((name) =>
        ['<member>', `<name>${name}</name>`, this.value(members[name]!, name), '</member>'].join(layout),
      )
    const outer = ['<methodResponse>', '<params>', '<param>', '<value>', '<struct>']
    const ends = ['</struct>', '</value>', '</param>', '</params>', '</methodResponse>']
    return declaration + [...outer, ...inner, ...ends].join(layout)
  }

  value(text: string, _name: string): string {
    const { untyped, empty } = this.books.manner
    if (text === '') return empty === '' ? '<value/>' : `<value>${empty}</value>`
    return untyped
      ? `<value>${this.escape(text)}</value>`
      : `<value><string>${this.escape(text)}</string></value>`
  }

  escape(text: string): string {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  }

  async callBack(deal: Deal): Promise<void> {
    const url = this.books.accounts.get(deal.user)?.callbackUrl ?? this.books.callbackUrl
    if (url === undefined) return
    for (let left = this.books.manner.tries; left > 0; left--) {
      if (await this.deliver(url, deal)) return
      await pause(100)
    }
  }

  deliver(url: string, deal: Deal): Promise<boolean> {
    return post(url, this.write(this.members(deal)), { 'Content-Type': this.books.manner.contentType })
  }
}

export const faultOf = (says: string): string =>
  `<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value><string>${says.replace(/[&<>]/g, ' ')}</string></value></member></struct></value></fault></methodResponse>`

export const credentials = { user: 'TOKOMAJU', pin: 'rahasiamaju' }

export async function startKiosk(
  kiosk = new Kiosk(),
  around = (answer: Answerer): Answerer => answer,
): Promise<Partner> {
  openAccount(kiosk.books, credentials.user, { pin: credentials.pin })
  const { origin, close } = await serve(around((heard) => kiosk.answer(heard)))
  const end = async () => {
    kiosk.books.agenda.close()
    await close()
  }
  return { url: `${origin.replace('localhost', home)}/st24`, hooks: hooksOf(kiosk.books), close: end }
}
