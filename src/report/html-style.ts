/** Looks of the page: screen, phone, dark, paper. */
import { parts } from './html-style-parts.ts'
import { print } from './html-style-print.ts'

const light = `
  color-scheme: light;
  --page: #fbfaf8; --sheet: #ffffff; --sunk: #f4f2ee; --line: #e2dfd8; --edge: #8a867d;
  --ink: #1d1f22; --soft: #5a5f66; --link: #1a5a96; --focus: #1a5a96;
  --good: #1c6b3f; --good-bg: #e7f3ec; --bad: #a8261c; --bad-bg: #fbeae8;
  --warn: #7d5200; --warn-bg: #faf0d9; --odd: #6a4799; --odd-bg: #f0eaf8;
  --calm: #545b63; --calm-bg: #eeedea; --excused: #0f5f73; --excused-bg: #e3f1f5;`

const dark = `
  color-scheme: dark;
  --page: #141517; --sheet: #1c1e21; --sunk: #24272b; --line: #33373c; --edge: #80868e;
  --ink: #e8e8e6; --soft: #a8aeb6; --link: #8cc0f2; --focus: #8cc0f2;
  --good: #82d3a3; --good-bg: #16301f; --bad: #ffa198; --bad-bg: #3b1916;
  --warn: #eec26a; --warn-bg: #352a10; --odd: #cbb0f2; --odd-bg: #2b2140;
  --calm: #b3b9c0; --calm-bg: #2a2d31; --excused: #86cfe3; --excused-bg: #12303a;`

const frame = `
:root {${light}
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme]) {${dark}
} }
@media screen { :root[data-theme='dark'] {${dark}
} }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 66rem;
  background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, figure { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 1.0625rem; line-height: 1.4; font-weight: 600; }
h4 { font-size: 0.8125rem; font-weight: 600; color: var(--soft); }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
code, pre, .mono { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.8125rem; }
pre { white-space: pre-wrap; background: var(--sunk); border-radius: 6px; padding: 0.75rem 0.875rem; line-height: 1.5; tab-size: 2; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
[tabindex='-1']:focus-visible { outline-offset: 6px; }
[hidden] { display: none !important; }
main > section, main > details { margin-top: 3rem; }
.soft { color: var(--soft); }
.small { font-size: 0.875rem; }
.list { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; }
summary { cursor: pointer; }
summary h2 { display: inline; }
button, select, input {
  font: inherit; font-size: 0.875rem; color: inherit; background: var(--sheet);
  border: 1px solid var(--edge); border-radius: 6px; padding: 0.375rem 0.625rem; min-height: 2.25rem;
}
button { cursor: pointer; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 4rem; }
  h1 { font-size: 1.5rem; }
  main > section, main > details { margin-top: 2.25rem; }
}`

/** The page's style sheet. */
export const style = frame + parts + print
