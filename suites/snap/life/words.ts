/** The words that go with a state, in English and Indonesian. */

/** Words, and the states that they may stand for. */
const families: [words: RegExp, states: string[]][] = [
  [/\b(un|not |tidak |belum )(success\w*|paid|berhasil|sukses|dibayar)\b/, ['01', '02', '03', '05', '06']],
  [/\b(success\w*|sukses|berhasil|paid|lunas|settle\w*|complete\w*|selesai)\b/, ['00']],
  [/\b(initi\w*|created|dibuat)\b/, ['01']],
  [/\b(paying|process\w*|progress|proses|diproses)\b/, ['02', '03']],
  [/\b(pending|waiting|menunggu|tertunda)\b/, ['01', '02', '03']],
  [/\b(refund\w*|dikembalikan)\b/, ['04']],
  [/\b(cancel\w*|void\w*|batal|dibatalkan)\b/, ['05']],
  [/\b(expir\w*|kedaluwarsa|kadaluarsa)\b/, ['05', '06']],
  [/\b(fail\w*|gagal|declin\w*|reject\w*|ditolak|refus\w*|error)\b/, ['06']],
  [/\b(not[ -]?found|tidak ditemukan)\b/, ['07']],
]

/** False when words are known, and none of them stands for the state. */
export function isDescribed(state: string, words: string): boolean {
  let rest = words.toLowerCase()
  const meant = families.flatMap(([pattern, states]) => {
    const found = pattern.test(rest)
    rest = rest.replace(pattern, ' ')
    return found ? states : []
  })
  return meant.length === 0 || meant.includes(state)
}
