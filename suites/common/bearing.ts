/** Which tokens requests carry under a profile. */
import type { Profile } from '../../src/contract/contract.ts'

/** Some requests carry the token of the consumer (`b2b`), or that of the customer (`b2b2c`). */
export const bears = ({ authorization }: Profile, token: 'b2b' | 'b2b2c'): boolean =>
  [token, 'both', 'payer'].includes(String(authorization))

/** The token of the consumer is looked at: requests carry it, or it is signed with them. */
export const carriesOwn = (profile: Profile): boolean =>
  bears(profile, 'b2b') || profile['requestSignature'] !== 'asym'
