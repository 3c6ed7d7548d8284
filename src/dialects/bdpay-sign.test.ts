/** Signatures of BDPay against vectors that were made apart from this project. */
import { createHash, constants, privateEncrypt, publicDecrypt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { home } from '../contract/home.ts'
import type { Json } from '../wire/reading.ts'
import { decoded, signText, textToSign, valueText, type Pairs } from './bdpay-sign.ts'
import { verifyValues } from './bdpay-verify.ts'
import { privateKeyOf, publicKeyOf } from './key-pairs.ts'

interface Vector {
  id: string
  key: string
  fields: { [name: string]: Json }
  text: string
  blocks: number[]
  signature: string
}

interface Wrong {
  id: string
  of: string
  differs: string
  text?: string
  signature?: string
  signedWith?: string
  fields?: { [name: string]: Json }
}

const vectors = JSON.parse(
  readFileSync(join(home, 'fixtures', 'bdpay', 'published', 'vectors.json'), 'utf8'),
) as {
  keys: { [name: string]: { privateKey: string; publicKey: string } }
  right: Vector[]
  wrong: Wrong[]
  urlSafe: { of: string; signature: string }
  smallBlocks: { of: string; block: number; sha256: string }
  unpadded: { of: string; blocks: string[] }
}
const vector = (id: string) => vectors.right.find((one) => one.id === id)!
const pairsIn = (fields: Vector['fields']): Pairs =>
  Object.entries(fields).map(([name, value]) => [name, valueText(value)])
const checkOf = ({ fields, key }: Pick<Vector, 'fields' | 'key'>, signature: string) => ({
  pairs: pairsIn(fields),
  signature,
  key: vectors.keys[key]!.publicKey,
})

describe('right signatures', () => {
  test.each(vectors.right)('$id: $says', (one) => {
    expect(textToSign(pairsIn(one.fields))).toBe(one.text)
    expect(signText(one.text, vectors.keys[one.key]!.privateKey)).toBe(one.signature)
    expect(verifyValues(checkOf(one, one.signature))).toEqual({ good: true })
  })

  test('the URL alphabet is another way to write the same', () => {
    const one = vector(vectors.urlSafe.of)
    const signature = signText(one.text, vectors.keys[one.key]!.privateKey, { urlSafe: true })
    expect(signature).toBe(vectors.urlSafe.signature)
    expect(verifyValues(checkOf(one, signature))).toEqual({ good: true })
  })

  test('blocks may be smaller than the key allows', () => {
    const { of, block, sha256 } = vectors.smallBlocks
    const one = vector(of)
    const signature = signText(one.text, vectors.keys[one.key]!.privateKey, { block })
    expect(createHash('sha256').update(decoded(signature)!).digest('hex')).toBe(sha256)
    expect(verifyValues(checkOf(one, signature))).toEqual({ good: true })
  })

  test('blocks are padded by 00 01 FF 00', () => {
    const { of, blocks } = vectors.unpadded
    const one = vector(of)
    const bytes = decoded(one.signature)!
    const key = { key: publicKeyOf(vectors.keys[one.key]!.publicKey), padding: constants.RSA_NO_PADDING }
    const found = [0, 128].map((at) => publicDecrypt(key, bytes.subarray(at, at + 128)).toString('hex'))
    expect(found).toEqual(blocks)
  })
})

describe('wrong signatures fail for their reason', () => {
  test.each(vectors.wrong)('$id: $says', ({ of, differs, text, signature, signedWith, fields }) => {
    const one = vector(of)
    const made = signature ?? signText(text!, vectors.keys[signedWith ?? one.key]!.privateKey)
    const checked = checkOf({ ...one, fields: fields ?? one.fields }, made)
    expect(verifyValues(checked)).toMatchObject({ good: false, differs })
  })

  const one = vector('v7')
  const { privateKey } = vectors.keys[one.key]!
  const v7 = pairsIn(one.fields)
  const without = (value: string) => textToSign(v7.filter(([, own]) => own !== value))

  test.each([
    ['', 'absent'],
    ['  ', 'absent'],
    ['%%%', 'unreadable'],
    ['QQ==', 'unreadable'],
    [signText(without('0'), privateKey), 'zero'],
    [signText(`${one.text}more`, privateKey), 'more'],
    [signText(one.text.slice(0, 20), privateKey), 'part'],
  ])('%s: %s', (signature, differs) => {
    expect(verifyValues(checkOf(one, signature))).toMatchObject({ good: false, differs })
  })

  test.each([
    [1, 4, 'padding'],
    [2, 8, 'algorithm'],
  ])('a block with padding of type %d and %d bytes of it: %s', (type, filling, differs) => {
    const head = Buffer.from([0, type, ...Array.from({ length: filling }, () => 0xff), 0])
    const block = Buffer.concat([head, Buffer.alloc(128 - head.length, 0x20)])
    const made = privateEncrypt({ key: privateKeyOf(privateKey), padding: constants.RSA_NO_PADDING }, block)
    expect(verifyValues(checkOf(one, made.toString('base64')))).toMatchObject({ good: false, differs })
  })

  test('a value 0 may be left out where the parties agree on it', () => {
    const signature = signText(without('0'), privateKey)
    expect(verifyValues({ ...checkOf(one, signature), withoutZeroes: true })).toEqual({ good: true })
  })

  test('the word null, letters of Latin-1 and a sort without capitals are told', () => {
    const pairs: Pairs = [
      ['appId', ''],
      ['name', 'é'],
      ['Zeta', 'z'],
    ]
    const key = vectors.keys['merchant1024']!
    const differs = (message: string | Uint8Array) =>
      verifyValues({ pairs, signature: signText(message, key.privateKey), key: key.publicKey })
    expect(textToSign(pairs)).toBe('zé')
    expect(differs('znullé')).toMatchObject({ differs: 'null' })
    expect(differs('éz')).toMatchObject({ differs: 'order' })
    expect(differs(Buffer.from('zé', 'latin1'))).toMatchObject({ differs: 'charset' })
  })
})
