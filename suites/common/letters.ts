/** Letters in the other case, for texts that only those take for one who compare them carelessly. */

/** The whole text in capital letters if it has none, else in small ones. */
export const inOtherCase = (text: string): string =>
  text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()

/** Each letter in its other case. */
export const turned = (text: string): string => text.replace(/[a-z]/gi, inOtherCase)
