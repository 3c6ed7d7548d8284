/** What whoever builds or drives a client has to know of the sandbox, a line each. */
import type { Magic } from './magic.ts'

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
