/** Names that are nearly those of other things. */

/** The most letters that a name may have. */
export const longest = 64

/** A name of digits alone, as counters give them. */
export const inDigits = (name: string): string =>
  name.replace(/\D/g, (letter) => String(letter.charCodeAt(0)))
