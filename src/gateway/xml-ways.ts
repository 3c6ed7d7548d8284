/** Freedoms of writing XML that every gateway takes whose answers are XML. */
import type { XmlStyle } from '../dialects/dialect.ts'
import type { Bend, Freedom } from './defect.ts'

/** Freedoms of XML, whatever is answered; `styled` writes answers in a style. */
export function xmlWays<Steps>(styled: (style: XmlStyle) => Bend<Steps>): Freedom<Steps>[] {
  const freedom = (id: string, says: string, section: string, style: XmlStyle): Freedom<Steps> => ({
    id,
    says,
    because: `XML 1.0, ${section}`,
    steps: styled(style),
  })
  return [
    freedom('declares-nothing', 'Leaves the XML declaration out.', '2.8', { declaration: 'none' }),
    freedom('quotes-singly', 'Writes the XML declaration with apostrophes.', '2.8', {
      declaration: 'single-quoted',
    }),
    freedom('stands-alone', 'Declares the document to stand alone.', '2.9', { declaration: 'standalone' }),
    freedom('prints-prettily', 'Indents its answers.', '2.10', { indent: true }),
    freedom('wraps-in-cdata', 'Writes values as CDATA.', '2.7', { cdata: true }),
    freedom('comments-its-answers', 'Writes comments between the elements.', '2.5', { comments: true }),
    freedom('begins-with-a-bom', 'Begins with a byte order mark.', 'F.1', { bom: true }),
  ]
}
