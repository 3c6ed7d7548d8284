/** Lawful ways to serve XGateway, each unlike the others. */
import type { Profile } from '../../../src/contract/contract.ts'
import type { Partner } from '../trial.ts'
import { Books } from './books.ts'
import { credentials, Kiosk, startKiosk } from './kiosk.ts'
import type { Manner } from './manner.ts'
import { hasPython, startPython } from './python.ts'

export interface Style {
  says: string
  start: () => Promise<Partner & { control?: object }>
  credentials?: { [name: string]: string }
  profile?: Profile
  declared?: object
  /** How its trial ends: what cannot be had of it leaves mandatory clauses open. */
  verdict?: 'incomplete'
  /** Clauses that it has a warning coming for. */
  warns?: string[]
  skipped?: boolean
}

const kiosk = (manner: Partial<Manner>) => () => startKiosk(new Kiosk(new Books(manner)))

/** Sells credit only. */
class PulsaOnly extends Kiosk {
  override businessOf(method: string) {
    return /^topuprequest$/i.test(method) ? super.businessOf(method) : undefined
  }
}

const pln = ['pln', 'plna', 'ampersand', 'comma', 'nometer', 'noquery', 'plnpending']

/** A shop for credit: its hooks cannot make meters. */
async function startPulsaOnly(): Promise<Partner> {
  const partner = await startKiosk(new PulsaOnly())
  return { ...partner, hooks: { ...partner.hooks, cannot: pln } }
}

/** Every account owes money from the first day, up to a limit. */
async function startOnCredit(): Promise<Partner> {
  const books = new Books({ tellsLatest: true })
  const partner = await startKiosk(new Kiosk(books))
  const { provision, ...hooks } = partner.hooks!
  const owing: typeof provision = async (data, wish) => {
    const item = await provision!(data, wish)
    const account = data === 'account' ? books.accounts.get(item.code) : undefined
    if (account) Object.assign(account, { balance: -250_000, credit: 20_000_000 })
    return account ? { ...item, balance: account.balance } : item
  }
  return { ...partner, hooks: { ...hooks, provision: owing } }
}

const all: Style[] = [
  { says: 'as the document prints it', start: kiosk({}) },
  {
    says: 'members in the order of the alphabet, untyped, SN as <value/>, no white space, no declaration',
    start: kiosk({
      order: ['MESSAGE', 'REQUESTID', 'RESPONSECODE', 'SN', 'TRANSACTIONID'],
      untyped: true,
      empty: '',
      layout: '',
      declaration: '',
    }),
  },
  {
    says: 'application/xml, chunked, tabs and line ends, declared encoding, SN as <string/>',
    start: kiosk({
      contentType: 'application/xml; charset=UTF-8',
      chunks: 97,
      layout: '\r\n\t',
      declaration: "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n",
      empty: '<string/>',
    }),
  },
  {
    says: 'plain words for what is wrong with a request',
    start: kiosk({ plainWords: true }),
    warns: ['XGW-MSG-GRAMMAR'],
  },
  {
    says: 'Connection: close, letters in TRANSACTIONID, no blank before the comma, blanks between pairs',
    start: kiosk({
      headers: { Connection: 'close' },
      transactionId: (count) => `TRX${count.toString(36).toUpperCase().padStart(9, '0')}`,
      blank: '',
      separator: { success: ', ', failure: ',' },
    }),
  },
  {
    says: 'says TRANSAKSI BERULANG, answers 68 while a purchase is under way, tells the balance of the moment',
    start: kiosk({ prefix: 'TRANSAKSI BERULANG', inFlight: '68', tellsLatest: true }),
  },
  {
    says: 'refuses repetitions with 04',
    start: kiosk({ refusesRepeats: true, inFlight: '04' }),
    profile: { dupPolicy: 'code-04' },
  },
  {
    says: 'refuses a trx_id with another number, one space for queries and purchases',
    start: kiosk({ otherPayload: '04', oneSpace: true, noQuery: '11' }),
  },
  {
    says: 'faults for what it cannot read, 404 for what it does not know, another code without a query',
    start: kiosk({ unreadable: 'fault', unknownMethod: '404', noQuery: '07' }),
    warns: ['XGW-MALFORMED'],
  },
  {
    says: 'HTTP 400 for what it cannot read, faults for unknown methods, charges when all is over',
    start: kiosk({ unreadable: '400', unknownMethod: 'fault', holds: false, tries: 3, noQuery: '05' }),
    warns: ['XGW-MALFORMED'],
  },
  {
    says: 'reasons with commas and equals signs, names with hyphens, kWh with two digits and a dot',
    start: kiosk({
      hyphens: true,
      kwh: (quantity) => quantity.toFixed(1),
      reason: (code) => `Gagal, KODE=${code}, SN=-, hubungi CS (SAL=tetap)`,
    }),
  },
  {
    says: 'pending for three times as long',
    start: kiosk({ pendingFactor: 3 }),
    profile: { callbackSeconds: 240 },
  },
  { says: 'accounts that owe', start: startOnCredit },
  {
    says: 'credit only',
    start: startPulsaOnly,
    profile: { methods: ['topUpRequest', 'TopupRequest'] },
    verdict: 'incomplete',
  },
  {
    says: 'Python, xmlrpc.client.loads and dumps, threads',
    start: () => startPython('loads'),
    credentials: { user: 'TOKOMAJU', pin: '246810' },
    // Its parser wants the name of a member before its value.
    warns: ['XGW-MALFORMED', 'XGW-XML-ORDER'],
    skipped: !hasPython,
  },
  {
    says: 'Python, xml.etree, HTTP/1.0, refuses repetitions',
    start: () => startPython('etree'),
    credentials: { user: 'TOKOMAJU', pin: '246810' },
    warns: ['XGW-MALFORMED'],
    profile: { dupPolicy: 'code-04' },
    skipped: !hasPython,
  },
]

export const styles: Style[] = all.map((style) => ({ credentials, ...style }))
