/** WSDL 1.1 of a contract: document/literal over SOAP 1.1, generated from its operations and messages. */
import { messagesIn, type Contract, type Operation as ContractOperation } from './contract.ts'
import { element, textElement, xmlDocument } from './xml-lines.ts'
import { capitalised } from './xsd-types.ts'
import { generated, namespaceOf, schemaLines, type XsdInput } from './xsd.ts'

/** What of a contract the generated WSDL depends on. */
export type WsdlInput = XsdInput & Pick<Contract, 'service' | 'document'>

interface Operation extends ContractOperation {
  name: string
}

/** The WSDL of a service that answers at `endpoint`. Its schema is inside, so that it is one file to hand over. */
export function wsdlOf(input: WsdlInput, endpoint: string): string {
  const service = serviceOf(input)
  const operations = Object.entries(input.operations).map(([name, operation]) => ({
    ...operation,
    name: capitalised(name),
  }))
  const messages = operations.flatMap(messagesIn)
  const definitions = element(
    'wsdl:definitions',
    { name: service, targetNamespace: namespaceOf(input), ...namespaces(input) },
    textElement('wsdl:documentation', input.document ?? input.title),
    element('wsdl:types', {}, schemaLines(input)),
    ...messages.map(messageLines),
    element('wsdl:portType', { name: `${service}PortType` }, ...operations.map(portOperation)),
    bindingLines(service, operations),
    serviceLines(service, endpoint),
  )
  return xmlDocument(generated(input), definitions)
}

function serviceOf({ title, service }: WsdlInput): string {
  if (service === undefined)
    throw new Error(`${title} has no service name for a WSDL. Add one to its contract.json.`)
  return service
}

const namespaces = (input: WsdlInput): { [name: string]: string } => ({
  'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
  'xmlns:soap': 'http://schemas.xmlsoap.org/wsdl/soap/',
  'xmlns:tns': namespaceOf(input),
})

const messageLines = (name: string): string[] =>
  element('wsdl:message', { name }, element('wsdl:part', { name: 'payload', element: `tns:${name}` }))

const portOperation = ({ name, request, response, says }: Operation): string[] =>
  element(
    'wsdl:operation',
    { name },
    textElement('wsdl:documentation', says),
    element('wsdl:input', { message: `tns:${request}` }),
    element('wsdl:output', { message: `tns:${response}` }),
  )

const bindingLines = (service: string, operations: Operation[]): string[] =>
  element(
    'wsdl:binding',
    { name: `${service}Binding`, type: `tns:${service}PortType` },
    element('soap:binding', { style: 'document', transport: 'http://schemas.xmlsoap.org/soap/http' }),
    ...operations.map(boundOperation),
  )

/** The document names no SOAPAction, so each is empty; the payload's name tells the operations apart. */
function boundOperation({ name }: Operation): string[] {
  const body = element('soap:body', { use: 'literal' })
  return element(
    'wsdl:operation',
    { name },
    element('soap:operation', { soapAction: '', style: 'document' }),
    element('wsdl:input', {}, body),
    element('wsdl:output', {}, body),
  )
}

const serviceLines = (service: string, endpoint: string): string[] =>
  element(
    'wsdl:service',
    { name: service },
    element(
      'wsdl:port',
      { name: `${service}Port`, binding: `tns:${service}Binding` },
      element('soap:address', { location: endpoint }),
    ),
  )
