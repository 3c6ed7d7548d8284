/** Signature key of a gateway that was given none. Not a secret: it signs play money. */
export const sandboxKey = 'batu-uji-sandbox'
