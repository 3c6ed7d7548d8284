/** What the kiosk may do one way or another without breaking the document. */
export interface Manner {
  /** Order of the members. */
  order: string[]
  /** Values without a type. */
  untyped: boolean
  /** How an empty SN is written, inside its value. */
  empty: string
  /** Between tags. */
  layout: string
  declaration: string
  contentType: string
  headers: { [name: string]: string }
  /** HTTP/1.1 chunks of this size. */
  chunks?: number
  transactionId: (count: number) => string
  /** Before the comma that ends the number. */
  blank: string
  separator: { success: string; failure: string }
  /** Before the text of a repetition. */
  prefix: string
  /** A repetition is refused with 04. */
  refusesRepeats: boolean
  /** A trx_id that comes with another number or product. */
  otherPayload: 'status' | '04' | '01'
  inFlight: 'wait' | '68' | '04'
  /** Queries and purchases have one space of trx_ids. */
  oneSpace: boolean
  unreadable: 'code' | 'fault' | '400'
  /** Requests that are wrong somewhere get a plain sentence. */
  plainWords: boolean
  unknownMethod: 'code' | 'fault' | '404'
  /** Code for a purchase without a query. */
  noQuery: string
  /** Price is taken when the purchase begins, not when it has succeeded. */
  holds: boolean
  /** Times that a callback is tried until it is acknowledged. */
  tries: number
  /** Longest wait for a biller, in multiples of what is usual. */
  pendingFactor: number
  /** Balance that is told is that at the time of telling. */
  tellsLatest: boolean
  /** Blanks of a name as hyphens. */
  hyphens: boolean
  kwh: (quantity: number) => string
  reason: (code: string) => string
}

const reasons: { [code: string]: string } = {
  '01': 'Format HTTP Request tidak valid',
  '02': 'User / Password /IP tidak terdaftar',
  '04': 'Duplikasi trx_id',
  '05': 'Kode produk tidak dikenal',
  '06': 'Gangguan koneksi biller',
  '07': 'Nomor tidak ditemukan',
  '10': 'Ref Code tidak valid',
  '18': 'Saldo deposit tidak cukup',
  '19': 'Harga produk belum di set',
  '21': 'Refund',
  '22': 'Produk sementara ditutup',
  '23': 'Gagal Biller',
  '33': 'Account API Klien diblokir',
}

export const usual: Manner = {
  order: ['RESPONSECODE', 'REQUESTID', 'MESSAGE', 'SN', 'TRANSACTIONID'],
  untyped: false,
  empty: '<string></string>',
  layout: '\n',
  declaration: '<?xml version="1.0"?>\n',
  contentType: 'text/xml',
  headers: {},
  transactionId: (count) => String(1_553_842_300_000 + count),
  blank: ' ',
  separator: { success: ',', failure: ', ' },
  prefix: '',
  refusesRepeats: false,
  otherPayload: 'status',
  inFlight: 'wait',
  oneSpace: false,
  unreadable: 'code',
  plainWords: false,
  unknownMethod: 'code',
  noQuery: '10',
  holds: true,
  tries: 1,
  pendingFactor: 1,
  tellsLatest: false,
  hyphens: false,
  kwh: (quantity) => quantity.toFixed(1).replace('.', ','),
  reason: (code) => reasons[code] ?? 'Gagal',
}
