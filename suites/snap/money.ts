/** Money in whole units of the smallest coin, sen of a rupiah: no amount is ever a binary fraction. */

/** Units of an amount as messages write it, `10000.00`; undefined for any other text. */
export function unitsOf(amount: string): bigint | undefined {
  return /^\d{1,20}\.\d{2}$/.test(amount) ? BigInt(amount.replace('.', '')) : undefined
}

/** An amount as messages write it. */
export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(3, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** All of them together. */
export const sum = (amounts: bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
