/** What KET says of a failure: the words of the document's table, and of its sample for 07. */
export const reasons: { readonly [code: string]: string } = {
  '01': 'Format HTTP Request tidak valid',
  '02': 'User / Password / IP tidak terdaftar',
  '03': 'Transaksi timeout',
  '04': 'Duplikasi trx_id',
  '05': 'Kode produk tidak dikenal',
  '06': 'Gangguan koneksi biller',
  '07': 'Nomor tidak ditemukan',
  '08': 'Internal Error',
  '09': 'Sistem dalam proses pemeliharaan',
  '10': 'Ref Code tidak valid / expired',
  '11': 'Transaksi tidak ditemukan',
  '12': 'Nomor pelanggan kadaluarsa',
  '13': 'Nomor pelanggan sedang diblokir',
  '14': 'Gangguan biller',
  '17': 'Duplikasi transaksi reversal',
  '18': 'Saldo deposit tidak cukup',
  '19': 'Harga produk belum di set',
  '21': 'Refund, transaksi digagalkan',
  '22': 'Produk sementara ditutup',
  '23': 'Gagal Biller',
  '24': 'Tagihan tidak tersedia',
  '26': 'Tagihan telah dibayar',
  '31': 'Invalid Signature',
  '33': 'Account API Klien diblokir',
  '34': 'Biller menolak perulangan transaksi',
  '35': 'System Cut Off Inprogress',
  '36': 'Akun mencapai batas maksimal limit provider',
}

/** Why something failed; nothing is said of what is pending. */
export const reasonOf = (code: string): string => (code === '68' ? '' : (reasons[code] ?? 'Transaksi gagal'))
