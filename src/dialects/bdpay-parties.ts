/** Keys of a party of BDPay from its credentials: its own private key, the public key of the other. */
import type { Operation } from '../contract/contract.ts'
import type { Call, KeyParts, Keys } from './dialect.ts'
import { signText, textToSign, valueText, type Pairs } from './bdpay-sign.ts'
import { verifyValues, type Verification } from './bdpay-verify.ts'

/** The place of the signature: merchants sign in one, the platform in the other. */
export const signatureAt = ({ from }: Pick<Operation, 'from'>, side: Call['side']): 'sign' | 'platSign' =>
  from === 'client' && side !== 'response' ? 'sign' : 'platSign'

/** `privateKey` is of whoever holds these credentials, `publicKey` of the other. What either side sent can be judged. */
export function keys({ contract, profile, side, credentials }: KeyParts): Keys {
  const { privateKey, publicKey } = credentials
  if (privateKey === undefined && publicKey === undefined) return {}
  const verified = (call: Call): Verification | undefined => {
    const operation = contract.operations[call.operation] ?? { from: 'client' }
    const key = senderOf(operation, call) === side ? privateKey : publicKey
    if (key === undefined) return undefined
    const at = signatureAt(operation, call.side)
    const signature = call.fields[at]
    return verifyValues({
      pairs: pairsIn(call, at),
      signature: typeof signature === 'string' ? signature : '',
      key,
      withoutZeroes: profile['zeroes'] === 'either',
    })
  }
  return {
    ...(privateKey === undefined
      ? {}
      : {
          signCall: (call: Call) => {
            const at = signatureAt(contract.operations[call.operation] ?? { from: 'client' }, call.side)
            const urlSafe = profile['signatureAlphabet'] === 'urlSafe'
            return signText(textToSign(pairsIn(call, at)), privateKey, { urlSafe })
          },
        }),
    judgeCall(call) {
      const result = verified(call)
      if (!result) return 'unchecked'
      if (result.good) return 'good'
      return result.differs === 'absent' ? 'none' : 'bad'
    },
    blameCall(call) {
      const result = verified(call)
      return result && !result.good ? { differs: result.differs, says: result.says } : undefined
    },
  }
}

const senderOf = ({ from }: Pick<Operation, 'from'>, { side }: Call): Operation['from'] =>
  side === 'response' ? (from === 'client' ? 'gateway' : 'client') : from

const pairsIn = ({ fields }: Call, at: string): Pairs =>
  Object.entries(fields).flatMap(([name, value]): Pairs => (name === at ? [] : [[name, valueText(value)]]))
