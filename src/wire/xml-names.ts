/** Names and limits that every file about XML agrees on. */

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
export const XML_NS = 'http://www.w3.org/XML/1998/namespace'
export const XMLNS_NS = 'http://www.w3.org/2000/xmlns/'

/** The recommendation's URI of xsi and those of its two drafts, which old toolkits still write. */
export const XSI_ALL: readonly string[] = [
  XSI,
  'http://www.w3.org/2000/10/XMLSchema-instance',
  'http://www.w3.org/1999/XMLSchema-instance',
]

/** More bytes than this are refused unread; the longest legal message has about 3 KiB. */
export const MAX_BYTES = 1_048_576
/** Levels of elements, the root being the first. */
export const MAX_DEPTH = 32
/** Elements in a whole message; a map-encoded answer of 18 fields has about 60. */
export const MAX_ELEMENTS = 512
/** Attributes of one element. */
export const MAX_ATTRIBUTES = 64
