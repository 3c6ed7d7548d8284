/** Clients that misunderstand answers. */
import type { Read } from '../../../wire/reading.ts'
import type { Notice } from '../notice.ts'
import type { Odd } from '../../oddity.ts'
import type { ClientSteps } from './steps.ts'

type Defect = Odd<ClientSteps>

export const reading: readonly Defect[] = [
  {
    id: 'fails-what-it-does-not-know',
    catalogue: 'M-XGW-70',
    says: 'Takes an unknown code, a fault and an HTTP error for a failure.',
    breaks: ['client.unknown-answer', 'client.foreign'],
    steps: (honest) => ({
      judge(notice, ...rest) {
        const word = honest.judge(notice, ...rest)
        return word === 'unknown' && !['04', ''].includes(notice?.code ?? 'none') ? 'failed' : word
      },
    }),
  },
  {
    id: 'compares-loosely',
    catalogue: 'M-XGW-71',
    says: 'Takes an answer without RESPONSECODE for a success, since nothing equals zero.',
    breaks: ['client.missing-code'],
    steps: (honest) => ({
      judge: (notice, ...rest) =>
        notice && Number(notice.code) === 0 ? 'paid' : honest.judge(notice, ...rest),
    }),
  },
  {
    id: 'fails-without-a-code',
    says: 'Takes an answer without RESPONSECODE for a failure.',
    breaks: ['client.missing-code'],
    steps: (honest) => ({
      judge: (notice, ...rest) => (notice?.code === '' ? 'failed' : honest.judge(notice, ...rest)),
    }),
  },
  {
    id: 'reads-by-position',
    catalogue: 'M-XGW-72',
    says: 'Reads the members of an answer by their position.',
    breaks: ['client.order'],
    steps: (honest) => ({
      understand: (read, heard) => (honest.understand(read, heard) && read.ok ? byPosition(read) : undefined),
    }),
  },
  {
    id: 'believes-sukses',
    catalogue: 'M-XGW-73',
    says: 'Takes SUKSES in MESSAGE for a success, whatever RESPONSECODE is.',
    breaks: ['client.outcome'],
    steps: (honest) => ({
      judge: (notice, ...rest) =>
        notice && /SUKSES/.test(notice.message) && notice.code !== ''
          ? 'paid'
          : honest.judge(notice, ...rest),
    }),
  },
  {
    id: 'believes-timeouts',
    says: 'Takes 03 for a success, since the biller may have delivered.',
    breaks: ['client.outcome'],
    steps: (honest) => ({
      judge: (notice, ...rest) => (notice?.code === '03' ? 'paid' : honest.judge(notice, ...rest)),
    }),
  },
  {
    id: 'reads-serials-as-numbers',
    says: 'Keeps a serial of digits without the zeros before it.',
    breaks: ['client.serial'],
    steps: (honest) => ({
      pairs(message) {
        const { SN, ...rest } = honest.pairs(message)
        return { ...rest, ...(SN === undefined ? {} : { SN: SN.replace(/^0+(?=\d+$)/, '') }) }
      },
    }),
  },
  {
    id: 'keeps-entities',
    says: 'Keeps the serial as it stands in the XML, &amp; in place of &.',
    breaks: ['client.serial'],
    steps: (honest) => ({
      pairs(message) {
        const { SN, ...rest } = honest.pairs(message)
        return { ...rest, ...(SN === undefined ? {} : { SN: SN.replaceAll('&', '&amp;') }) }
      },
    }),
  },
  {
    id: 'splits-at-commas',
    catalogue: 'M-XGW-74',
    says: 'Splits MESSAGE at commas, so that a serial ends at its first one.',
    breaks: ['client.serial'],
    steps: () => ({ pairs: splitAtCommas }),
  },
  {
    id: 'drops-the-minus',
    catalogue: 'M-XGW-75',
    says: 'Drops the minus sign of SAL.',
    breaks: ['client.negative'],
    steps: (honest) => ({ weigh: (told, shop) => honest.weigh(told.replace(/\D/g, ''), shop) }),
  },
  misreading('reads-typed-values-only', 'Reads a value without a type as empty.', 'client.untyped', (read) =>
    Object.values(read.rpc?.types ?? {}).includes('untyped'),
  ),
  misreading(
    'trips-over-space',
    'Reads a value with white space around its type as empty.',
    'client.spaced',
    (read) => read.rpc?.spaced === true,
  ),
  misreading(
    'trips-over-members',
    'Finds nothing in an answer that has a member it does not know.',
    'client.unknown-member',
    (read) => read.order.length > 5,
  ),
  {
    id: 'takes-answers-of-others',
    says: 'Takes whatever answer comes for that to its question, whatever its REQUESTID is.',
    breaks: ['client.foreign'],
    steps: () => ({ answers: () => true }),
  },
  {
    id: 'reads-200-only',
    says: 'Takes an answer for a failure that comes with another HTTP status than 200.',
    breaks: ['client.non-ok'],
    steps: (honest) => ({
      judge: (notice, shop, heard) =>
        notice && heard.status !== 200 ? 'failed' : honest.judge(notice, shop, heard),
    }),
  },
]

/** What it cannot read it takes for a failure. */
function misreading(id: string, says: string, rule: string, stumbles: (read: Read) => boolean): Defect {
  return {
    id,
    says,
    breaks: [rule],
    steps: (honest) => ({
      understand(read, heard) {
        const notice = honest.understand(read, heard)
        return notice && read.ok && stumbles(read) ? { ...notice, code: 'none' } : notice
      },
      judge: (notice, ...rest) => (notice?.code === 'none' ? 'failed' : honest.judge(notice, ...rest)),
    }),
  }
}

function byPosition({ order, fields }: Read): Notice {
  const [code = '', reference = '', message = '', serial = '', transaction = ''] = order.map((name) =>
    String(fields[name] ?? ''),
  )
  return { code, reference, message, serial, transaction }
}

function splitAtCommas(message: string): { [key: string]: string } {
  return Object.fromEntries(
    message.split(',').flatMap((part) => {
      const found = /(\w+)=(.*)$/.exec(part.trim())
      return found ? [[found[1]!, found[2]!]] : []
    }),
  )
}
