/** Bodies of requests as text, for comparing them. */
import { textOf, type Exchange } from '../../../src/wire/exchange.ts'

/** The body of a request. */
export const bodyOf = ({ request }: Exchange): string => textOf(request.body)
