/** The check of a message's fields, against the validator that it is made of. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { isNested, type Contract, type MessageSpec, type Profile } from '../src/contract/contract.ts'
import { inRange, isEndOfDay, momentOf, onCalendar } from '../src/contract/datetime.ts'
import { isRealTime } from '../src/contract/iso-time.ts'
import { loadContract } from '../src/contract/load.ts'
import { jsonSchemaOf } from '../src/contract/schema.ts'
import { shapeOf } from '../src/contract/shape.ts'
import { exchangesOf, type Trace } from '../src/judge/trace.ts'
import type { Read } from '../src/wire/reading.ts'
import { worked } from './measure.ts'
import { rowOf, type Row } from './row.ts'

interface Message {
  spec: MessageSpec
  read: Read
}

/** JSON is checked at no less than 0.7 of the speed of the validator. */
const most = 1 / 0.7

export async function shapeRow(trace: Trace): Promise<Row> {
  const { profile } = trace
  const contract = loadContract(trace.protocol)
  const messages = messagesOf(contract, trace)
  const bare = new Map(
    [...new Set(messages.map(({ spec }) => spec))].map((spec) => [spec, bareOf(contract, spec, profile)]),
  )
  const compared = await worked(
    15,
    () =>
      messages.forEach(({ spec, read }) =>
        shapeOf(contract, spec, profile).check(read.fields, read.json?.numbers),
      ),
    () => messages.forEach(({ spec, read }) => bare.get(spec)!.forEach((validate) => validate(read.fields))),
  )
  return rowOf(
    {
      what: `${trace.protocol}, check the fields of ${messages.length} messages`,
      limit: 'ajv alone',
      ...(isNested(contract) ? { budget: { ratio: most } } : {}),
    },
    compared,
  )
}

function messagesOf({ operations, messages }: Contract, trace: Trace): Message[] {
  return exchangesOf(trace).flatMap(({ operation = '', request, response }) =>
    (['request', 'response'] as const).flatMap((side) => {
      const spec = messages[operations[operation]?.[side] ?? '']
      const read = side === 'request' ? request.read : response?.read
      return read?.ok && spec ? [{ spec, read }] : []
    }),
  )
}

/** Both schemas of a message, compiled by the validator itself. */
function bareOf(contract: Contract, spec: MessageSpec, profile: Profile) {
  const formats = { 'date-and-time': isNested(contract) ? isRealTime : isDateAndTime }
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false, formats })
  return (['must', 'should'] as const).map((strictness) =>
    ajv.compile(jsonSchemaOf(contract, spec, profile, strictness)),
  )
}

function isDateAndTime(value: string): boolean {
  const moment = momentOf(value)
  return moment === undefined || (onCalendar(moment) && (inRange(moment) || isEndOfDay(moment)))
}
