/** The only place that knows how the validator is set up. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

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

/** Compiles each schema once, whoever asks: most switches of a profile leave most schemas as they are. */
export function createCompiler(isTime: (value: string) => boolean): (schema: object) => ValidateFunction {
  const ajv = createValidator(isTime)
  const compiled = new Map<string, ValidateFunction>()
  return (schema) => {
    const text = JSON.stringify(schema)
    const validate = compiled.get(text) ?? ajv.compile(schema)
    compiled.set(text, validate)
    return validate
  }
}
