/** Kinds of requests that defects speak of. */
import type { Call } from '../steps.ts'

export const isPay = ({ operation }: Call): boolean => operation === 'pay'
export const isVerify = ({ operation }: Call): boolean => operation === 'bankAccountVerify'
export const isAccount = ({ operation }: Call): boolean => operation === 'account'
