/** XML Schema of a contract's messages, generated from their field specs. */
import { messagesIn, type Contract, type MessageSpec } from './contract.ts'
import { element, textElement, xmlDocument } from './xml-lines.ts'
import { isAlwaysThere, typesOf, type Place, type SimpleType } from './xsd-types.ts'

/** What of a contract the generated schema depends on. */
export type XsdInput = Pick<
  Contract,
  'title' | 'version' | 'namespace' | 'operations' | 'outcome' | 'messages' | 'formats'
>

/** The schema as a document of its own. */
export const xsdOf = (input: XsdInput): string => xmlDocument(generated(input), schemaLines(input))

/** The comment on top of a generated file. */
export const generated = ({ title, version }: XsdInput): string =>
  `${title} ${version}. Generated from the messages and formats of the contract; change those instead.`

/**
 * The `xs:schema` element, which stands alone and inside a WSDL.
 *
 * It lets every message pass that keeps its spec, with a warning or without: conditional elements may be absent or
 * empty, refusals have no amounts. The order is the table's alone, because generated clients write and read by it;
 * what else a reader takes, and what no schema can say, is left to the rules: the other order of two amounts, unknown
 * elements, days of the calendar, what a success needs, echoes.
 *
 * Elements are qualified. A schema without a target namespace, the literal reading of the printed samples, is of no
 * use to node-soap, strong-soap, suds and pysimplesoap. Of the two forms with one, the qualified is what ASP.NET and
 * WCF write by themselves, and a printed sample becomes valid by one `xmlns` on its payload; the unqualified one would
 * take `xmlns=""` on every child.
 */
export function schemaLines(input: XsdInput): string[] {
  const namespace = namespaceOf(input)
  const specs = Object.values(input.operations)
    .flatMap(messagesIn)
    .map((name) => messageNamed(input, name))
  return element(
    'xs:schema',
    {
      'xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
      'xmlns:tns': namespace,
      targetNamespace: namespace,
      elementFormDefault: 'qualified',
    },
    ...specs.map((spec) => messageLines(input, spec)),
    ...simpleTypes(input, specs).map(({ lines }) => lines),
  )
}

/** Target namespace of the contract. Throws when it has none. */
export function namespaceOf({ title, namespace }: XsdInput): string {
  if (namespace === undefined)
    throw new Error(`${title} has no namespace for a schema. Add one to its contract.json.`)
  return namespace
}

function messageNamed({ title, messages }: XsdInput, name: string): MessageSpec {
  const spec = messages[name]
  if (!spec) throw new Error(`${title} has no message «${name}». Add it to the messages of the contract.`)
  return spec
}

const messageLines = (input: XsdInput, spec: MessageSpec): string[] =>
  element(
    'xs:element',
    { name: spec.message },
    documentation(spec.title),
    element(
      'xs:complexType',
      {},
      element(
        'xs:sequence',
        {},
        ...spec.fields.map((field) => fieldLines(input, { field, side: spec.side })),
      ),
    ),
  )

function fieldLines(input: XsdInput, place: Place): string[] {
  const { name, says } = place.field
  const type = `tns:${typesOf(input, place).at(-1)!.name}`
  const minOccurs = isAlwaysThere(place.field) ? undefined : '0'
  return element('xs:element', { name, type, minOccurs }, documentation(says))
}

const documentation = (text: string): string[] =>
  element('xs:annotation', {}, textElement('xs:documentation', text))

/** Every type once, in the order of first use. */
function simpleTypes(input: XsdInput, specs: MessageSpec[]): SimpleType[] {
  const all = specs.flatMap(({ fields, side }) => fields.flatMap((field) => typesOf(input, { field, side })))
  return [...new Map(all.map((type) => [type.name, type])).values()]
}
