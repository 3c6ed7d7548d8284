/** Sums of money as a hook may tell them: in rupiah, with or without fractions. */

/** By how much a balance fell, without what a computer adds to fractions of its own accord. */
export const fallBetween = (before: number, after: number): number => Math.round((before - after) * 100) / 100
