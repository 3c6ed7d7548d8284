/** Answers to queries that stand in `data`, as relatives of the platform send them. */
import { memberAt, put } from '../wire/json-place.ts'
import type { Fields, Json, Read } from '../wire/reading.ts'

/** Code of a wrapped answer that worked. */
const WORKED = 1000

/** The fields of an answer, wrapped. */
export function wrapped({ platRespCode, platRespMessage, platSign: _unsigned, ...data }: Fields): Fields {
  const worked = platRespCode === 'SUCCESS'
  return {
    success: worked,
    code: worked ? WORKED : WORKED + 1,
    message: platRespMessage ?? '',
    ...(worked ? { data: data as { [name: string]: Json } } : {}),
  }
}

/** A wrapped answer read as if its data stood outside; any other answer as it is. */
export function unwrapped(read: Read): Read {
  const { success, code, message, data } = read.fields
  if (success === undefined || read.fields['platRespCode'] !== undefined) return read
  const worked = success === true && Number(code ?? WORKED) === WORKED
  const fields: Fields = { platRespCode: worked ? 'SUCCESS' : 'FAIL' }
  if (message !== undefined) fields['platRespMessage'] = message
  const numbers = { ...read.json?.numbers }
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    for (const [name, value] of Object.entries(data)) {
      put(fields, memberAt('', name), value)
      const text = numbers[memberAt('data', name)]
      if (text !== undefined) numbers[memberAt('', name)] = text
    }
  return {
    ...read,
    fields: { ...read.fields, ...fields },
    ...(read.json ? { json: { ...read.json, numbers } } : {}),
  }
}
