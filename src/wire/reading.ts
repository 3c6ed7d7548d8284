/** What a message decodes to. Both readers of a codec, the gateway's and the judge's, answer in this form. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Decoded fields by name. XML leaves are always text: leading zeros and `00` survive. */
export type Fields = { [name: string]: Json }

/** Something wrong with the structure around the values; the values could still be read. */
export interface Flaw {
  kind:
    | 'duplicate' // a leaf occurs twice
    | 'mixed' // text beside elements
    | 'nested' // an element inside a leaf
    | 'padding' // white space around a value
    | 'attribute' // an unexpected attribute
    | 'encoding' // declared encoding and HTTP charset disagree, or a BOM against the declaration
    | 'escape' // an escape that stands for nothing: half of a surrogate pair, a percent sign alone
  /** Field or element that it was found at. */
  at: string
  says: string
  /** Two encodings are named, and the bytes are the same text in both. */
  harmless?: true
}

/** Why nothing could be decoded. */
export interface Unreadable {
  what:
    | 'empty' // no bytes
    | 'encoding' // bytes that are not in the declared encoding
    | 'not-xml' // another format (HTML page, JSON, plain text)
    | 'not-json'
    | 'not-form'
    | 'not-well-formed'
    | 'unescaped' // not well-formed at a bare `&` or `<` in a value
    | 'doctype' // a DTD, refused unread
    | 'too-deep'
    | 'too-large'
    | 'no-envelope'
    | 'no-body'
    | 'no-payload'
    | 'many-payloads'
  says: string
  line?: number
  column?: number
}

export interface SoapFacts {
  /** `1.1`, `1.2`, or the namespace URI found on Envelope. */
  version: string
  /** Prefix written on Envelope, '' for a default namespace. */
  prefix: string
  /** A Header element was there. */
  header: boolean
  /** Namespace of the payload element, null for none. */
  payloadNs: string | null
  /** The different namespaces of the leaves, null for none. */
  leafNs: (string | null)[]
  /** Local name of an RPC wrapper around the payload, if there was one. */
  wrapper?: string
  /** RPC/encoded signs: xsi:type on leaves, encodingStyle, `return`/`item` containers. */
  encoded: boolean
  /** A SOAP Fault instead of a payload. */
  fault?: { code: string; says: string }
  /** Leaves said to be xsi:nil (they are absent from the fields). */
  nil: string[]
  /** `encoding` of the XML declaration, lower case; absent without one. */
  declared?: string
  bom: boolean
  cdata: boolean
  comments: boolean
  /** Encoding that the bytes were read in, lower case. */
  encoding: string
}

/** How an XML-RPC document was written. */
export interface RpcFacts {
  /** `methodCall`, or `methodResponse` with params or with a fault. */
  kind: 'call' | 'response' | 'fault'
  /** methodName as it was written. */
  method?: string
  /** An XML-RPC fault instead of params. */
  fault?: { code: string; says: string }
  /** Type element around the text of each member: `string`, `untyped`, `int`, `i4`, `nil`, ... */
  types: { [member: string]: string }
  /** Number of param elements; one is right. */
  params: number
  /** White space stands between `<value>` and its type element in some member. */
  spaced: boolean
  /** `encoding` of the XML declaration, lower case; absent without one. */
  declared?: string
  bom: boolean
  cdata: boolean
  comments: boolean
  /** Encoding that the bytes were read in, lower case. */
  encoding: string
}

/** How a JSON message was written. */
export interface JsonFacts {
  /** What the outermost value is; `none` where an empty body says nothing on purpose. */
  root: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'none'
  /** Places of members that are there more than once; the last one counts. */
  duplicates: string[]
  /** Numbers by place, as they were written: `10000.00`, `1e4`. */
  numbers: { [place: string]: string }
  /** Places of members that are spelt otherwise than their row, and how. */
  aliases?: { [place: string]: string }
  bom: boolean
  /** `charset` of the Content-Type, lower case; absent without one. */
  charset?: string
  /** Content-Type without its parameters, lower case; absent without one. */
  mediaType?: string
}

/** How a form was written. */
export interface FormFacts {
  /** Names that are there more than once; the first one counts. */
  duplicates: string[]
  charset?: string
  mediaType?: string
}

export type Reading =
  | {
      ok: true
      /** Name that the message gives itself: payload root, method name; the operation for plain JSON. */
      name: string
      /**
       * Values by place. In JSON a member stands under its name as it is, and beside it all that it holds under
       * dotted places: `amount`, `amount.value`, `urlParam[0].url`. Headers that are fields: `header:X-TIMESTAMP`.
       */
      fields: Fields
      /** Names of the outermost fields in wire order, repeated ones repeated. */
      order: string[]
      flaws: Flaw[]
      soap?: SoapFacts
      rpc?: RpcFacts
      json?: JsonFacts
      form?: FormFacts
    }
  | {
      ok: false
      fault: Unreadable
      /** Name that is known without the body: the operation whose path was called. */
      name?: string
    }

export type Read = Extract<Reading, { ok: true }>

/** A fault of the envelope in place of an answer of the business. */
export function faultOf(read: Read): { code: string; says: string } | undefined {
  return read.soap?.fault ?? read.rpc?.fault
}

/** Value of a field as text, undefined when it is absent. A JSON number is given as it was written. */
export function text(reading: Reading | undefined, field: string): string | undefined {
  if (!reading?.ok) return undefined
  const value = reading.fields[field]
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return undefined
  return (typeof value === 'number' ? reading.json?.numbers[field] : undefined) ?? JSON.stringify(value)
}

/** The text of a field; '' where it is no text at all, as a number is none, or is not there. */
export function wordIn(reading: Reading | undefined, field: string): string {
  const value = reading?.ok ? reading.fields[field] : undefined
  return typeof value === 'string' ? value : ''
}

/** The text of a field or, of several of which a message has one, of the first that it has. */
export function textOfFirst(reading: Reading | undefined, choice: string | string[]): string | undefined {
  const names = typeof choice === 'string' ? [choice] : choice
  for (const name of names) {
    const value = text(reading, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** No document that anyone sends has a member of this name. */
const VERBATIM = '\u0000verbatim'

/** A value that the writer of JSON takes over letter by letter: `1e4`, nonsense, or `null`, which is sent in no other way. */
export const verbatim = (text: string): Json => ({ [VERBATIM]: text })

/** The text of a verbatim value, undefined for any other. */
export function verbatimIn(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const text = value[VERBATIM]
  return typeof text === 'string' ? text : undefined
}
