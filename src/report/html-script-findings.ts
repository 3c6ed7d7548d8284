/** Findings as cards: what is broken, expected and received, what happened, how to see it again. */
export const findings = String.raw`
const clauseOf = new Map(report.clauses.map((clause) => [clause.id, clause]))

const cited = (id) => {
  const clause = clauseOf.get(id)
  return h('li', null, link('clause-' + id, id), clause && h('span', { class: 'soft small' }, ' ' + clause.source), clause && h('div', null, clause.says))
}

const copied = (text) => {
  const button = h('button', { type: 'button', click: () => navigator.clipboard?.writeText(text).then(() => {
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = 'Copy' }, 1500)
  }, () => {}) }, 'Copy')
  return h('div', { class: 'again' }, h('pre', null, text), button)
}

const frequency = ({ times, trials }) => trials
  ? 'in ' + trials.hit + ' of ' + many(trials.made, 'trial') + ', requests released within ' + trials.skewMicros.toLocaleString('en') + ' µs'
  : times > 1 && 'met ' + many(times, 'time')

const step = (id) => h('li', null, rowOf.has(id) ? exchange(rowOf.get(id)) : h('p', { class: 'soft small' }, id + ' is not in the transcript.'))

const card = (finding) => h('article', { class: 'finding', id: 'finding-' + finding.id, tabindex: -1, 'aria-label': finding.id + ': ' + finding.says },
  h('header', null,
    badge(finding.verdict),
    h('h3', null, finding.says),
    h('p', { class: 'soft small' }, [h('a', { class: 'mono', href: '#finding-' + encodeURIComponent(finding.id) }, finding.id), ' · ', link('rule-' + finding.rule, finding.rule),
      [finding.place, frequency(finding)].filter(Boolean).map((part) => ' · ' + part)])),
  h('div', { class: 'versus' },
    h('div', { class: 'good' }, h('h4', null, 'Expected'), finding.expected),
    h('div', { class: 'bad' }, h('h4', null, 'Received'), finding.received)),
  finding.story.length > 0 && h('div', { class: 'story' }, finding.story.map((line) => h('p', null, line))),
  finding.exchanges.length > 0 && h('div', null, h('h4', null, 'What happened'), h('ol', { class: 'happened' }, finding.exchanges.map(step))),
  finding.clauses.length > 0 && h('div', null, h('h4', null, 'What the document says'), h('ul', { class: 'cited' }, finding.clauses.map(cited))),
  (finding.curl || finding.replay) && h('details', { class: 'paper' }, h('summary', { class: 'small' }, 'See it again'),
    finding.curl && copied(finding.curl), finding.replay && copied(finding.replay)))

const findings = () => {
  if (data.findings.length === 0) return []
  const cards = data.findings.map((finding) => [finding, card(finding)])
  const none = h('p', { class: 'soft', hidden: true }, 'No finding has this verdict.')
  followers.push(() => {
    for (const [finding, node] of cards) node.hidden = filter.verdict !== '' && finding.verdict !== filter.verdict
    none.hidden = cards.some(([, node]) => !node.hidden)
  })
  return h('section', { id: 'findings', 'aria-label': 'Findings' }, h('h2', null, 'Findings'), none, cards.map(([, node]) => node))
}
`
