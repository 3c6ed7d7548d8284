/** Requests with exactly one thing wrong, and with everything unusual but nothing wrong. */
import { messageOf, type Contract, type Profile } from '../../../src/contract/contract.ts'
import { flawsOf, type FieldFlaw } from '../../../src/contract/flaws.ts'
import type { Item } from '../../../src/judge/trace.ts'
import { scenario, Skipped, type Hand, type Letter, type Sending } from '../../../src/stimulate/scenario.ts'
import type { Fields } from '../../../src/wire/reading.ts'
import { inOtherCase } from '../../common/letters.ts'
import { inquire, inquiry, isApproved, open, paid, payment, reversal, type Bill } from '../messages.ts'

interface Plan {
  operation: 'inquiry' | 'payment' | 'reversal'
  flaw: FieldFlaw
}

/** The harm of optional fields is met on the inquiry; payments and reversals repeat what money hangs on. */
function plansFor(contract: Contract, profile: Profile): Plan[] {
  return (['inquiry', 'payment', 'reversal'] as const).flatMap((operation) =>
    flawsOf(contract, messageOf(contract, operation, 'request'), profile).map((flaw) => ({
      operation,
      flaw,
    })),
  )
}

export const flaws = scenario<Plan>({
  id: 'one-flaw',
  says: 'Send a request with exactly one field spoilt.',
  role: 'server',
  exercises: [
    'refusals.missing-key',
    'refusals.missing-other',
    'refusals.blank',
    'refusals.over-length',
    'refusals.bad-time',
    'refusals.bad-amount',
  ],
  plans: ({ contract, profile }) => plansFor(contract, profile),
  async act({ operation, flaw }, hand) {
    const spoilt = { [flaw.field]: flaw.value }
    const sending: Sending = {
      flaws: 1,
      note: `${flaw.field}: ${flaw.id}`,
      ...(flaw.field === 'Signature' ? { spare: ['Signature'] } : {}),
    }
    await hand.send(
      await request(hand, operation, spoilt, sending, flaw.id === 'missing' || flaw.field === 'Signature'),
    )
  },
})

/** A request of an operation about a code of its own kind; a reversal that must bite has a payment to undo. */
async function request(
  hand: Hand,
  operation: Plan['operation'],
  more: Fields,
  sending: Sending,
  biting: boolean,
): Promise<Letter> {
  if (operation === 'inquiry') return inquiry(hand, (await hand.share('payable')).code, more, sending)
  if (operation === 'reversal' && biting) return reversalOfPaid(hand, more, sending)
  const item = await sparing(hand)
  const amount = String(item.amount ?? 50_000)
  return operation === 'payment'
    ? payment(hand, item.code, amount, more, sending)
    : reversal(hand, item.code, amount, hand.fresh('TrackingRef'), more, sending)
}

/** A code of its own where there are plenty; else one that all such requests share, since a refusal leaves it as it is. */
function sparing(hand: Hand): Promise<Item> {
  return hand.plenty('payable') ? hand.need('payable') : hand.share('payable', 'spoilt')
}

async function reversalOfPaid(hand: Hand, more: Fields, sending: Sending): Promise<Letter> {
  const { code, amount, reference } = await paid(hand)
  return reversal(hand, code, amount, reference, more, sending)
}

/** Characters of the longest code. */
const longest = 20

/** A code of digits, as long as may be. */
const longCode = (hand: Hand): string =>
  hand
    .fresh('TrackingRef')
    .replace(/\D/g, (letter) => String(letter.charCodeAt(0) % 10))
    .padEnd(longest, '7')

export const longCodes = scenario({
  id: 'long-codes',
  says: 'Inquire and pay a code that is one digit longer than the longest, and begins like one that is payable.',
  role: 'server',
  exercises: ['refusals.over-length'],
  async act(_plan, hand) {
    const bill = await inquire(hand, await hand.need('payable', { code: longCode(hand) }))
    // Who names his codes himself may have shorter ones: what begins like these may be another code.
    if (bill.code.length !== longest) throw new Skipped('needs-test-data', 'No code is as long as may be.')
    const longer = `${bill.code}1`
    await hand.send(inquiry(hand, longer, {}, { flaws: 1, note: 'too long a code' }))
    await hand.send(payment(hand, longer, bill.amount, {}, { flaws: 1, note: 'too long a code' }))
  },
})

type Forgery = 'altered' | 'cut' | 'borrowed' | 'other letters'

export const forgeries = scenario<{ operation: Plan['operation']; forgery: Forgery }>({
  id: 'signature',
  says: 'Sign wrongly, cut a signature short, borrow that of another request, or write it in other letters.',
  role: 'server',
  exercises: ['signatures.verified', 'signatures.bound', 'signatures.case'],
  plans: () =>
    (['inquiry', 'payment', 'reversal'] as const)
      .flatMap((operation) =>
        (['altered', 'borrowed', 'other letters'] as Forgery[]).map((forgery) => ({ operation, forgery })),
      )
      .concat({ operation: 'payment', forgery: 'cut' }),
  async act({ operation, forgery }, hand) {
    hand.needSigner()
    const bill = await billFor(hand, operation, forgery)
    const seal = (more: Fields, sending: Sending = {}) => sealed(hand, operation, bill, more, sending)
    const right = seal({})
    const { TimeStamp, MessageID, TrackingRef } = right.draft.fields
    const signature = await signatureOf(hand, right)
    if (signature === undefined) return
    const forged =
      forgery === 'altered'
        ? altered(signature)
        : forgery === 'cut'
          ? signature.slice(0, 64)
          : forgery === 'other letters'
            ? inOtherCase(signature)
            : await borrowed(hand, operation, right)
    const sent = await hand.send(
      seal(
        { TimeStamp: TimeStamp!, MessageID: MessageID!, TrackingRef: TrackingRef!, Signature: forged },
        { spare: ['Signature'], note: `signature: ${forgery}` },
      ),
    )
    if (forgery === 'other letters' && !isApproved(sent)) await hand.send(seal({}))
    if (forgery === 'altered' && operation !== 'inquiry') await hand.audit(bill.code)
    if (forgery === 'altered' && operation === 'payment') await hand.send(inquiry(hand, bill.code))
  },
})

/** What a wrong signature leaves as it is can be shared; what a right one pays cannot. */
async function billFor(
  hand: Hand,
  operation: Plan['operation'],
  forgery: Forgery,
): Promise<Bill & { reference?: string }> {
  if (operation === 'reversal') return paid(hand)
  if (operation === 'inquiry') return inquire(hand, await hand.share('payable'))
  return forgery === 'other letters' ? open(hand) : inquire(hand, await sparing(hand))
}

function sealed(
  hand: Hand,
  operation: Plan['operation'],
  { code, amount, reference = '' }: Pick<Bill, 'code' | 'amount'> & { reference?: string },
  more: Fields,
  sending: Sending = {},
): Letter {
  if (operation === 'inquiry') return inquiry(hand, code, more, sending)
  return operation === 'payment'
    ? payment(hand, code, amount, more, sending)
    : reversal(hand, code, amount, reference, more, sending)
}

/** The signature that a sealed letter carries, read from its bytes; undefined when nothing is signed. */
async function signatureOf(hand: Hand, letter: Letter): Promise<string | undefined> {
  const found = /<(?:[\w.-]+:)?Signature(?:\s[^>]*)?>([0-9A-Fa-f]+)</.exec(letter.body.toString('utf8'))?.[1]
  return found === undefined || found === hand.contract.signature?.placeholder ? undefined : found
}

function altered(signature: string): string {
  return signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0')
}

/** A signature that was made for an inquiry of the same code, and sent: of the same message, but for its amount. */
async function borrowed(hand: Hand, operation: Plan['operation'], { draft }: Letter): Promise<string> {
  const { TimeStamp, MessageID, TrackingRef, PaymentCode } = draft.fields
  const same = { TimeStamp: TimeStamp!, TrackingRef: TrackingRef! }
  const letter = inquiry(
    hand,
    String(PaymentCode),
    operation === 'inquiry' ? same : { ...same, MessageID: MessageID! },
  )
  await hand.send(letter)
  return (await signatureOf(hand, letter))!
}

type Absence = 'ProductCode' | 'ExtraParam1' | 'ExtraParam2' | 'ExtraParam3' | 'all'

export const absent = scenario<{ operation: Plan['operation']; absence: Absence; how: 'absent' | 'empty' }>({
  id: 'optional-absent',
  says: 'Leave out what is conditional or optional, or leave it empty; look at what a reversal without it undid.',
  role: 'server',
  exercises: ['tolerance.optional-absent', 'reversal.undo'],
  plans: ({ profile }) => [
    ...(['ExtraParam1', 'ExtraParam2', 'ExtraParam3', 'all'] as const).map((absence) => ({
      operation: 'inquiry' as const,
      absence,
      how: 'absent' as const,
    })),
    { operation: 'inquiry', absence: 'ExtraParam1', how: 'empty' },
    ...(profile['productCode'] === 'optional'
      ? (['inquiry', 'payment'] as const).flatMap((operation) =>
          (['absent', 'empty'] as const).map((how) => ({ operation, absence: 'ProductCode' as const, how })),
        )
      : []),
    ...(profile['productCode'] === 'optional'
      ? [{ operation: 'reversal' as const, absence: 'ProductCode' as const, how: 'absent' as const }]
      : []),
  ],
  async act({ operation, absence, how }, hand) {
    const names = absence === 'all' ? ['ExtraParam1', 'ExtraParam2', 'ExtraParam3'] : [absence]
    const more = Object.fromEntries(names.map((name) => [name, how === 'absent' ? null : '']))
    const bill = await (operation === 'inquiry'
      ? hand.share('payable').then(({ code }) => ({ code, amount: '' }))
      : operation === 'payment'
        ? open(hand)
        : paid(hand))
    const send = (fields: Fields) => hand.send(sealed(hand, operation, bill, fields))
    if (!isApproved(await send(more))) await send({})
    if (operation !== 'reversal') return
    await hand.audit(bill.code)
    await hand.send(inquiry(hand, bill.code))
    await hand.send(payment(hand, bill.code, bill.amount))
  },
})

export const extra = scenario<{ operation: 'inquiry' | 'payment' }>({
  id: 'extra-element',
  says: 'Add an element that the document does not know.',
  role: 'server',
  exercises: ['tolerance.unknown-element'],
  plans: () => [{ operation: 'inquiry' }, { operation: 'payment' }],
  async act({ operation }, hand) {
    const { code, amount } =
      operation === 'inquiry' ? { code: (await hand.share('payable')).code, amount: '' } : await open(hand)
    const more = { ExtraParam4: 'C00005' }
    const send = (fields: Fields) =>
      hand.send(operation === 'inquiry' ? inquiry(hand, code, fields) : payment(hand, code, amount, fields))
    if (!isApproved(await send(more))) await send({})
  },
})
