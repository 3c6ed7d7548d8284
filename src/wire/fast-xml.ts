/**
 * fast-xml-parser from the one file of its CommonJS build: its ES modules are dozens of files, which take five times as
 * long to load, and every start pays for that.
 */
import { createRequire } from 'node:module'

const all = createRequire(import.meta.url)('fast-xml-parser') as typeof import('fast-xml-parser')

export const { XMLBuilder, XMLParser } = all
