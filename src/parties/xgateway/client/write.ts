/** Writes a request as the samples of the document are written. */

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** One member, its value as it stands. */
export const memberOf = (name: string, value: string, type = 'string'): string =>
  `<member><name>${name}</name><value>${type === '' ? value : `<${type}>${value}</${type}>`}</value></member>`

/** A methodCall around members that are written already. */
export const callOf = (method: string, members: string): string =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params><param><value><struct>${members}</struct></value></param></params></methodCall>`

/** A whole document. */
export const documentOf = (method: string, members: [string, string][]): string =>
  callOf(method, members.map(([name, value]) => memberOf(name, escaped(value))).join(''))
