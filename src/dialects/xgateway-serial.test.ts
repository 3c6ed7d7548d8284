import { describe, expect, it } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { kernelOf, serialOf } from './xgateway-serial.ts'

const grammar = loadContract('xgateway').phrases!
const token = '1234-5678-9012-3456-7890'

describe('serialOf', () => {
  it.each([
    ['PLN20', token, { token }],
    [
      'PLNA20',
      `${token}/BUDI-S/kWh13,5/R1/900`,
      { token, name: 'BUDI-S', kwh: '13,5', segment: 'R1', power: '900' },
    ],
    [
      'PLNA20',
      `${token}/Nama-Pelanggan /kWh1500,0/R3/5500`,
      { token, name: 'Nama-Pelanggan', kwh: '1500,0', segment: 'R3', power: '5500' },
    ],
    [
      'PLNA100',
      `${token}/A/N-BUDI/13.5/R1M/900`,
      { token, name: 'A/N-BUDI', kwh: '13.5', segment: 'R1M', power: '900' },
    ],
    [
      'PLNA100',
      `${token}/A, B/kWh1/R1/1/kWh2/R2/900`,
      { token, name: 'A, B/kWh1/R1/1', kwh: '2', segment: 'R2', power: '900' },
    ],
  ])('reads that of %s: %s', (product, text, parts) => {
    expect(serialOf(text, product, grammar)).toEqual({ ok: true, ...parts })
  })

  it.each([
    ['PLN20', '12345678901234567890'],
    ['PLN20', '1234-5678-9012-3456'],
    ['PLN20', `${token}/BUDI/kWh13,5/R1/900`],
    ['PLN20', ''],
    ['PLNA20', token],
    ['PLNA20', `${token}/BUDI/kWh13,5/900/R1`],
    ['PLNA20', `${token}/BUDI/kWh13,5/R1/900 VA`],
    ['PLNA20', '** FORMAT SN LIHAT KETERANGAN **'],
    ['PLNA20', `${token}//kWh13,5/R1/900`],
  ])('refuses for %s: %s', (product, text) => {
    const serial = serialOf(text, product, grammar)
    expect(serial).toMatchObject({
      ok: false,
      says: expect.stringMatching(/^The serial number of PLN.* is not .*\.$/),
    })
  })

  it('says nothing of other products', () => {
    expect(serialOf('0329135143014892', 'I50', grammar)).toBeUndefined()
    expect(serialOf('x', 'PLN', grammar)).toBeUndefined()
  })

  it('takes no time over a long one', () => {
    const began = process.cpuUsage()
    serialOf(`${token}/${'/1/A/'.repeat(100_000)}`, 'PLNA20', grammar)
    serialOf(`${token}/${' '.repeat(300_000)}/`, 'PLNA20', grammar)
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500)
  })
})

describe('kernelOf', () => {
  it.each([
    ['Nama-Pelanggan ', 'Nama Pelanggan'],
    ['R3 /5500 VA', 'R3/5500'],
    ['kWh1500,0', '1500.0'],
    ['032913514301489 2', '0329135143014892'],
  ])('finds %s and %s alike', (left, right) => {
    expect(kernelOf(left)).toBe(kernelOf(right))
  })
})
