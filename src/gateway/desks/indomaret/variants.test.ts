import { overSocket } from '../../testing/post.ts'
import { proveVariants } from '../../testing/variants.ts'
import { defects, freedoms } from './index.ts'
import { takeTour } from './testing/itinerary.ts'
import { storeAt } from './testing/store.ts'

const numbers = [...Array.from({ length: 64 }, (_none, i) => i + 1), 81, 82]

proveVariants({
  protocol: 'indomaret',
  defects,
  freedoms,
  catalogue: numbers.map((number) => `M-IDM-${String(number).padStart(2, '0')}`),
  tour: takeTour,
  asked: 'an inquiry',
  async answers(gateway) {
    const answer = await storeAt(gateway, overSocket(gateway)).inquiry('880112345678')
    return answer.status > 0 && answer.body.length > 0
  },
})
