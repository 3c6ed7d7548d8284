/** Addresses that notifications go to: the configured one, or the override of an order. */
import { rule, type Case, type Evidence, type Rule } from '../../src/judge/rule.ts'
import { asked } from '../common/premises.ts'
import { at, codesAsked, type Asked } from './asked.ts'
import { codesGiven, type Given } from './given.ts'
import { aboutCodes, caseOf, waited, type NoticeCase, type Waited } from './notified.ts'
import { configured } from './paid.ts'
import { switched } from './switched.ts'

/** Scheme, host and path of an address. */
const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url)
  return host + pathname
}

/** Overrides that a merchant gave in orders before one. */
const overridesBefore = (evidence: Evidence, given: Given): string[] =>
  codesGiven(evidence)
    .filter(({ one, override }) => override !== '' && one.exchange.began < given.one.exchange.began)
    .map(({ override }) => override)
    .filter((url) => URL.canParse(url))

const target = rule<NoticeCase>({
  id: 'notifications.target',
  says: 'Without an override the configured address is notified.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence)
      .filter(({ given }) => given.override === '' && overridesBefore(evidence, given).length === 0)
      .map(caseOf),
  holds: ({ notice: { exchange } }, evidence) => {
    const wanted = configured(evidence)
    if (wanted === undefined || new URL(wanted).pathname === new URL(exchange.request.url).pathname) return []
    return [{ expected: wanted, received: exchange.request.url }]
  },
})

const used = rule<Waited>({
  id: 'overrides.used',
  says: 'An override takes the notification in place of the configured address.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    waited(evidence).filter(
      ({ given, heard }) =>
        heard.length > 0 && URL.canParse(given.override) && hasConfiguredPath(evidence, given.override),
    ),
  holds: ({ given, heard }) => {
    const elsewhere = heard.find(({ exchange }) => placeOf(exchange.request.url) !== placeOf(given.override))
    return elsewhere ? [{ expected: given.override, received: elsewhere.exchange.request.url }] : []
  },
})

function hasConfiguredPath(evidence: Evidence, override: string): boolean {
  const known = configured(evidence)
  return known === undefined || new URL(known).pathname === new URL(override).pathname
}

const onlyOnce = rule<NoticeCase>({
  id: 'overrides.once',
  says: 'An override is for its own order alone.',
  level: 'must',
  about: ['server'],
  over: (evidence) =>
    aboutCodes(evidence)
      .filter(({ given }) => given.override === '' && overridesBefore(evidence, given).length > 0)
      .map(caseOf),
  holds: ({ notice }, evidence) => {
    const places = overridesBefore(evidence, notice.given!).map(placeOf)
    const own = configured(evidence)
    const { url } = notice.exchange.request
    const isOwn = own !== undefined && placeOf(own) === placeOf(url)
    return places.includes(placeOf(url)) && !isOwn
      ? [{ expected: own ?? 'the configured address', received: `${url}, the override of another order` }]
      : []
  },
})

interface Elsewhere extends Case {
  /** The request with the override, where it was refused. */
  refused?: Asked
  wait?: Waited
}

/** Overrides of another path: those that were refused, and those whose notification was waited for. */
function otherPaths(evidence: Evidence): Elsewhere[] {
  const isOther = (url: string) => URL.canParse(url) && !hasConfiguredPath(evidence, url)
  const refused = codesAsked(evidence).filter(
    (one) => one.reaction === 'refused' && isOther(asked(one.exchange, at.override)),
  )
  const waits = waited(evidence).filter(({ given }) => isOther(given.override))
  return [
    ...refused.map((one) => ({ refused: one, exchanges: [one.exchange] })),
    ...waits.map((wait) => ({ wait, exchanges: wait.exchanges })),
  ]
}

const otherPath = rule<Elsewhere>({
  id: 'overrides.path',
  says: 'An override with another path is refused or passed over.',
  level: 'must',
  about: ['server'],
  // A case whose override is refused tells nothing of the configured address.
  span: 'run',
  over: otherPaths,
  holds: ({ wait }) => {
    const there = wait?.heard.find(
      ({ exchange }) => placeOf(exchange.request.url) === placeOf(wait.given.override),
    )
    return there
      ? [{ expected: 'a notification at the configured path', received: there.exchange.request.url }]
      : []
  },
})

export const overridden: Rule[] = [target, used, onlyOnce, switched('overridePath', otherPath)]
