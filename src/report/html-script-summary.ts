/** The top of the page: verdict, who and what and when, counts; and what was not exercised. */
export const summary = String.raw`
const bannerTone = { conforms: 'good', 'does-not-conform': 'bad', incomplete: 'warn', error: 'odd', unfinished: 'odd' }

const themes = ['auto', 'light', 'dark']
const theme = () => {
  const store = { get: () => { try { return localStorage.getItem('theme') } catch { return null } }, set: (value) => { try { localStorage.setItem('theme', value) } catch { /* a page from a file may have no storage */ } } }
  const button = h('button', { type: 'button', click: () => dress(themes[(themes.indexOf(now) + 1) % 3]) })
  let now = 'auto'
  const dress = (value) => {
    now = themes.includes(value) ? value : 'auto'
    if (now === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = now
    button.textContent = { auto: '◐ Auto', light: '○ Light', dark: '● Dark' }[now]
    button.setAttribute('aria-label', 'Colours: ' + now + '. Press to change.')
    store.set(now)
  }
  dress(store.get())
  return button
}

const masthead = () => h('header', { class: 'masthead' },
  h('div', null, h('h1', null, report.contract.title + ' ' + report.contract.version),
    h('p', null, 'Conformance report on the ' + report.role + ': ', h('span', { class: 'mono' }, report.target)),
    h('p', { class: 'soft small' }, data.role)),
  theme())

const banner = () => h('section', { class: 'banner ' + bannerTone[report.verdict], 'aria-label': 'Verdict' },
  h('h2', null, data.headline.title), h('p', null, data.headline.says),
  report.errors.length > 0 && h('ul', null, report.errors.map((error) => h('li', null, error))))

const fact = (name, value, props) => h('div', props, h('dt', null, name), h('dd', null, value))
const facts = () => h('dl', { class: 'facts' },
  fact('Run', new Date(report.startedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }) + ' UTC'),
  fact('Duration', data.took), fact('Requests', report.requests.toLocaleString('en')),
  fact('Seed', h('span', { class: 'mono' }, report.seed)),
  fact('Suite', report.tool.name + ' ' + report.tool.version),
  fact('Document', report.contract.document, { class: 'wide' }),
  fact('Contract hash', h('span', { class: 'mono' }, report.contract.hash), { class: 'wide' }))

const chip = ({ id, says }) => {
  const node = h('button', { type: 'button', class: 'chip ' + toneOf(id), title: says, 'aria-pressed': 'false',
    click: () => choose({ verdict: filter.verdict === id ? '' : id }) }, h('b', null, report.summary[id]), id)
  followers.push(() => node.setAttribute('aria-pressed', String(filter.verdict === id)))
  return node
}

const counts = () => {
  const met = data.verdicts.filter(({ id }) => report.summary[id] > 0)
  const bar = h('div', { class: 'share', 'aria-hidden': 'true' }, met.map(({ id }) => {
    const part = h('span', { class: toneOf(id) })
    part.style.flexGrow = report.summary[id]
    return part
  }))
  return met.length === 0 ? [] : [h('p', { class: 'counted soft small' }, many(report.clauses.length, 'clause') + ' of the document, by verdict'), bar, h('div', { class: 'chips', role: 'group', 'aria-label': 'Clauses by verdict; press one to see only these' }, met.map(chip))]
}

const waivers = () => report.waivers.length === 0 ? [] : h('section', { 'aria-label': 'Waivers' }, h('h2', null, 'Waivers'),
  h('div', { class: 'gaps' }, report.waivers.map((waiver) => h('div', null,
    h('h3', { class: 'mono' }, waiver.pattern), h('p', null, waiver.reason),
    h('p', { class: 'soft small' }, waiver.owner + ', until ' + waiver.expires),
    waiver.complaint && h('p', null, h('span', { class: 'badge bad' }, 'no longer holds'), ' ' + waiver.complaint)))))

const gaps = () => data.unexercised.length === 0 ? [] : h('section', { id: 'gaps', 'aria-label': 'Not exercised' }, h('h2', null, 'Not exercised'),
  h('div', { class: 'gaps' }, data.unexercised.map(({ reason, says, todo, clauses }) => h('div', null,
    h('h3', null, many(clauses.length, 'clause') + ': ' + says), h('p', null, todo),
    h('details', { class: 'paper small' }, h('summary', { class: 'soft' }, reason), joined(clauses.map((id) => link('clause-' + id, id))))))))

const situations = () => (report.situations ?? []).length === 0 ? [] : h('section', { id: 'situations', 'aria-label': 'Situations' },
  h('h2', null, 'Situations'),
  h('p', null, report.situations.filter(({ met }) => met).length + ' of ' + report.situations.length + ' were met by the client. What was not met was not judged.'),
  h('div', { class: 'gaps' }, report.situations.map(({ id, says, wants, met }) => h('div', null,
    h('h3', null, h('span', { class: 'badge ' + (met ? 'good' : 'warn') }, met ? 'met' : 'not met'), ' ', h('span', { class: 'mono' }, id)),
    h('p', null, says), h('p', { class: 'soft small' }, wants)))))

const legend = () => h('section', { id: 'legend', 'aria-label': 'How to read this' }, h('h2', null, 'How to read this'),
  h('p', null, 'Rules judge what was seen on the wire; a clause of the document is kept when every rule about it holds in every case that came up, and the verdict of a clause is the worst of its rules.'),
  h('dl', { class: 'words' }, data.verdicts.map(({ id, says }) => [h('dt', null, badge(id)), h('dd', null, says)])))
`
