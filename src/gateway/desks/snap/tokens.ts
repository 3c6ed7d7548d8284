/** Tokens that the desk has issued, each with its owner and its end. */
import { randomToken } from '../../token.ts'

/** A token as it is known. */
export interface Token {
  partner: string
  /** Whose it is, where it is a customer's. */
  customer?: string
  expires: number
}

export interface Tokens {
  issue(token: Token): string
  /** The token of a text; undefined when nobody issued it. */
  known(text: string): Token | undefined
}

/** A store without tokens; `draw` makes the text of a new one. */
export function createTokens(draw = () => randomToken() + randomToken()): Tokens {
  const tokens = new Map<string, Token>()
  return {
    issue(token) {
      const text = draw()
      tokens.set(text, token)
      return text
    },
    known: (text) => tokens.get(text),
  }
}
