/** The register: every clause with its verdict and its evidence, to be filtered and searched. And the rules behind it. */
export const clauses = String.raw`
const joined = (links) => h('div', { class: 'list' }, links)

const evidence = (item, rules) => {
  const facts = [item.cases > 0 && many(item.cases, 'case'), rules.length > 0 && many(rules.length, 'rule')].filter(Boolean).join(', ')
  const seen = item.exchanges ?? []
  return h('div', { class: 'evidence small' },
    item.findings.length > 0 && joined(item.findings.map((id) => link('finding-' + id, id))),
    (rules.length > 0 || seen.length > 0)
      ? h('details', { class: 'paper' }, h('summary', { class: 'soft' }, facts || 'exchanges'),
        joined(rules.map((id) => link('rule-' + id.split(/\s*@/)[0], id))), joined(seen.map((id) => link(id, id))))
      : facts)
}

const why = ({ because, reason }) => (because || reason) && h('div', { class: 'soft small' }, [because, reason && '(' + reason + ')'].filter(Boolean).join(' '))

const cells = (item, anchor, rules) => [
  h('td', { class: 'col-verdict', role: 'cell' }, badge(item.verdict)),
  h('td', { role: 'cell' }, h('div', null, h('a', { class: 'mono', href: '#' + encodeURIComponent(anchor) }, item.id),
    item.source && h('span', { class: 'soft small' }, ' ' + item.source)), h('div', null, item.says), why(item),
    item.bound && h('div', { class: 'soft small' }, item.bound)),
  h('td', { class: 'col-level', role: 'cell' }, item.level),
  h('td', { class: 'col-evidence', role: 'cell' }, evidence(item, rules)),
]

const line = (item, kind, rules) =>
  h('tr', { class: 'row', role: 'row', id: kind + '-' + item.id, tabindex: -1 }, cells(item, kind + '-' + item.id, rules))

const heads = (what) => h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
  [['Verdict', 'col-verdict'], [what, ''], ['Level', 'col-level'], ['Evidence', 'col-evidence']].map(([text, name]) =>
    h('th', { scope: 'col', role: 'columnheader', class: name || undefined }, text))))

const register = () => {
  const lines = report.clauses.map((clause) => ({
    clause,
    node: line(clause, 'clause', clause.rules),
    haystack: [clause.id, clause.says, clause.source, clause.section, clause.because, ...clause.rules].join(' ').toLowerCase(),
  }))
  const groups = [...new Set(report.clauses.map((clause) => clause.section))].map((section) => {
    const own = lines.filter(({ clause }) => clause.section === section)
    return { own, node: h('tbody', { role: 'rowgroup' }, h('tr', { class: 'group', role: 'row' }, h('th', { scope: 'rowgroup', colspan: 4, role: 'rowheader' }, section)), own.map(({ node }) => node)) }
  })
  const count = h('span', { role: 'status' })
  const all = h('button', { type: 'button', click: () => choose(nothing) }, 'Show all')
  const follow = () => {
    for (const { clause, node, haystack } of lines) node.hidden = !shows(clause, haystack)
    for (const { own, node } of groups) node.hidden = own.every((one) => one.node.hidden)
    const left = lines.filter(({ node }) => !node.hidden).length
    count.textContent = left === lines.length ? 'All ' + many(left, 'clause') + '.' : left + ' of ' + many(lines.length, 'clause') + '.'
    all.hidden = left === lines.length
  }
  followers.push(follow)
  follow()
  return h('section', { id: 'clauses', 'aria-label': 'Clauses' }, h('h2', null, 'Clauses'), tools(),
    h('div', { class: 'status small soft' }, count, all),
    h('table', { role: 'table', 'aria-label': 'Clauses of the document' }, heads('Clause'), groups.map(({ node }) => node)))
}

const choice = (label, key, values) => {
  const box = h('select', { 'aria-label': label, change: () => choose({ [key]: box.value }) },
    h('option', { value: '' }, label), values.map((value) => h('option', { value }, value)))
  followers.push(() => { box.value = filter[key] })
  return box
}

const tools = () => {
  const search = h('input', { type: 'search', placeholder: 'Search clauses', 'aria-label': 'Search clauses', input: () => choose({ text: search.value }) })
  followers.push(() => { if (search.value !== filter.text) search.value = filter.text })
  const verdicts = data.verdicts.map(({ id }) => id).filter((id) => report.summary[id] > 0)
  return h('div', { class: 'tools' }, search, choice('Any verdict', 'verdict', verdicts), choice('Any level', 'level', ['must', 'should', 'may']))
}

const rules = () => report.rules.length === 0 ? [] : h('details', { id: 'rules', class: 'paper' }, h('summary', null, h('h2', null, 'Rules')),
  h('p', { class: 'soft small' }, 'What the suite checked. A rule speaks about cases; without a case it is not exercised.'),
  h('table', { role: 'table', 'aria-label': 'Rules' }, heads('Rule'), h('tbody', { role: 'rowgroup' }, report.rules.map((rule) => line(rule, 'rule', [])))))
`
