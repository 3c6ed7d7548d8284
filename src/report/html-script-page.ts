/** The page put together, its links followed, its paper edition unfolded. */
export const page = String.raw`
document.body.append(h('main', null, masthead(), banner(), facts(), counts(), findings(), situations(), gaps(), waivers(), register(), rules(), transcript(), legend()))

const unfold = (node) => {
  for (let at = node; at; at = at.parentElement) {
    if (at.tagName !== 'DETAILS') continue
    at.fill?.()
    at.open = true
  }
}

const show = (node) => node.scrollIntoView({ block: 'start' })

const aimedAt = () => {
  try {
    return decodeURIComponent(location.hash.slice(1))
  } catch {
    return ''
  }
}

const aim = () => {
  const id = aimedAt()
  if (!known.has(id) && !document.getElementById(id)) return
  if (rowOf.has(id)) unfold(document.getElementById('transcript'))
  const node = document.getElementById(id)
  if (!node) return
  if (node.closest('[hidden]')) choose(nothing)
  unfold(node)
  show(node)
  // Rows that were never on screen get their height now, and move what was aimed at.
  requestAnimationFrame(() => requestAnimationFrame(() => show(node)))
  node.focus({ preventScroll: true })
  node.classList.remove('aimed')
  void node.offsetWidth
  node.classList.add('aimed')
}
addEventListener('hashchange', aim)
document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[href^="#"]')
  if (anchor && anchor.hash === location.hash) aim()
})
aim()

let unfolded = []
const paper = matchMedia('print')
const toPaper = () => {
  if (unfolded.length > 0) return
  unfolded = [...document.querySelectorAll('details.paper:not([open])')]
  for (const box of unfolded) box.open = true
}
const toScreen = () => {
  for (const box of unfolded) box.open = false
  unfolded = []
}
paper.addEventListener('change', () => (paper.matches ? toPaper() : toScreen()))
addEventListener('beforeprint', toPaper)
addEventListener('afterprint', toScreen)
`
