/** What stands in records in the place of a secret: a mark, the same wherever the same secret stood. */

/** In the place of what no record tells apart. ASCII, for it also stands in bodies that are not UTF-8. */
export const masked = '[masked]'

/** Gives a secret its mark. */
export type Mark = (secret: string) => string

/** Marks by number, so that it can be told who used which secret, and not what it is. */
export function createMark(): Mark {
  const numbers = new Map<string, number>()
  return (secret) => {
    if (mark.test(secret)) return secret
    const number = numbers.get(secret) ?? numbers.size + 1
    numbers.set(secret, number)
    return `[masked-${number}]`
  }
}

const mark = /^\[masked-\d+\]$/

/** Nobody knows what stood here, so nothing can be wrong with how it is written. */
export const isWithheld = (text: string): boolean => /\[masked(?:-\d+)?\]/.test(text)
