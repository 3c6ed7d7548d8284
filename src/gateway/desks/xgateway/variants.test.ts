import { overSocket } from '../../testing/post.ts'
import { proveVariants } from '../../testing/variants.ts'
import { defects, freedoms } from './index.ts'
import { takeTour } from './testing/itinerary.ts'
import { mitraAt } from './testing/mitra.ts'

const numbers = [...Array.from({ length: 64 }, (_none, i) => i + 1), 91]

proveVariants({
  protocol: 'xgateway',
  defects,
  freedoms,
  catalogue: numbers.map((number) => `M-XGW-${String(number).padStart(2, '0')}`),
  tour: takeTour,
  // Promises that the honest gateway keeps as well, and delays that the tour waits for.
  silent: ['keeps-ids-equal', 'gives-no-credit', 'reports-late', 'takes-its-time'],
  asked: 'a top-up',
  async answers(gateway) {
    const answer = await mitraAt(overSocket(gateway, '/st24')).topup('085700000001', 'I20')
    return answer.status > 0 && answer.body.length > 0
  },
})
