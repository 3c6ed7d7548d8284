/** Names that are nearly those of other things. */

/** The most letters that a name may have. */
export const longest = 64

/** A name in letters of the other case. */
export const turned = (name: string): string =>
  name.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
