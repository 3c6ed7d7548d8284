import { describe, expect, test } from 'vitest'
import { loadContract } from '../../contract/load.ts'
import { pairsIn, stateOf, subjectOf } from './notice.ts'

const contract = loadContract('xgateway')

describe('MESSAGE', () => {
  test('is read by its keys', () => {
    const message =
      'ISI I50 KE 085700000001 , SUKSES. SAL=5609112,HRG=48825,ID=1553842300121,SN=0329135143014892'
    expect(pairsIn(message)).toEqual({
      SAL: '5609112',
      HRG: '48825',
      ID: '1553842300121',
      SN: '0329135143014892',
    })
    expect(subjectOf(message)).toEqual({ product: 'I50', number: '085700000001' })
  })

  test('keeps commas inside of values, and the minus of a balance', () => {
    const serial = '9999-9999-9999-9999-9999/SITI S/O BUDI, ALM/kWh1500,0/R3/5500'
    const message = `ISI PLNA20 KE 11310000011 , SUKSES. SAL=-101000,HRG=20200,ID=1,SN=${serial},METER=11310000011`
    expect(pairsIn(message)).toMatchObject({ SAL: '-101000', SN: serial, METER: '11310000011' })
  })

  test('may have an empty reason', () => {
    expect(pairsIn('ISI SF50 KE 085700000001, PENDING. SAL=5789512, ID=1553842124093, KET=')).toEqual({
      SAL: '5789512',
      ID: '1553842124093',
      KET: '',
    })
  })
})

test('a code says how a sale stands; 04 and unknown codes say nothing', () => {
  const states = ['00', '68', '07', '21', '04', '99', ''].map((code) => stateOf(contract, code))
  expect(states).toEqual(['paid', 'pending', 'failed', 'reversed', undefined, undefined, undefined])
})
