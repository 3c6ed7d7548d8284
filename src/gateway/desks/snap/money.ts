/** Money in whole units of the smallest coin: sen of a rupiah. No amount is ever a binary fraction. */

/** Units of an amount as messages write it, `10000.00`; undefined for any other text. */
export function unitsOf(amount: string): bigint | undefined {
  return /^\d+\.\d{2}$/.test(amount) ? BigInt(amount.replace('.', '')) : undefined
}

/** An amount as messages write it. */
export function amountOf(units: bigint): string {
  const digits = units.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** An amount and its currency as messages have them. */
export const moneyOf = (units: bigint, currency: string): { value: string; currency: string } => ({
  value: amountOf(units),
  currency,
})
