/** Keys of a pair, as every protocol reads them. */
export { privateKeyOf, publicKeyOf } from './key-pairs.ts'
