/** Sells: queries where that is due, buys, asks again while nothing is known, and books what comes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Order, Sale } from '../books.ts'
import type { Notice } from '../notice.ts'
import type { Heard } from '../../posting.ts'
import type { Question, Shop, Word } from './steps.ts'

/** Most questions about one sale without its clock being moved. */
const most = 4

/** Sells to one customer, and tries anew where that is worth it. */
export async function sell(shop: Shop, order: Order): Promise<void> {
  const { steps } = shop
  if (order.operation === 'purchase' && steps.queries() && !steps.isReady(await query(shop, order))) return
  let reference: string | undefined = steps.reference(shop)
  for (let attempt = 1; reference !== undefined; attempt++) {
    const { sale, code } = await pursue(shop, begin(shop, order, reference))
    reference = steps.renew(sale, code, attempt, shop)
  }
}

function begin(shop: Shop, order: Order, reference: string): Sale {
  return shop.books.open({ ...order, reference, sentAt: shop.now() })
}

/** Asks about a sale until it has ended, or often enough. */
async function pursue(shop: Shop, begun: Sale): Promise<{ sale: Sale; code: string }> {
  let sale = begun
  for (let turn = 1; ; turn++) {
    const { word, heard, notice } = await ask(shop, sale)
    const { state } = sale
    if (turn >= most || !shop.steps.asksOn(sale, word)) return { sale, code: notice?.code ?? '' }
    await sleep(shop.steps.pause)
    // A callback has ended it meanwhile.
    if (sale.state !== state) return { sale, code: '' }
    sale = shop.steps.again(sale, heard, shop)
  }
}

/** Asks once more about every sale that is still open, now that time has passed. */
export async function chase(shop: Shop): Promise<void> {
  const open = shop.books.all().filter((sale) => sale.state === 'pending' && shop.steps.isFresh(sale, shop))
  await Promise.all(open.map((sale) => ask(shop, sale)))
}

interface Asked {
  word: Word
  heard: Heard
  notice: Notice | undefined
}

async function ask(shop: Shop, sale: Sale): Promise<Asked> {
  const asked = await exchange(shop, sale)
  const { word, notice } = asked
  shop.steps.note(sale, word, notice, shop)
  if (notice && sale.state === 'paid') record(sale, notice, shop)
  return asked
}

/** What a success tells besides: the serial, the price and the balance. */
function record(sale: Sale, { message, serial }: Notice, shop: Shop): void {
  const { SN, HRG, SAL } = shop.steps.pairs(message)
  sale.serial = SN ?? (serial === '' ? sale.serial : serial)
  if (HRG !== undefined && /^\d+$/.test(HRG)) sale.price = Number(HRG)
  if (SAL !== undefined) shop.steps.weigh(SAL, shop)
}

async function exchange(shop: Shop, question: Question): Promise<Asked> {
  const { steps } = shop
  const document = steps.write(steps.method(question), steps.members(question, shop))
  const heard = await steps.post(steps.pack(document, shop))
  if (heard.status === undefined) return { word: 'unknown', heard, notice: undefined }
  const told = steps.understand(steps.read(heard), heard)
  const notice = told && steps.answers(told, question) ? told : undefined
  return { word: steps.judge(notice, shop, heard), heard, notice }
}

/** Asks whose a meter is; gives what was answered last. */
async function query(shop: Shop, { number, product }: Order): Promise<Word> {
  const question: Question = { operation: 'query', reference: shop.steps.reference(shop), number, product }
  for (let turn = 1; ; turn++) {
    const { word } = await exchange(shop, question)
    if (word !== 'unknown' || turn >= most) return word
    await sleep(shop.steps.pause)
  }
}
