/** The names of the files that reports are, by form: known before anything that renders is loaded. */
export const reportFiles = { html: 'report.html', json: 'report.json', junit: 'junit.xml' } as const
