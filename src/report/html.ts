/** The report as one page that needs nothing else: no network, no innerHTML, scripts and styles by their hash only. */
import { createHash } from 'node:crypto'
import type { Entry } from '../judge/trace.ts'
import type { Report } from './events.ts'
import { embedded, pageData } from './html-data.ts'
import { script } from './html-script.ts'
import { style } from './html-style.ts'
import { headline } from './headline.ts'
import { visible } from './text.ts'

const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%23333%22/%3E%3Cpath d=%22M4 11 11 4%22 stroke=%22%23e6b84c%22 stroke-width=%222%22 stroke-linecap=%22round%22/%3E%3C/svg%3E'

/** Renders a report as a self-contained page. */
export function html(report: Report, entries: Entry[]): string {
  const { title, says } = headline(report)
  const name = `${report.contract.title} ${report.contract.version}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${icon}">
<title>${escaped(`${title}: ${name}`)}</title>
<style>${style}</style>
</head>
<body>
<noscript><h1>${escaped(name)}</h1><p><strong>${escaped(title)}.</strong> ${escaped(says)}</p>
<p>This page shows its findings with JavaScript; report.json beside it holds the same.</p></noscript>
<script type="application/json" id="data">${embedded(pageData(report, entries))}</script>
<script>${script}</script>
</body>
</html>
`
}

function hashOf(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`
}

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function escaped(text: string): string {
  const shown = visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return shown.replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
