/** Texts of MESSAGE as the kiosk writes them. */
import type { Books } from './books.ts'
import type { Telling } from './deal.ts'

export function phraseOf(books: Books, deal: Telling): string {
  const { prefix } = books.manner
  const text = deal.kind === 'QUERY' ? queryPhrase(books, deal) : purchasePhrase(books, deal)
  return deal.repeated && prefix ? `${prefix} ${text}` : text
}

function queryPhrase(books: Books, deal: Telling): string {
  const head = `QUERY ${deal.nom} ke ${deal.nohp}`
  if (deal.code !== '00') return `${head}, GAGAL. ${failure(books, deal)}`
  const { meter, idpel, power } = deal.customer!
  const pairs = [
    `METER=${meter}`,
    `IDPEL=${idpel}`,
    `NAMA=${books.nameOf(deal)}`,
    `DAYA=${power.replace('/', ' /')} VA`,
  ]
  return `${head}, SUKSES. ${pairs.join(', ')}`
}

function purchasePhrase(books: Books, deal: Telling): string {
  const { blank, separator } = books.manner
  const head = `ISI ${deal.nom} KE ${deal.nohp}`
  if (deal.code === '68') return `${head}, PENDING. ${failure(books, deal)}`
  if (deal.code !== '00') return `${head}, GAGAL. ${failure(books, deal)}`
  const pairs = [`SAL=${left(books, deal)}`, `HRG=${deal.price}`, `ID=${deal.id}`, `SN=${deal.serial}`]
  const all = deal.token === '' ? pairs : [...pairs, ...tokenPairs(books, deal)]
  return `${head}${blank}, SUKSES. ${all.join(separator.success)}`
}

function failure(books: Books, deal: Telling): string {
  const why = deal.code === '68' ? '' : deal.why || books.manner.reason(deal.code!)
  return [`SAL=${left(books, deal)}`, `ID=${deal.id}`, `KET=${why}`].join(books.manner.separator.failure)
}

function left(books: Books, deal: Telling): number {
  const latest = books.accounts.get(deal.user)?.balance ?? 0
  return books.manner.tellsLatest ? latest : (deal.left ?? latest)
}

function tokenPairs(books: Books, deal: Telling): string[] {
  const { meter, idpel, power } = deal.customer!
  const rupiah = Number(deal.nom.replace(/\D/g, '')) * 1000
  const parts = { ADMIN: 0, METERAI: 0, PPN: rupiah * 0.1, PPJ: rupiah * 0.024, ANGSURAN: 0 }
  const rest = rupiah - Object.values(parts).reduce((sum, part) => sum + part, 0)
  const amounts = Object.entries({ ...parts, RPTOKEN: rest }).map(
    ([name, part]) => `${name}=${part.toFixed(1)}`,
  )
  return [
    `METER=${meter}`,
    `IDPEL=${idpel}`,
    `NAMA=${books.nameOf(deal)}`,
    `DAYA=${power}`,
    `REF=APL${deal.id}`,
    `RPBAYAR=${rupiah}`,
    ...amounts,
    `KWH=kWh${books.quantityOf(deal).toFixed(1)}`,
    `TOKEN=${deal.token}`,
  ]
}
