/** The honest token services: a token for whoever signs rightly, a customer's for a code that is good once. */
import { stampOf } from '../../../contract/datetime.ts'
import { addedSeconds } from './time.ts'
import type { Call, Outcome, Steps } from './steps.ts'
import type { Token } from './tokens.ts'

/** Seconds that the tokens of a customer, and those that renew them, are good for. */
const customerSeconds = 15 * 86_400
const renewalSeconds = 10 * 86_400

/** What a refresh token begins with: no request is authorized by one. */
const renewal = 'R.'

/** Issue as the contract wants it. */
export const tokening = {
  async token(call) {
    const seconds = Number(call.till.profile['tokenSeconds'])
    const accessToken = call.till.tokens.issue({
      partner: call.partner?.id ?? '',
      expires: addedSeconds(call.at, seconds),
    })
    return { form: '200##00', fields: { accessToken, tokenType: 'Bearer', expiresIn: String(seconds) } }
  },
  async customerToken(call) {
    const isRenewal = /^refresh_token$/i.test(call.steps.valueAt(call, 'grantType') ?? '')
    const place = isRenewal ? 'refreshToken' : 'authCode'
    const given = call.steps.valueAt(call, place)
    if (given === undefined) return { form: '400##02', about: place }
    const customer = isRenewal ? call.steps.renewedBy(call, given) : await call.steps.consentedBy(call, given)
    return customer === undefined ? { form: '401##00', about: place } : issued(call, customer)
  },
  async consentedBy({ till, partner }, code) {
    const customer = await till.ledger.consent(code)
    return customer?.partner === partner?.id ? customer?.id : undefined
  },
  renewedBy(call, text) {
    const token = renewalOf(call, text)
    return token?.partner === call.partner?.id && token !== undefined && call.at < token.expires
      ? token.customer
      : undefined
  },
} satisfies Partial<Steps>

/** The token that is known under the text of a refresh token. */
export const renewalOf = ({ till }: Call, text: string): Token | undefined =>
  text.startsWith(renewal) ? till.tokens.known(text.slice(renewal.length)) : undefined

function issued({ till, partner, at }: Call, customer: string): Outcome {
  const owner = { partner: partner?.id ?? '', customer }
  const zone = String(till.profile['timezone'])
  const [expires, renewable] = [addedSeconds(at, customerSeconds), addedSeconds(at, renewalSeconds)]
  return {
    form: '200##00',
    fields: {
      accessToken: till.tokens.issue({ ...owner, expires }),
      tokenType: 'Bearer',
      accessTokenExpiryTime: stampOf(expires, zone),
      refreshToken: `${renewal}${till.tokens.issue({ ...owner, expires: renewable })}`,
      refreshTokenExpiryTime: stampOf(renewable, zone),
    },
  }
}
