/** What clients of real partners do wrong: on npm `xmlrpc`, and as arguments of the client in Python. */
import { NpmClient } from './client-npm.ts'

export interface ClientFault {
  id: string
  says: string
  expect: string[]
  /** What is run to see it, where its clauses alone bring too few situations. */
  only?: string[]
  unseen?: string
}

/** Numbers are numbers, so the library writes them as `<int>`. */
class Integers extends NpmClient {
  override trx(): string {
    return String(Math.floor(Date.now() / 1000) * 10 + (++this.count % 10)).slice(-9)
  }
  override struct(...given: Parameters<NpmClient['struct']>) {
    return { ...super.struct(...given), REQUESTID: Number(given[1]) }
  }
}

class PollsOn extends NpmClient {
  override mayRepeat(): boolean {
    return true
  }
}

/** A duplicate is a failure, says the table. */
class DuplicateFails extends NpmClient {
  override learn(...[sale, told]: Parameters<NpmClient['learn']>): boolean {
    if (this.codeOf(told) === '04') this.fail(sale, '04')
    return super.learn(sale, told)
  }
}

/** What MESSAGE says is what counts. */
class ByText extends NpmClient {
  override codeOf(told: Parameters<NpmClient['codeOf']>[0]): string | undefined {
    if (/SUKSES/.test(String(told?.MESSAGE ?? ''))) return '00'
    return super.codeOf(told)
  }
}

/** Its trx_id is the second, so two sales of one second are one. */
class BySecond extends NpmClient {
  override trx(): string {
    return String(Math.floor(Date.now() / 1000))
  }
}

class LosesMinus extends NpmClient {
  override leftIn(message: string): number | undefined {
    return super.leftIn(message.replace('SAL=-', 'SAL='))
  }
}

export const npmFaults: (ClientFault & { make: () => NpmClient })[] = [
  {
    id: 'integers',
    says: 'Sends its trx_id as <int>.',
    expect: ['XGW-XML-STRING'],
    make: () => new Integers(),
  },
  { id: 'polls-on', says: 'Asks again after a day.', expect: ['XGW-CLIENT-24H'], make: () => new PollsOn() },
  {
    id: 'duplicate-fails',
    says: 'Takes 04 for a failure.',
    expect: ['XGW-CLIENT-04'],
    make: () => new DuplicateFails(),
  },
  { id: 'by-text', says: 'Goes by SUKSES in MESSAGE.', expect: ['XGW-MSG-STATUS'], make: () => new ByText() },
  {
    id: 'by-second',
    says: 'Takes the second for a trx_id.',
    expect: ['XGW-REQ-UNIQUE'],
    only: ['XGW-REQ-UNIQUE', 'clients.other-order', 'clients.untyped', 'clients.spaced'],
    make: () => new BySecond(),
  },
  {
    id: 'loses-minus',
    says: 'Drops the minus of SAL.',
    expect: ['XGW-MSG-NUM'],
    make: () => new LosesMinus(),
  },
]

export const pythonFaults: ClientFault[] = [
  { id: 'new-id', says: 'Asks again under a new trx_id.', expect: ['XGW-CLIENT-RETRY'] },
  { id: 'uuid', says: 'Sends a UUID for a trx_id.', expect: ['XGW-REQ-REQUESTID-LEN'] },
  { id: 'no-query', says: 'Buys tokens without asking first.', expect: ['XGW-PLN-FIRST'] },
  {
    id: 'fails-fast',
    says: 'Takes a fault or an HTTP error for a failure.',
    expect: ['XGW-CLIENT-UNKNOWN', 'XGW-CLIENT-NON200'],
  },
]
