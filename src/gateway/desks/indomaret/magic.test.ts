import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { home } from '../../../contract/home.ts'
import { createGateway } from '../../gateway.ts'
import { magicOf } from './magic.ts'
import { inProcess } from '../../testing/post.ts'
import { freshReference, storeAt } from './testing/store.ts'

const table = magicOf('indomaret')
const gateway = await createGateway({ protocols: ['indomaret'] })
const store = storeAt(gateway, inProcess(gateway))

/** What an inquiry and a payment of the whole amount of such a code are answered. */
const answers: { [data: string]: [string, string] } = {
  expired: ['54', '54'],
  failing: ['00', '91'],
  unknown: ['14', '14'],
}

describe('magic codes', () => {
  it('keep their schema', () => {
    const read = (...path: string[]) =>
      JSON.parse(readFileSync(join(home, 'schemas', ...path), 'utf8')) as object
    const validate = new Ajv2020({ strict: true }).compile(read('magic.schema.json'))
    expect(validate(read('indomaret', 'magic.json')) || validate.errors).toBe(true)
  })

  it.each(table)('$prefix…: $says', async ({ prefix, data, bill }) => {
    const [asked, paid] = answers[data] ?? ['00', '00']
    const [code, other] = [`${prefix}0001`, `${prefix}0002`]
    const inquiry = await store.inquiry(code)
    expect(inquiry.code).toBe(asked)
    if (asked === '00') expect(Number(inquiry.fields['Amount'])).toBe(bill!['amount'])
    expect((await store.payment(code, freshReference(), Number(bill?.['amount'] ?? 1))).code).toBe(paid)
    expect((await store.inquiry(other)).code).toBe(asked)
  })

  it('are the only codes that exist unasked', async () => {
    expect((await store.inquiry('8877')).code).toBe('14')
  })
})
