/** Faults about what an answer says, and how it is written. */
import type { Deal, Telling } from './deal.ts'
import { atCounter, unmannerly, type Fault } from './fault.ts'
import { Kiosk, type Members } from './kiosk.ts'

class Numbers extends Kiosk {
  override value(text: string, name: string): string {
    return name === 'RESPONSECODE' ? `<value><int>${Number(text)}</int></value>` : super.value(text, name)
  }
}

class OmitsEmpty extends Kiosk {
  override write(members: Members): string {
    return super.write(Object.fromEntries(Object.entries(members).filter(([, text]) => text !== '')))
  }
}

class Misspells extends Kiosk {
  override write(members: Members): string {
    return super.write(members).replace('RESPONSECODE', 'RESPONSCODE')
  }
}

class Unescaped extends Kiosk {
  override escape(text: string): string {
    return text
  }
}

class Latin extends Kiosk {
  override wrap(body: string) {
    const said = super.wrap(body)
    return { ...said, headers: { ...said.headers, 'Content-Type': 'text/html; charset=iso-8859-1' } }
  }
}

class TwoParams extends Kiosk {
  override write(members: Members): string {
    return super
      .write(members)
      .replace('</params>', '<param><value><string>OK</string></value></param></params>')
  }
}

class EchoesLoud extends Kiosk {
  override members(deal: Telling): Members {
    return { ...super.members(deal), REQUESTID: deal.trx.toLowerCase() }
  }
}

/** The last request is a variable of the module. */
class Crossed extends Kiosk {
  last = ''
  override lacks(...given: Parameters<Kiosk['lacks']>) {
    this.last = given[0].members.get('REQUESTID') ?? ''
    return super.lacks(...given)
  }
  override members(deal: Telling): Members {
    return { ...super.members(deal), REQUESTID: this.last }
  }
}

abstract class Rewrites extends Kiosk {
  abstract rewrite(text: string, deal: Telling): string
  override phrase(deal: Telling): string {
    return this.rewrite(super.phrase(deal), deal)
  }
}

class Success68 extends Rewrites {
  rewrite(text: string): string {
    return text.replace('PENDING', 'SUKSES')
  }
}

class Dotted extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/HRG=(\d+)(\d{3})/, 'HRG=$1.$2')
  }
}

class Rupiah extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/SAL=/, 'SAL=Rp')
  }
}

class OtherNumber extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/(K[Ee] )\d+/, '$1085700000000')
  }
}

class OtherProduct extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/^ISI \w+/, 'ISI PULSA')
  }
}

class OtherSerial extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/SN=(\d)/, (_, first: string) => `SN=${(Number(first) + 1) % 10}`)
  }
}

class OtherId extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/\bID=\w/, 'ID=9')
  }
}

class NoReason extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/, KET=.+$/, '')
  }
}

class Chatty extends Rewrites {
  rewrite(text: string, { code }: Deal): string {
    return code === '00' ? 'Transaksi berhasil, terima kasih.' : text
  }
}

class OtherToken extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/,TOKEN=\d/, ',TOKEN=9')
  }
}

class WrongSum extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/PPN=[\d.]+/, 'PPN=1234.0')
  }
}

class WrongMeter extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/METER=\d+/, 'METER=99999999999').replace(/IDPEL=\d+/, 'IDPEL=888888888888')
  }
}

class WrongKwh extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/KWH=kWh[\d.]+/, 'KWH=kWh99.9')
  }
}

class NoRef extends Rewrites {
  rewrite(text: string): string {
    return text.replace(/REF=\w+/, 'REF=')
  }
}

class QueryWithoutName extends Rewrites {
  rewrite(text: string): string {
    return text.startsWith('QUERY') ? text.replace(/, NAMA=.*(?=, DAYA)/, '') : text
  }
}

class DashSerial extends Kiosk {
  override members(deal: Telling): Members {
    const members = super.members(deal)
    return deal.code === '68' ? { ...members, SN: '-' } : members
  }
}

class NoSerial extends Kiosk {
  override members(deal: Telling): Members {
    return { ...super.members(deal), SN: '', MESSAGE: super.phrase(deal).replace(/SN=[^,]*(?=,|$)/, 'SN=') }
  }
}

class TellsPin extends Kiosk {
  override phrase(deal: Telling): string {
    const pin = this.books.accounts.get(deal.user)!.pin
    return super.phrase(deal).replace(/KET=.*/, `KET=gagal untuk ${deal.user} ${pin}`)
  }
}

class NoTransaction extends Kiosk {
  override members(deal: Telling): Members {
    const members = super.members(deal)
    return deal.code === '68' ? { ...members, TRANSACTIONID: '' } : members
  }
}

class Status500 extends Kiosk {
  override say(members: Members) {
    const isFine = ['00', '68'].includes(members['RESPONSECODE']!)
    return { ...super.say(members), ...(isFine ? {} : { status: 422 }) }
  }
}

class ShortCodes extends Kiosk {
  override members(deal: Telling): Members {
    const members = super.members(deal)
    return { ...members, RESPONSECODE: String(Number(members['RESPONSECODE'])) }
  }
}

export const wordFaults: Fault[] = [
  atCounter('numbers', 'Writes codes as <int>.', ['XGW-XML-STRING', 'XGW-RC-TABLE'], Numbers),
  atCounter('omits-empty', 'Leaves out an empty SN.', ['XGW-RES-COMPLETE'], OmitsEmpty),
  atCounter('misspells', 'Writes RESPONSCODE.', ['XGW-RES-COMPLETE'], Misspells),
  atCounter('unescaped', 'Escapes nothing.', ['XGW-XML-ESCAPE'], Unescaped),
  atCounter('as-html', 'Says that its XML is HTML.', ['XGW-CT'], Latin),
  atCounter('two-params', 'Answers with two params.', ['XGW-XML-SHAPE'], TwoParams),
  atCounter('small-echo', 'Echoes the trx_id in small letters.', ['XGW-ECHO-REQUESTID'], EchoesLoud),
  atCounter(
    'crossed',
    'Echoes the trx_id of whoever came last.',
    ['XGW-CONCURRENT', 'XGW-ECHO-REQUESTID'],
    Crossed,
  ),
  atCounter('success-68', 'Says SUKSES with 68.', ['XGW-MSG-STATUS'], Success68),
  atCounter('dotted', 'Writes HRG with dots.', ['XGW-MSG-NUM'], Dotted),
  atCounter('rupiah', 'Writes SAL with Rp.', ['XGW-MSG-NUM', 'XGW-MSG-GRAMMAR'], Rupiah),
  atCounter('other-number', 'Names a number of its own.', ['XGW-MSG-DEST'], OtherNumber),
  atCounter('other-product', 'Names a family of products.', ['XGW-MSG-PRODUCT'], OtherProduct),
  atCounter('other-serial', 'Tells another serial in MESSAGE.', ['XGW-MSG-SN'], OtherSerial),
  atCounter('other-id', 'Tells another id in MESSAGE.', ['XGW-TXID-MSG'], OtherId),
  atCounter('no-reason', 'Tells no reason.', ['XGW-MSG-KET', 'XGW-MSG-GRAMMAR'], NoReason),
  atCounter('chatty', 'Tells success in a sentence.', ['XGW-MSG-GRAMMAR'], Chatty),
  atCounter('other-token', 'Tells another token in MESSAGE.', ['XGW-PLN-TOKEN'], OtherToken),
  atCounter('wrong-sum', 'Its amounts are not their sum.', ['XGW-PLN-SUM'], WrongSum),
  atCounter('wrong-meter', 'Tells the meter of somebody else.', ['XGW-PLN-METER'], WrongMeter),
  atCounter('wrong-kwh', 'Tells two quantities.', ['XGW-PLN-KWH'], WrongKwh),
  atCounter('no-ref', 'Tells no REF.', ['XGW-PLN-REF'], NoRef),
  atCounter('nameless-query', 'A query tells no name.', ['XGW-PLN-QUERY'], QueryWithoutName),
  atCounter('dash-serial', 'Writes a dash for no serial.', ['XGW-SN-EMPTY'], DashSerial),
  atCounter('no-serial', 'Tells no serial.', ['XGW-SN-SUCCESS'], NoSerial),
  atCounter('tells-pin', 'Tells the PIN in a reason.', ['XGW-PIN-SECRET'], TellsPin),
  atCounter(
    'no-transaction',
    'Gives pending purchases no id.',
    ['XGW-RES-COMPLETE', 'XGW-TXID-STABLE'],
    NoTransaction,
  ),
  atCounter('status-422', 'Refuses with HTTP 422.', ['XGW-HTTP-200'], Status500),
  atCounter('short-codes', 'Writes codes without their zero.', ['XGW-RC-TABLE'], ShortCodes),
  unmannerly('line-breaks', 'Breaks lines in MESSAGE.', ['XGW-MSG-GRAMMAR'], { blank: '\n' }),
]
