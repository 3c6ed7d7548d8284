/** Looks of the page's parts. */
export const parts = `
.masthead { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
.masthead button { flex: none; white-space: nowrap; }
.masthead p { color: var(--soft); margin-top: 0.25rem; }
.good { --tone: var(--good); --tint: var(--good-bg); }
.bad { --tone: var(--bad); --tint: var(--bad-bg); }
.warn { --tone: var(--warn); --tint: var(--warn-bg); }
.odd { --tone: var(--odd); --tint: var(--odd-bg); }
.calm { --tone: var(--calm); --tint: var(--calm-bg); }
.excused { --tone: var(--excused); --tint: var(--excused-bg); }

.banner { margin-top: 1.75rem; padding: 1.25rem 1.5rem; border-radius: 10px; background: var(--tint); }
.banner h2 { color: var(--tone); font-size: 1.5rem; }
.banner p { margin-top: 0.25rem; max-width: 44rem; }
.banner ul { margin-top: 0.75rem; padding-left: 1.125rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.875rem 1.5rem; margin-top: 1.75rem; }
.facts dt { font-size: 0.8125rem; color: var(--soft); }
.facts dd { font-size: 0.9375rem; }
.facts .wide { grid-column: span 2; }

.share { display: flex; gap: 2px; height: 0.5rem; margin-top: 0.5rem; }
.counted { margin-top: 2rem; }
.share span { background: var(--tone); border-radius: 2px; min-width: 3px; }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.875rem; }
.chip { border-color: transparent; background: var(--tint); color: var(--tone); border-radius: 999px; padding-inline: 0.875rem; }
.chip b { font-variant-numeric: tabular-nums; margin-right: 0.25rem; }
.chip[aria-pressed='true'] { background: var(--tone); color: var(--page); }
.badge { display: inline-block; background: var(--tint); color: var(--tone); border-radius: 999px; padding: 0.0625rem 0.625rem; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }

.finding { margin-top: 1rem; padding: 1.25rem 1.5rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
.finding > * + * { margin-top: 1rem; }
.finding header > * + * { margin-top: 0.25rem; }
.finding header > h3 { margin-top: 0.5rem; }
.versus { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 1.5rem; }
.versus > div { border-left: 3px solid var(--tone); padding-left: 0.875rem; white-space: pre-wrap; }
.cited { padding: 0; list-style: none; }
.cited li + li { margin-top: 0.375rem; }
.story p + p { margin-top: 0.25rem; }
.happened { padding: 0; list-style: none; counter-reset: step; }
.happened > li { counter-increment: step; display: flex; gap: 0.75rem; border-top: 1px solid var(--line); }
.happened > li:first-child { border-top: 0; }
.happened > li::before { content: counter(step); color: var(--soft); font-size: 0.8125rem; padding-top: 0.6875rem; font-variant-numeric: tabular-nums; }
.happened > li > * { flex: 1; min-width: 0; }
.happened > li > p { padding: 0.5rem 0; }

.exchange > summary { display: block; padding: 0.5rem 0; }
.exchange > summary::-webkit-details-marker { display: none; }
.exchange > summary .line { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; }
.exchange > summary .line::before { content: '▸'; color: var(--soft); font-size: 0.75rem; }
.exchange[open] > summary .line::before { content: '▾'; }
.exchange > summary .gist { padding-left: 1.375rem; color: var(--soft); }
.exchange > summary:hover .line { color: var(--link); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; padding: 0.5rem 0 1rem; }
.sides > div { min-width: 0; }
.sides > div > * + * { margin-top: 0.625rem; }
.sides pre { max-height: 22rem; overflow: auto; }
.pairs { display: grid; grid-template-columns: minmax(6rem, auto) 1fr; gap: 0.125rem 0.875rem; }
.pairs dt { color: var(--soft); }
.pairs dd { white-space: pre-wrap; }
.again { position: relative; }
.again + .again { margin-top: 0.625rem; }
.again pre { padding-right: 4.75rem; }
.again button { position: absolute; top: 0.375rem; right: 0.375rem; min-height: 0; padding: 0.1875rem 0.5rem; font-size: 0.8125rem; }

.gaps { display: grid; gap: 1.125rem; margin-top: 1rem; }
.gaps > div > * + * { margin-top: 0.125rem; }

.tools { display: flex; flex-wrap: wrap; gap: 0.625rem; margin-top: 1rem; align-items: center; }
.tools input { flex: 1 1 14rem; min-width: 0; }
.status { margin-top: 0.625rem; display: flex; gap: 0.75rem; align-items: baseline; min-height: 1.5rem; }
.status button { border: 0; background: none; color: var(--link); text-decoration: underline; padding: 0; min-height: 0; }
table { width: 100%; border-collapse: collapse; margin-top: 0.5rem; table-layout: fixed; }
th { text-align: left; font-size: 0.8125rem; color: var(--soft); font-weight: 600; }
td, thead th { padding: 0.75rem 1rem 0.75rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td > * + * { margin-top: 0.25rem; }
.col-verdict { width: 9rem; }
.col-level { width: 5rem; }
td.col-level { font-size: 0.875rem; }
.col-evidence { width: 30%; }
.group th { padding: 1.75rem 0 0.5rem; font-size: 1rem; color: var(--ink); border-bottom: 1px solid var(--line); }
.evidence > * + * { margin-top: 0.375rem; }
.transcript { margin-top: 0.75rem; }
.transcript > * { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 5.5rem; }
.transcript > p { padding: 0.5rem 0 0.5rem 1.375rem; }
.words { display: grid; grid-template-columns: 9rem 1fr; gap: 0.5rem 1rem; margin-top: 1rem; align-items: baseline; }
#legend > p { margin-top: 0.5rem; max-width: 48rem; }
.aimed { animation: aimed 2.5s ease-out; }
@keyframes aimed { from { background: var(--warn-bg); } }

@media (max-width: 40rem) {
  .banner, .finding { padding: 1rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .versus, .sides { grid-template-columns: 1fr; }
  .happened > li { gap: 0.5rem; }
  table, tbody, tr, td { display: block; width: auto; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .group th { display: block; padding-top: 1.5rem; }
  .row { display: grid; grid-template-columns: auto 1fr; align-items: baseline; gap: 0.25rem 0.75rem; padding: 0.875rem 0; border-bottom: 1px solid var(--line); }
  .row td { border: 0; padding: 0; width: auto; grid-column: 1 / -1; }
  .row .col-verdict { grid-column: 1; }
  .row .col-level { grid-area: 1 / 2; color: var(--soft); }
  .words { grid-template-columns: 1fr; gap: 0.125rem; }
  .words dd { margin-bottom: 0.625rem; }
}`
