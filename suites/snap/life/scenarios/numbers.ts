/** Refunds under numbers that are nearly one. */
import { scenario } from '../../../../src/stimulate/scenario.ts'
import { turned } from '../../../common/letters.ts'
import { money, pay, refund } from '../../orders.ts'
import { inDigits, longest } from './spellings.ts'

export const numbers = scenario({
  id: 'refund-numbers-alike',
  says: 'Pay back under a number, and under others that are nearly the same.',
  role: 'server',
  exercises: ['refunds.exact'],
  async act(_plan, hand) {
    const { reference } = await pay(hand, { amount: money('100.00') })
    const digits = inDigits(hand.fresh('partnerRefundNo'))
    const stem = `0${hand.fresh('partnerRefundNo')}aB`.padEnd(longest, 'x').slice(0, -1)
    const first = `${stem}1`
    for (const partnerRefundNo of [first, `${stem}2`, turned(first), first.slice(1), `00${digits}`, digits])
      await hand.send(refund(hand, reference, '10.00', { partnerRefundNo }))
  },
})
