/** The only place that knows how the validator is set up. */
import { Ajv2020 } from 'ajv/dist/2020.js'

/** A validator that finds every error; `isTime` tells whether a date and time exists. */
export function createValidator(isTime: (value: string) => boolean): Ajv2020 {
  return new Ajv2020({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    formats: { 'date-and-time': isTime },
    validateFormats: true,
  })
}
