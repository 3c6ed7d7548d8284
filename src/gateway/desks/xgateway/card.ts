/** What whoever builds or drives a client has to know of the sandbox, a line each. */
import type { Magic } from './magic.ts'

/** Credentials of the first account of the table, by the names that the contract gives them. */
export function credentialsOf({ accounts }: Magic): { [name: string]: string } {
  const first = accounts[0]
  return first ? { user: first.code, pin: String(first.wish['pin']) } : {}
}

/** Credentials, products and prices, and what numbers do. */
export function cardOf({ accounts, products, codes }: Magic): string[] {
  return [
    ...accounts.map(({ code, says, wish }) => `user ${code}, PIN ${String(wish['pin'])}: ${says}`),
    ...products.map(({ code, says, wish }) => `product ${code}, ${priceOf(wish)}: ${says}`),
    ...codes.map(({ prefix, says }) => `number ${prefix}…: ${says}`),
  ]
}

function priceOf({ price }: { [key: string]: unknown }): string {
  return price === undefined ? 'no price' : `${Number(price).toLocaleString('en')} rupiah`
}
