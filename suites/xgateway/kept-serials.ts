/** Serials as books keep them, held against what was told. */

/** A serial without what a line wrap adds to it. */
export const tidy = (serial: string): string => serial.replace(/\s+/g, ' ').trim()

/** Books may call something else a receipt, or keep the token alone; what else stands in a serial is cut from it. */
export function isPart(receipt: string, whole: string): boolean {
  if (receipt === '' || receipt === whole || receipt === whole.split('/')[0]) return false
  if (receipt.replaceAll('&amp;', '&') === whole) return true
  return whole.includes(receipt) || isNumber(receipt, whole) || isRespelt(receipt, whole)
}

/** The digits as a number: without zeros before them, or rounded to a power of ten as floats are printed. */
function isNumber(receipt: string, whole: string): boolean {
  const [, digits] = /^\d(?:\.(\d{1,20}))?E\+?\d+$/i.exec(receipt) ?? []
  const [kept, told] = [Number(receipt), Number(whole)]
  return kept === told || (digits !== undefined && kept === Number(told.toExponential(digits.length)))
}

/** The same token, and what is behind it written otherwise: in as many parts, with the same end, or without its signs. */
function isRespelt(receipt: string, whole: string): boolean {
  const [parts, expected] = [receipt.split('/'), whole.split('/')]
  if (expected.length === 1) return false
  const isAlike = parts.length === expected.length || (parts.length > 1 && parts.at(-1) === expected.at(-1))
  return (parts[0] === expected[0] && isAlike) || signless(receipt) === signless(whole)
}

const signless = (serial: string): string => serial.replace(/[^\p{L}\p{N}]/gu, '')
