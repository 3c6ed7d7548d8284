/** Building elements. Children are text nodes unless they are elements, so data is never markup. */
export const dom = String.raw`
const data = JSON.parse(document.getElementById('data').textContent)
const report = data.report

const h = (tag, props, ...children) => {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') node.addEventListener(name, value)
    else node.setAttribute(name, value === true ? '' : String(value))
  }
  const wanted = children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false && child !== '')
  node.append(...wanted)
  return node
}

const tones = {
  pass: ['good', '✓'], fail: ['bad', '✗'], error: ['bad', '‼'], warn: ['warn', '!'], waived: ['excused', '~'],
  inconclusive: ['odd', '?'], 'not-exercised': ['calm', '○'], 'not-applicable': ['calm', '–'],
}
const toneOf = (verdict) => (tones[verdict] ?? ['calm'])[0]
const signOf = (verdict) => (tones[verdict] ?? ['', '·'])[1]
const badge = (verdict) => h('span', { class: 'badge ' + toneOf(verdict) }, h('span', { 'aria-hidden': 'true' }, signOf(verdict) + ' '), verdict)
const many = (number, noun) => number.toLocaleString('en') + ' ' + noun + (number === 1 ? '' : 's')

const known = new Set([
  ...report.clauses.map((clause) => 'clause-' + clause.id),
  ...report.rules.map((rule) => 'rule-' + rule.id),
  ...data.findings.map((finding) => 'finding-' + finding.id),
  ...data.rows.flatMap((row) => row.id ?? []),
])
const link = (anchor, text) =>
  known.has(anchor) ? h('a', { href: '#' + encodeURIComponent(anchor), class: 'mono' }, text) : h('span', { class: 'mono' }, text)

/** Fills itself when it is first opened. What must also be on paper is not built with it. */
const lazy = (props, summary, render) => {
  const box = h('details', props, h('summary', null, summary))
  let filled = false
  box.fill = () => {
    if (!filled) box.append(...[render()].flat())
    filled = true
  }
  box.addEventListener('toggle', () => box.open && box.fill())
  return box
}
`
