/** The same requests in every way that real SOAP stacks write them, and in ways that nobody may read. */
import type { SoapStyle } from '../../../src/dialects/dialect.ts'
import { scenario, type Sending } from '../../../src/stimulate/scenario.ts'
import { movedTo } from '../../common/redirects.ts'
import { inquiry, isApproved, open, payment, reversal } from '../messages.ts'

const styles: { [name: string]: SoapStyle } = {
  'SOAP-ENV prefix': { prefix: 'SOAP-ENV' },
  'soapenv prefix': { prefix: 'soapenv' },
  'S prefix': { prefix: 'S' },
  'default namespace': { prefix: '' },
  'empty Header': { header: '' },
  'Header block': {
    header:
      '<wsa:MessageID xmlns:wsa="http://www.w3.org/2005/08/addressing">urn:uuid:6f1f1b2c</wsa:MessageID>',
  },
  'qualified payload': {
    payloadNs: 'urn:indomaret:payment-point:1.0.14',
    payloadPrefix: 'ns1',
    qualifiedLeaves: true,
  },
  'unqualified leaves': {
    payloadNs: 'urn:indomaret:payment-point:1.0.14',
    payloadPrefix: 'ns1',
    qualifiedLeaves: false,
  },
  'no SOAPAction': { soapAction: null },
  CDATA: { cdata: true },
  comments: { comments: true },
  'byte order mark': { bom: true },
  'pretty print': { indent: true },
  'single quotes': { declaration: 'single-quoted' },
  'no declaration': { declaration: 'none' },
  'another order': {
    order: ['StoreID', 'TrackingRef', 'PaymentCode', 'Signature', 'MessageID', 'TimeStamp'],
  },
}

export const inquiryStyles = scenario<{ style: string }>({
  id: 'styles',
  says: 'Inquire in each of the ways in which SOAP stacks write; what is refused is sent again in the plain way.',
  role: 'server',
  exercises: ['soap.prefix', 'soap.header', 'soap.qualified', 'soap.action', 'xml.understood'],
  plans: () => Object.keys(styles).map((style) => ({ style })),
  async act({ style }, hand) {
    const { code } = await hand.share('payable')
    if (!isApproved(await hand.send(inquiry(hand, code, {}, { style: styles[style]!, note: style }))))
      await hand.send(inquiry(hand, code))
  },
})

export const journeyStyles = scenario<{ style: string }>({
  id: 'styled-journey',
  says: 'Pay and reverse in another way of writing SOAP; what is refused is sent again in the plain way.',
  role: 'server',
  exercises: ['soap.prefix', 'soap.header'],
  plans: () => ['SOAP-ENV prefix', 'default namespace', 'Header block'].map((style) => ({ style })),
  async act({ style }, hand) {
    const sending = { style: styles[style]!, note: style }
    const { code, amount } = await open(hand)
    const reference = hand.fresh('TrackingRef')
    const pay = (more: Sending) => hand.send(payment(hand, code, amount, { TrackingRef: reference }, more))
    const undo = (more: Sending) => hand.send(reversal(hand, code, amount, reference, {}, more))
    if (!isApproved(await pay(sending))) await pay({})
    if (!isApproved(await undo(sending))) await undo({})
  },
})

/** What is done to the text of a good inquiry so that it is no XML, or XML that no SOAP receiver may take. */
const harms: { [name: string]: (text: string) => string | Buffer } = {
  truncated: (text) => text.slice(0, Math.floor(text.length * 0.7)),
  'unclosed element': (text) => text.replace('</StoreID>', ''),
  'crossed elements': (text) => text.replace('</soap:Body></soap:Envelope>', '</soap:Envelope></soap:Body>'),
  'two roots': (text) => `${text}<again/>`,
  'bare ampersand': (text) => text.replace('C00004', 'A & B'),
  'not UTF-8': (text) => Buffer.from(text.replace('C00004', 'Caf\u00e9'), 'latin1'),
  'no XML': () => 'PaymentCode=1&Amount=2',
  empty: () => '',
  'document type': (text) =>
    text.replace('?>', '?><!DOCTYPE r [<!ENTITY e "C00004">]>').replace('C00004', '&e;'),
  'entity bomb': (text) =>
    text
      .replace(
        '?>',
        `?><!DOCTYPE r [<!ENTITY a "${'x'.repeat(64)}">${[...'bcdefghij'].map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghij'[i]};`.repeat(10)}">`).join('')}]>`,
      )
      .replace('C00004', '&j;'),
  'external entity': (text) =>
    text.replace('?>', '?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>').replace('C00004', '&e;'),
}

export const malformed = scenario<{ harm: string }>({
  id: 'malformed',
  says: 'Send an inquiry that is not well-formed, or that hides something.',
  role: 'server',
  exercises: ['xml.malformed-refused'],
  plans: () => Object.keys(harms).map((harm) => ({ harm })),
  async act({ harm }, hand) {
    const { code } = await hand.share('payable')
    const good = inquiry(hand, code)
    const spoilt = harms[harm]!(good.body.toString('utf8'))
    await hand.send(hand.raw('inquiry', Buffer.from(spoilt), good.headers, harm))
  },
})

/** How often the WSDL may have moved. */
const redirects = 3

export const description = scenario({
  id: 'wsdl',
  says: 'Fetch the WSDL, also where it has moved to.',
  role: 'server',
  exercises: ['soap.wsdl'],
  plans: ({ profile }) => (profile['wsdl'] === 'supplied' ? [] : [undefined]),
  async act(_plan, hand) {
    let to: string | undefined = String(hand.profile['wsdl'])
    for (let times = 0; to !== undefined && times <= redirects; times++) to = movedTo(await hand.get(to))
  },
})
