/** Defects of signatures: texts, keys and spellings that are taken or refused by mistake. */
import { constants, publicDecrypt } from 'node:crypto'
import {
  byName,
  decoded,
  recovered,
  sizeOf,
  textToSign,
  type Pairs,
} from '../../../../dialects/bdpay-sign.ts'
import { verifyValues, type Check } from '../../../../dialects/bdpay-verify.ts'
import { publicKeyOf } from '../../../../dialects/key-pairs.ts'
import type { Defect } from '../../../defect.ts'
import { isOrder, isQuery, together, statusing, type Bend } from '../bend.ts'
import { fail } from '../intake.ts'
import type { Call, Steps } from '../steps.ts'
import { overlooking, sent } from './overlooking.ts'
import { doubting, mistaken, tolerating } from './signing.ts'

const textOf = ({ pairs }: Check): string => textToSign(pairs)
const bytesOf = ({ signature }: Check): Buffer => decoded(signature) ?? Buffer.alloc(0)
const foundIn = (check: Check): string => recovered(bytesOf(check), check.key)?.toString('utf8') ?? ''

/** Blocks that a text takes, at least. */
const needed = (check: Check): number =>
  Math.ceil(Buffer.byteLength(textOf(check)) / (sizeOf(check.key) - 11))

/** The text of a signature whose blocks are read one by one. */
function blockwise(check: Check): string {
  const [bytes, size] = [bytesOf(check), sizeOf(check.key)]
  const key = { key: publicKeyOf(check.key), padding: constants.RSA_PKCS1_PADDING }
  const blocks = Array.from({ length: bytes.length / size }, (_none, at) =>
    publicDecrypt(key, bytes.subarray(at * size, (at + 1) * size)).toString('utf8'),
  )
  return blocks.join('')
}

const differsIn = (check: Check): string | undefined => {
  const found = verifyValues(check)
  return found.good ? undefined : found.differs
}

const folded = (pairs: Pairs): string =>
  [...pairs]
    .sort(([one], [other]) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
    .map(([, value]) => value)
    .join('')

const nullAt = ({ reading }: Call): string[] =>
  reading.ok ? reading.order.filter((name) => reading.fields[name] === null) : []

/** Judges a text of its own where some members of a request are empty. */
const refusingWhere = (isOdd: (call: Call) => boolean): Bend => doubting((_check, call) => !isOdd(call))

/** Takes texts for one that are it after something was done to both. */
const comparing = (change: (text: string) => string): Bend =>
  tolerating((check) => change(foundIn(check)) === change(textToSign(check.pairs)))

/** Takes a signature over another value of one field, which is neither the first nor the last that is signed. */
export const skipping = (name: string): Bend =>
  tolerating((check) => {
    const pairs = [...check.pairs].sort(byName)
    const at = pairs.findIndex(([one]) => one === name)
    const [before, after] = [pairs.slice(0, at), pairs.slice(at + 1)].map(textToSign) as [string, string]
    if (at < 0 || before === '' || after === '') return false
    const found = foundIn(check)
    return found.startsWith(before) && found.endsWith(after) && found.length >= before.length + after.length
  })

/** A signature that is to be refused is read by nobody. */
const unread: Bend = overlooking(({ field, constraint }) => field.name === 'sign' && constraint !== 'type')

const isUnreadable = (call: Call): boolean =>
  call.merchant !== undefined && sent(call, 'sign') !== '' && !decoded(sent(call, 'sign'))

export const signatures: readonly Defect<Steps>[] = [
  {
    id: 'needs-no-signature',
    says: 'Takes a request without a signature.',
    breaks: ['signatures.absent'],
    steps: together(mistaken('absent'), unread),
  },
  {
    id: 'takes-another-key',
    catalogue: 'D05',
    says: 'Takes a signature that was made with another key.',
    breaks: ['signatures.key'],
    steps: mistaken('key'),
  },
  {
    id: 'takes-another-key-for-queries',
    says: 'Takes a query that was signed with another key.',
    breaks: ['signatures.key'],
    steps: tolerating((check, call) => isQuery(call) && differsIn(check) === 'key'),
  },
  {
    id: 'takes-another-key-for-balances',
    says: 'Tells the balance to whoever signs with another key.',
    breaks: ['signatures.key'],
    steps: tolerating((check, { operation }) => operation === 'account' && differsIn(check) === 'key'),
  },
  {
    id: 'takes-changed-queries',
    says: 'Takes a query whose values are not those that were signed.',
    breaks: ['signatures.tampered'],
    steps: tolerating((check, call) => isQuery(call) && differsIn(check) === 'text'),
  },
  {
    id: 'expects-names',
    catalogue: 'D33',
    says: 'Expects names to be signed with their values.',
    breaks: ['signatures.accepted', 'signatures.text'],
    steps: together(
      doubting(() => false),
      mistaken('names'),
    ),
  },
  {
    id: 'takes-names',
    says: 'Takes a signature over names and values too.',
    breaks: ['signatures.text'],
    steps: mistaken('names'),
  },
  {
    id: 'takes-the-order-of-the-message',
    says: 'Takes a signature over the values in the order of the message too.',
    breaks: ['signatures.text'],
    steps: mistaken('order'),
  },
  {
    id: 'takes-encoded-values',
    says: 'Takes a signature over URL-encoded values too.',
    breaks: ['signatures.text'],
    steps: mistaken('encoding'),
  },
  {
    id: 'takes-json-texts',
    says: 'Takes a signature over JSON texts too.',
    breaks: ['signatures.text'],
    steps: mistaken('quotes'),
  },
  {
    id: 'sorts-without-capitals',
    catalogue: 'D34',
    says: 'Sorts names without regard to capital letters.',
    breaks: ['signatures.order'],
    steps: doubting((check) => foundIn(check) === folded(check.pairs)),
  },
  {
    id: 'signs-empty-values',
    says: 'Expects the word null to be signed for an empty value.',
    breaks: ['signatures.empty'],
    steps: refusingWhere(({ fields }) => Object.values(fields).includes('')),
  },
  {
    id: 'signs-null',
    says: 'Expects the word null to be signed for a member that is null.',
    breaks: ['signatures.null'],
    steps: refusingWhere((call) => nullAt(call).length > 0),
  },
  {
    id: 'drops-zeroes',
    says: 'Leaves the value 0 out of what it verifies.',
    breaks: ['signatures.zero'],
    steps: doubting((check) => check.pairs.every(([, value]) => value !== '0')),
  },
  {
    id: 'takes-hashes',
    says: 'Takes a signature by RSA over a hash, and padding of type 2.',
    breaks: ['signatures.algorithm'],
    steps: mistaken('algorithm'),
  },
  {
    id: 'reads-blocks-apart',
    says: 'Turns each block into text by itself.',
    breaks: ['signatures.bytes'],
    steps: doubting((check) => blockwise(check) === textOf(check)),
  },
  {
    id: 'takes-the-beginning',
    catalogue: 'D40',
    says: 'Takes a signature over the beginning of the text.',
    breaks: ['signatures.whole'],
    steps: mistaken('part'),
  },
  {
    id: 'takes-more',
    says: 'Takes a signature over a text that the right one is in.',
    breaks: ['signatures.whole'],
    steps: mistaken('more'),
  },
  {
    id: 'reads-blocks-of-128-bytes',
    catalogue: 'D47',
    says: 'Cuts signatures into blocks of 128 bytes, whatever the length of the key.',
    breaks: ['signatures.accepted'],
    steps: doubting((check) => sizeOf(check.key) === 128),
  },
  {
    id: 'counts-blocks',
    says: 'Expects as few blocks as the text fits into.',
    breaks: ['signatures.blocks'],
    steps: doubting((check) => bytesOf(check).length / sizeOf(check.key) === needed(check)),
  },
  {
    id: 'reads-512-characters',
    says: 'Refuses a long text, whose signature has more than 512 characters.',
    breaks: ['signatures.long'],
    steps: doubting((check) => needed(check) * sizeOf(check.key) * (4 / 3) <= 512),
  },
  {
    id: 'minds-no-padding',
    says: 'Takes a block whose padding is too short.',
    breaks: ['signatures.padding'],
    steps: mistaken('padding'),
  },
  {
    id: 'stumbles-over-signatures',
    says: 'Answers HTTP 500 to a signature that cannot be read.',
    breaks: ['signatures.unreadable'],
    steps: statusing(500, isUnreadable),
  },
  {
    id: 'takes-what-it-cannot-read',
    says: 'Takes a signature that it cannot read.',
    breaks: ['signatures.unreadable'],
    steps: together(mistaken('unreadable'), unread),
  },
  {
    id: 'uses-numbers-up',
    says: 'Holds the number of an order for used when its signature was wrong.',
    breaks: ['signatures.no-effect'],
    steps: (honest) => {
      const spent = new Set<string>()
      const nameOf = (call: Call) =>
        `${call.operation} ${sent(call, 'merchantCode')} ${sent(call, 'orderNum')}`
      return {
        async authenticate(call) {
          const refusal = await honest.authenticate(call)
          if (refusal && call.merchant) spent.add(nameOf(call))
          return refusal
        },
        admit: async (call, kind) =>
          isOrder(call) && spent.has(nameOf(call))
            ? fail('orderNum was used before')
            : honest.admit(call, kind),
      }
    },
  },
  {
    id: 'signs-a-list',
    says: 'Verifies the members that it knows, and lets others in.',
    breaks: ['signatures.tampered@appId'],
    steps: tolerating(
      (check) => foundIn(check) === textToSign(check.pairs.filter(([name]) => name !== 'appId')),
    ),
  },
  {
    id: 'verifies-without-blanks',
    says: 'Takes the blanks out of texts before it compares them.',
    breaks: ['signatures.tampered@name'],
    steps: comparing((text) => text.replace(/\s+/g, '')),
  },
  {
    id: 'verifies-without-case',
    says: 'Compares texts without regard to capital letters.',
    breaks: ['signatures.tampered@name'],
    steps: comparing((text) => text.toLowerCase()),
  },
]

/** Fields of an order and of a payout that are changed after signing. */
const skipped: { [name: string]: string } = {
  notifyUrl: 'D41',
  method: '',
  orderNum: '',
  payMoney: '',
  name: '',
  email: '',
  phone: '',
  dateTime: '',
  expiryPeriod: '',
  money: '',
  description: '',
  number: '',
  feeType: '',
}

export const skips: readonly Defect<Steps>[] = Object.entries(skipped).map(([name, catalogue]) => ({
  id: `skips-${name}`,
  ...(catalogue !== '' && { catalogue }),
  says: `Lets ${name} be changed after signing.`,
  // The right order comes second, and its number is gone by then.
  breaks: [`signatures.tampered@${name}`],
  steps: skipping(name),
}))
