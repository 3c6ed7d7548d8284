/** The page's script. It builds the page from its data with text nodes and attributes only, never from markup. */
import { clauses } from './html-script-clauses.ts'
import { dom } from './html-script-dom.ts'
import { exchanges } from './html-script-exchanges.ts'
import { filter } from './html-script-filter.ts'
import { findings } from './html-script-findings.ts'
import { page } from './html-script-page.ts'
import { summary } from './html-script-summary.ts'

/** The script's parts, each closed over nothing but those before it. */
export const script = `(() => {
'use strict'
${[dom, filter, exchanges, findings, clauses, summary, page].map((part) => part.trim()).join('\n')}
})()`
