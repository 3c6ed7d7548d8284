/** Looks on paper: no controls, no transcript, nothing broken across pages that belongs together. */
export const print = `
@media print {
  @page { margin: 16mm 14mm; }
  :root {
    color-scheme: light;
    --page: #fff; --sheet: #fff; --sunk: #f5f5f3; --line: #d5d2cb; --edge: #8a867d;
    --ink: #000; --soft: #4a4e54; --link: #000;
    --good: #1c6b3f; --bad: #a8261c; --warn: #7d5200; --odd: #6a4799; --calm: #545b63; --excused: #0f5f73;
    --good-bg: #fff; --bad-bg: #fff; --warn-bg: #fff; --odd-bg: #fff; --calm-bg: #fff; --excused-bg: #fff;
  }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  a { text-decoration: none; }
  button:not(.chip), .tools, #transcript, .masthead button { display: none !important; }
  .chip, .badge { border: 1px solid var(--tone); }
  .banner { border: 1px solid var(--tone); }
  .share span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main > section, main > details { margin-top: 1.75rem; }
  summary { list-style: none; }
  summary::-webkit-details-marker { display: none; }
  .exchange > summary .line::before { display: none; }
  .exchange > :not(summary) { display: none; }
  .sides pre { max-height: none; }
  .again pre { padding-right: 0.875rem; }
  .finding header, .versus, .row, .gaps > div, .again, .happened > li { break-inside: avoid; }
  h2, h3, .group { break-after: avoid; }
}`
