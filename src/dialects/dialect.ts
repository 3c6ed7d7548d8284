/** How one protocol seals and opens a message: envelope, signature, clock. One file a protocol. */
import type { Contract, Operation, Profile } from '../contract/contract.ts'
import type { Headers, SignatureFault, SignatureVerdict } from '../wire/exchange.ts'
import type { Fields, Json, Reading } from '../wire/reading.ts'

export type Side = 'request' | 'response'

/** Ways to write any XML; every key is optional, none means the plain form. */
export interface XmlStyle {
  encoding?: 'utf-8' | 'utf-16' | 'iso-8859-1'
  declaration?: 'none' | 'plain' | 'single-quoted' | 'standalone'
  bom?: boolean
  cdata?: boolean
  comments?: boolean
  indent?: boolean
  /** Non-ASCII as numeric references. */
  references?: boolean
}

/** Legal and illegal ways to write the same fields; every key is optional, none means the plain form. */
export interface SoapStyle extends XmlStyle {
  version?: '1.1' | '1.2'
  /** Prefix of Envelope, '' for a default namespace. Default `soap`. */
  prefix?: string
  /** Namespace of the payload element; null (default) writes none. */
  payloadNs?: string | null
  /** Prefix of the payload; '' or absent writes a default namespace. */
  payloadPrefix?: string
  /** Leaves in the payload's namespace too. */
  qualifiedLeaves?: boolean
  /** Text of a Header block to put into soap:Header; '' writes an empty Header. */
  header?: string
  /** Local name of an RPC wrapper around the payload. */
  wrapper?: string
  xsiType?: boolean
  /** Absent and empty optional fields as xsi:nil. */
  nil?: boolean
  /** Field order; fields not named follow in the specification's order. */
  order?: string[]
  /** Another name for the payload root. */
  root?: string
  contentType?: string
  /** Value of the SOAPAction header, quotes included; null leaves the header out. Default `""`. */
  soapAction?: string | null
}

/** Legal and illegal ways to write the same XML-RPC struct; every key is optional, none means the plain form. */
export interface RpcStyle extends XmlStyle {
  /** Another method name, or another spelling of it. */
  method?: string
  /** Types of members by name; `untyped` writes none. Default `string` for all. */
  types?: { [member: string]: string }
  /** The type of every member that `types` does not name. */
  type?: string
  /** Order of the members; those not named follow in the specification's order. */
  order?: string[]
  /** White space and line breaks between `<value>` and its type element. */
  spaced?: boolean
  /** `<value>` before `<name>` in each member. */
  valueFirst?: boolean
  /** A methodResponse or a methodCall, where the other would be written. */
  kind?: 'call' | 'response'
  /** '' leaves the header out. */
  contentType?: string
  gzip?: boolean
}

/** Legal and illegal ways to write the same JSON members; every key is optional, none means the plain form. */
export interface JsonStyle {
  /** Order of the outermost members; those not named follow. */
  order?: string[]
  /** Line breaks, and two blanks a level. */
  indent?: boolean
  /** A blank behind each colon and comma. */
  spaced?: boolean
  /** `\/` for each slash. */
  escapedSlashes?: boolean
  /** `\uXXXX` for each character outside ASCII. */
  unicodeEscapes?: boolean
  bom?: boolean
  encoding?: 'utf-8' | 'utf-16' | 'iso-8859-1'
  /** Media type; '' leaves the header out. */
  contentType?: string
  /** Added to the media type as its parameter. */
  charset?: string
  /** Members by place that are written once more, with this value, right behind the first. */
  duplicates?: { [place: string]: Json }
  /** Text behind the outermost value, such as a line break. */
  trailing?: string
  /** The whole text of the body, in place of all members. */
  instead?: string
}

/** Legal and illegal ways to write the same form; every key is optional, none means the plain form. */
export interface FormStyle extends Pick<
  JsonStyle,
  'order' | 'contentType' | 'charset' | 'duplicates' | 'trailing' | 'instead'
> {
  /** `%20` for a blank, not `+`. */
  percentBlanks?: boolean
  /** Small letters in `%2f`. */
  smallHex?: boolean
  /** Every character is escaped that is no letter and no digit. */
  escapesAll?: boolean
}

/** How a message is written, in whatever codec. */
export type Style = SoapStyle & RpcStyle & JsonStyle & FormStyle

/** A message before it is sealed. */
export interface Draft {
  operation: string
  side: Side
  fields: Fields
  style?: Style
  /** Places that the dialect must leave as they are, such as a signature forged on purpose. */
  spare?: string[]
  /** Another HTTP method than the operation's. */
  method?: string
}

export interface Sealed {
  method: string
  /** Path and query below the target's URL, '' for the URL itself. */
  path: string
  headers: Headers
  body: Buffer
  /** Of an answer whose HTTP status is a field: that status. */
  status?: number
}

/** A message as it came, before it is read. */
export interface Raw {
  headers: Headers
  body: Uint8Array
  /** Of a request: its method, and the URL that was asked for, absolute or from the path on. */
  method?: string
  url?: string
  /** Of an answer: its HTTP status, which is a field where the contract lists `header::status`. */
  status?: number
}

/** A whole request as it goes over the wire, for signatures that cover its bytes. */
export interface Call {
  operation: string
  method: string
  /** Path and query as they are called. */
  path: string
  /** Headers that are fields, and the body's members. */
  fields: Fields
  body: Uint8Array
  /** `response` where it is the answer to that request, whose fields and body these are. */
  side?: Side
  /** Of an answer: the body that was asked with. */
  asked?: Uint8Array
}

/** An answer that was read, and the request that it belongs to. */
export interface Answer {
  read: Reading
  operation: string
  raw: Raw
  asked: Raw
}

/** The verdict on a signature and, of one that is wrong, what differs. */
export interface Signed {
  signature: SignatureVerdict
  signatureFault?: SignatureFault
}

export interface Keys {
  /** Signs the fields of a request; absent when no signer was declared. Gives the signature's text. */
  sign?: (fields: Fields, operation: string) => string
  /** Signs a whole request, where the bytes count; undefined where it goes unsigned. */
  signCall?: (call: Call) => string | undefined
  /** Judges the signature of a whole request. */
  judgeCall?: (call: Call) => SignatureVerdict
  /** Tells what of a wrong signature differs. */
  blameCall?: (call: Call) => SignatureFault | undefined
}

/** What the keys of a party are made of. */
export interface KeyParts {
  contract: Contract
  profile: Profile
  /** Whose credentials these are: whoever sends these operations holds them. */
  side: Operation['from']
  credentials: { [name: string]: string }
  /** URL that paths are below, and whole URLs of operations. */
  url?: string
  endpoints?: { [operation: string]: string }
}

export interface Dialect {
  /** Writes a message and signs it (requests only, unless the signature's place is spared). */
  seal(draft: Draft, keys: Keys): Sealed
  /** Reads a message strictly: the judge's reader. An answer is read by what was asked, where that is known. */
  open(raw: Raw, side: Side, operation?: string): Reading
  /** Reads a message with the gateway's own reader, another implementation than `open`. */
  receive(raw: Raw, side: Side): Reading
  /** The contract's operation that a message belongs to, from what was read. */
  operationOf(reading: Reading): string | undefined
  /** `raw` is what was read, for signatures over the bytes themselves. */
  verify(reading: Reading, operation: string, keys: Keys, raw?: Raw): SignatureVerdict
  /** What of a wrong signature differs, where that can be told. */
  blame?(reading: Reading, operation: string, keys: Keys, raw: Raw): SignatureFault | undefined
  /** Judges the signature of an answer, where answers are signed. */
  verifyAnswer?(answer: Answer, keys: Keys): Signed
  /** Path of an operation below the target's URL, where operations have paths of their own. */
  pathOf?(operation: string): string
}
