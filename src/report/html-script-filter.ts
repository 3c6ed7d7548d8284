/** What is shown: one state, and whoever must follow it. */
export const filter = String.raw`
const nothing = { verdict: '', level: '', text: '' }
const filter = { ...nothing }
const followers = []
const choose = (change) => {
  Object.assign(filter, change)
  for (const follow of followers) follow()
}
const shows = (item, haystack) =>
  (filter.verdict === '' || item.verdict === filter.verdict) &&
  (filter.level === '' || item.level === filter.level) &&
  filter.text.toLowerCase().split(/\s+/).every((word) => haystack.includes(word))
`
