/** Freedoms of writing: the same answer in other XML, other headers, another framing. */
import type { Freedom } from '../../../defect.ts'
import { chunked, closing, inSmallLetters, slowly, untilClose } from '../../../framing.ts'
import type { Sending } from '../../../mishaps.ts'
import { answering, type Bend, pairing, styled, texting, together } from '../bend.ts'
import type { Steps } from '../steps.ts'

const framed =
  (how: Sending): Bend =>
  () => ({ send: how })

const empty = '<value><string></string></value>'

export const style: readonly Freedom<Steps>[] = [
  {
    id: 'writes-untyped-values',
    says: 'Writes values without a type.',
    because: 'XGW-XML-STRING',
    steps: styled({ type: 'untyped' }),
  },
  {
    id: 'turns-members',
    says: 'Writes the members in another order.',
    because: 'XGW-XML-ORDER',
    steps: styled({ order: ['TRANSACTIONID', 'SN', 'MESSAGE', 'REQUESTID', 'RESPONSECODE'] }),
  },
  {
    id: 'writes-values-first',
    says: 'Writes the value of a member before its name.',
    because: 'XGW-XML-ORDER',
    steps: styled({ valueFirst: true }),
  },
  {
    id: 'shortens-empty-values',
    says: 'Writes an empty SN as an empty value.',
    because: 'E-XGW-36',
    steps: texting((text) => text.replaceAll(empty, '<value/>')),
  },
  {
    id: 'shortens-empty-strings',
    says: 'Writes an empty SN as an empty tag.',
    because: 'E-XGW-36',
    steps: texting((text) => text.replaceAll(empty, '<value><string/></value>')),
  },
  {
    id: 'spaces-its-values',
    says: 'Writes white space around tags and types.',
    because: 'XGW-XML-WS',
    steps: styled({ spaced: true, indent: true }),
  },
  {
    id: 'prints-prettily',
    says: 'Indents its answers.',
    because: 'XGW-XML-WS',
    steps: styled({ indent: true }),
  },
  {
    id: 'adds-members',
    says: 'Adds members of its own to every answer.',
    because: 'XGW-XML-UNKNOWN',
    steps: answering((fields, { texts }) => ({
      ...fields,
      TUJUAN: texts['NOHP'] ?? '',
      PRODUK: texts['NOM'] ?? '',
    })),
  },
  {
    id: 'declares-nothing',
    says: 'Leaves the XML declaration out.',
    because: 'XML 1.0, 2.8',
    steps: styled({ declaration: 'none' }),
  },
  {
    id: 'quotes-singly',
    says: 'Writes the XML declaration with apostrophes.',
    because: 'XML 1.0, 2.8',
    steps: styled({ declaration: 'single-quoted' }),
  },
  {
    id: 'stands-alone',
    says: 'Declares the document to stand alone.',
    because: 'XML 1.0, 2.9',
    steps: styled({ declaration: 'standalone' }),
  },
  {
    id: 'declares-utf-8',
    says: 'Declares UTF-8.',
    because: 'XML 1.0, 4.3.3',
    steps: styled({ encoding: 'utf-8' }),
  },
  {
    id: 'writes-declared-latin-1',
    says: 'Answers in ISO-8859-1, declared so.',
    because: 'E-XGW-37',
    steps: styled({ encoding: 'iso-8859-1', contentType: 'text/xml; charset=iso-8859-1' }),
  },
  {
    id: 'writes-utf-16',
    says: 'Answers in UTF-16, declared so.',
    because: 'XML 1.0, 4.3.3',
    steps: styled({ encoding: 'utf-16', contentType: 'text/xml; charset=utf-16' }),
  },
  {
    id: 'begins-with-a-bom',
    says: 'Begins with a byte order mark.',
    because: 'XML 1.0, F.1',
    steps: styled({ bom: true }),
  },
  {
    id: 'wraps-in-cdata',
    says: 'Writes values as CDATA.',
    because: 'XML 1.0, 2.7',
    steps: styled({ cdata: true }),
  },
  {
    id: 'comments-its-answers',
    says: 'Writes comments between the elements.',
    because: 'XML 1.0, 2.5',
    steps: styled({ comments: true }),
  },
  {
    id: 'writes-references',
    says: 'Gives reasons with accents, written as numeric references.',
    because: 'XML 1.0, 4.1',
    steps: together(
      pairing('KET', (says) => (says === '' ? '' : `${says}, café`)),
      styled({ references: true }),
    ),
  },
  {
    id: 'says-application-xml',
    says: 'Sends its answers as application/xml.',
    because: 'XGW-CT',
    steps: styled({ contentType: 'application/xml; charset=utf-8' }),
  },
  {
    id: 'says-no-charset',
    says: 'Sends text/xml without a charset.',
    because: 'XGW-CT',
    steps: styled({ contentType: 'text/xml' }),
  },
  { id: 'sends-chunks', says: 'Sends its answers in chunks.', because: 'HTTP/1.1', steps: framed(chunked) },
  {
    id: 'closes-connections',
    says: 'Closes the connection after every answer.',
    because: 'HTTP/1.1',
    steps: framed(closing),
  },
  {
    id: 'ends-by-closing',
    says: 'Answers in HTTP/1.0 and ends the body by closing.',
    because: 'HTTP/1.0',
    steps: framed(untilClose),
  },
  {
    id: 'writes-small-headers',
    says: 'Writes header names in small letters.',
    because: 'HTTP/1.1',
    steps: framed(inSmallLetters),
  },
  {
    id: 'takes-its-time',
    says: 'Waits 80 milliseconds before every answer.',
    because: 'E-XGW-33',
    steps: framed(slowly),
  },
]
