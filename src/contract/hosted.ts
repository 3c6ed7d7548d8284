import type { Acknowledgement, Profile } from './contract.ts'

/** A service that whoever takes callbacks has, for the gateway to fetch a credential at before it calls back. */
export interface Hosted extends Acknowledgement {
  /** Profile under which a gateway asks for it. */
  when: Profile
  /** The end of its path, wherever it is. */
  at: string
  /** Headers of the request that its answer repeats. */
  repeats?: string[]
}
