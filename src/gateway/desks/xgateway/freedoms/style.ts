/** Freedoms of writing: the same answer in other XML, other headers, another framing. */
import type { Freedom } from '../../../defect.ts'
import { framings } from '../../../framing.ts'
import { xmlWays } from '../../../xml-ways.ts'
import { answering, declaring, pairing, styled, texting, together } from '../bend.ts'
import type { Steps } from '../steps.ts'

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
    id: 'names-two-encodings',
    says: 'Declares ISO-8859-1 below a charset of UTF-8, in answers of ASCII alone.',
    warns: ['xml.encoding'],
    because: 'RFC 7303, 3: the charset is the one that counts',
    steps: declaring('iso-8859-1'),
  },
  {
    id: 'writes-utf-16',
    says: 'Answers in UTF-16, declared so.',
    because: 'XML 1.0, 4.3.3',
    steps: styled({ encoding: 'utf-16', contentType: 'text/xml; charset=utf-16' }),
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
  ...xmlWays(styled),
  ...framings<Steps>('E-XGW-33'),
]
