/** Amounts that are written as no amount is. */
import type { Defect } from '../../../defect.ts'
import { isStatus } from '../bend.ts'
import type { Steps } from '../steps.ts'

export const amounts: readonly Defect<Steps>[] = [
  {
    id: 'writes-exponents',
    says: 'Writes the amount of a state with an exponent.',
    breaks: ['amounts.format'],
    steps: (honest) => ({
      write(call, fields, outcome) {
        const reply = honest.write(call, fields, outcome)
        if (!isStatus(call) || outcome.status !== 200) return reply
        const text = reply.body
          .toString()
          .replace(/"amount":(\d+)/, (_whole, digits) => `"amount":${Number(digits).toExponential()}`)
        // Without a signature, which would be that of the body before.
        const headers = reply.headers.filter(([name]) => name.toLowerCase() !== 'signature')
        return { ...reply, headers, body: Buffer.from(text) }
      },
    }),
  },
]
