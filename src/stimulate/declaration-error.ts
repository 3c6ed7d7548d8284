/** A declaration, waiver file or option that cannot be used: what is wrong, where, and what to do, in a sentence. */
export class DeclarationError extends Error {
  override name = 'DeclarationError'
}
