/** Faults in the other partners, so that nothing depends on the plain one. */
import type { Ask } from './bill.ts'
import type { Fault } from './fault.ts'
import { hasPython, startPython } from './python.ts'
import { RefusingDesk, Register, startRefusing, type Deed } from './refusing.ts'
import { StoreDesk, startStoreDesk } from './stores.ts'

function refusing(register: new () => Register): () => ReturnType<typeof startRefusing> {
  return () => {
    const desk = new RefusingDesk()
    desk.register = new register()
    return startRefusing(desk)
  }
}

/** Refuses the early reversal, takes the late payment, and refuses the later reversal too. */
class NeverAgain extends Register {
  refused = new Set<string>()
  override reversal(ask: Ask): string | undefined {
    if (this.refused.has(this.keyOf(ask))) return 'SUDAH DITOLAK'
    const refusal = super.reversal(ask)
    if (refusal === 'TIDAK ADA PEMBAYARAN') this.refused.add(this.keyOf(ask))
    return refusal
  }
}

/** A reversal that is refused for its amount undoes the payment all the same. */
class RefusedAndDone extends Register {
  override reversal(ask: Ask): string | undefined {
    const refusal = super.reversal(ask)
    const deed = this.deeds.get(this.keyOf(ask))
    if (refusal === 'NILAI SALAH' && deed) deed.state = 'reversed'
    return refusal
  }
}

/** A repeat is refused, and moves the payment to the state of something new. */
class RepeatReverses extends Register {
  override async payment(ask: Ask): Promise<string | undefined | { receipt: string }> {
    const deed = this.deeds.get(this.keyOf(ask))
    if (deed) deed.state = 'reversed'
    return super.payment(ask)
  }
}

/** Keys are joined without anything between them. */
class JoinedKeys extends Register {
  override keyOf(ask: Ask): string {
    return `${ask['PaymentCode']}${ask['TrackingRef']}`
  }
}

/** A deed is entered before the biller is asked, and stays when the biller fails. */
class BookedBeforeAsked extends Register {
  override async payment(ask: Ask): Promise<string | undefined | { receipt: string }> {
    const bill = this.bills.get(ask['PaymentCode']!)
    const done = await super.payment(ask)
    if (bill?.dead && done === 'BILLER TIDAK MENJAWAB') this.enter(ask, Number(ask['Amount']))
    return done
  }
}

/** What is reversed is gone from the books. */
class ReversalErases extends Register {
  override reversal(ask: Ask): string | undefined {
    const refusal = super.reversal(ask)
    const deed: Deed | undefined = this.deeds.get(this.keyOf(ask))
    if (refusal === undefined && deed) this.deeds.delete(deed.key)
    return refusal
  }
}

/** Cancels the payment that is being processed and lets it end as it likes. */
class CancelsInWords extends StoreDesk {
  override reverse(ask: Ask, name: string): [string, string] {
    const held = this.held.get(name)
    return held?.state === 'working' ? ['00', 'will be cancelled'] : super.reverse(ask, name)
  }
}

/** A payment that failed at the biller keeps its code for itself. */
class NeverLetsGo extends StoreDesk {
  override async pay(ask: Ask, name: string): Promise<[string, string, string?]> {
    const done = await super.pay(ask, name)
    if (done[0] === '00') this.shut.add(ask['PaymentCode']!)
    return done
  }
}

const ways = { hours: 7, reopens: true }

export const otherFaults: Fault[] = [
  {
    id: 'never-again',
    says: 'An early reversal is refused, the payment taken, and no reversal ever honoured.',
    expect: ['IDM-REV-LATE-OK', 'IDM-REV-UNDO'],
    start: refusing(NeverAgain),
  },
  {
    id: 'refused-and-done',
    says: 'A reversal of another amount is refused and done.',
    expect: ['IDM-REV-WRONG-AMT'],
    start: refusing(RefusedAndDone),
  },
  {
    id: 'refused-and-done-unseen',
    says: 'The same, without a ledger hook.',
    expect: ['IDM-REV-WRONG-AMT', 'IDM-REV-UNDO'],
    start: refusing(RefusedAndDone),
    without: ['ledger'],
  },
  {
    id: 'repeat-reverses',
    says: 'A repeat is refused and undoes the payment.',
    expect: ['IDM-PAY-IDEMPOTENT', 'IDM-PAY-PARALLEL', 'IDM-INQ-PAID'],
    start: refusing(RepeatReverses),
  },
  {
    id: 'joined-keys',
    says: 'Code and reference are joined without anything between.',
    expect: ['IDM-KEY'],
    start: refusing(JoinedKeys),
  },
  {
    id: 'booked-before-asked',
    says: 'A payment that the biller refused stays booked.',
    expect: ['IDM-RC-SUCCESS', 'IDM-PAY-SUCCESS'],
    start: refusing(BookedBeforeAsked),
  },
  {
    id: 'reversal-erases',
    says: 'A reversal wipes out the payment and its key.',
    expect: ['IDM-REV-PAY-AGAIN'],
    start: refusing(ReversalErases),
  },
  {
    id: 'cancels-in-words',
    says: 'A reversal in flight succeeds and changes nothing.',
    expect: ['IDM-REV-INFLIGHT'],
    start: () => startStoreDesk(new CancelsInWords(ways)),
  },
  {
    id: 'never-lets-go',
    says: 'A code that was paid once is closed for good, even after its reversal.',
    expect: ['IDM-REV-NEW-PAY', 'IDM-INQ-REVERSED'],
    start: () => startStoreDesk(new NeverLetsGo(ways)),
  },
  ...(hasPython
    ? [
        {
          id: 'python-no-lock',
          says: 'Threads without a lock.',
          expect: ['IDM-PAY-PARALLEL', 'IDM-PAY-PARALLEL-REF', 'IDM-REV-INFLIGHT'],
          start: () => startPython('no-lock'),
        },
        {
          id: 'python-no-tombstone',
          says: 'An early reversal is not remembered.',
          expect: ['IDM-REV-TOMBSTONE'],
          start: () => startPython('no-tombstone'),
        },
      ]
    : []),
]
