/** Requests and their answers, as the tests of rules about access write them. */
import type { Fields } from '../../../../src/wire/reading.ts'
import type { Step } from './trace.ts'

export type More = Omit<Step, 'operation'>

export const request = (
  operation: Step['operation'],
  code?: string,
  fields: Fields = {},
  more: More = {},
): Step => ({
  operation,
  ...(code === undefined ? {} : { code }),
  fields,
  ...more,
})
export const pay = (code: string, fields: Fields = {}, more: More = {}): Step =>
  request('payment', code, fields, {
    answer: code.startsWith('200') ? { referenceNo: `T${String(fields['partnerReferenceNo'] ?? 'R1')}` } : {},
    ...more,
  })
export const ask = (code: string, fields: Fields = {}, more: More = {}): Step =>
  request('status', code, fields, { answer: { latestTransactionStatus: '00', serviceCode: '54' }, ...more })
export const grant = (token: string, client = 'A', more: More = {}): Step =>
  request(
    'token',
    '2007300',
    { 'header:X-CLIENT-KEY': client },
    {
      answer: { accessToken: token, tokenType: 'Bearer', expiresIn: '900' },
      ...more,
    },
  )

export const carrying = (token: string, more: Fields = {}): Fields => ({
  'header:Authorization': `Bearer ${token}`,
  ...more,
})
export const token = 'TokenGivenToA0123456789'
export const external = (id: string, more: Fields = {}): Fields => ({ 'header:X-EXTERNAL-ID': id, ...more })
export const other = (more: Fields = {}): Fields => ({ 'header:X-PARTNER-ID': 'B', ...more })
export const about = (reference: string): Fields => ({ originalPartnerReferenceNo: reference })
export const wild = (operation: Step['operation'], code: string, fields: Fields = {}): Step =>
  request(operation, code, fields, { differs: 'unknown' })
export const signed = { signature: 'c2lnbmVkT25jZQ==' }
export const stamp = { 'header:X-TIMESTAMP': '2026-08-06T10:00:05+07:00' }
export const late = { 'header:X-TIMESTAMP': '2026-08-06T10:00:06+07:00' }
export const day = 24 * 3600
export const same = { ...stamp, ...external('7') }
