/** The HTTP server of a receiver. */
import { serve, type Arrival, type Serving } from '../../serving.ts'
import { noticeOf } from './notice.ts'
import type { Counter, Word } from './steps.ts'

/** Listens on a free port of this machine, below a path of its own. */
export function listen(counter: Counter): Promise<Serving> {
  const written = (word: Word) => counter.steps.write(word, counter)
  return serve(
    '/shop/v1.0/debit/notify',
    async (arrival) => written(await handle(arrival, counter)),
    (status) => written({ status: status === 413 ? 400 : status, case: '00' }),
  )
}

/** Takes one notification through the steps. */
export async function handle(arrival: Arrival, counter: Counter): Promise<Word> {
  const { steps } = counter
  const refused =
    steps.admit(arrival, counter) ??
    steps.checkHeaders(arrival, counter) ??
    steps.authenticate(arrival, counter)
  if (refused) return refused
  const members = steps.read(arrival)
  if (!members) return { status: 400, case: '00' }
  const objection = steps.objectTo(members)
  if (objection) return { status: 400, case: objection.case, about: objection.about }
  const notice = noticeOf(members)
  const order = steps.find(notice, counter)
  if (!order) return steps.stranger(notice, counter)
  const contradiction = steps.contradiction(notice, order)
  if (contradiction) return contradiction
  await steps.store(notice, order, counter)
  return steps.acknowledge(notice)
}
