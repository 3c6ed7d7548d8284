import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadContract } from '../contract/load.ts'
import { phraseFlaws } from './xgateway-phrase-flaws.ts'
import { phraseOf, type Phrase } from './xgateway-phrase.ts'

const grammar = loadContract('xgateway').phrases!

function read(text: string): Phrase {
  const phrase = phraseOf(text, grammar)
  if (!phrase.ok) throw new Error(phrase.says)
  return phrase
}

const flaws = (text: string): string[] =>
  phraseFlaws(read(text), grammar).map(({ kind, key }) => `${kind} ${key}`)

const token = '9999-9999-9999-9999-9999'
const serial = `${token}/Nama-Pelanggan /kWh1500,0/R3/5500`
const details = `METER=11310000011,IDPEL=413100000110,NAMA=Nama-Pelanggan,DAYA=R3/5500,REF=APL1565668784061,RPBAYAR=20000,ADMIN=0,METERAI=2000.0,PPN=2000.0,PPJ=2000.0,ANGSURAN=2000.0,RPTOKEN=12000.0,KWH=kWh1500.0,TOKEN=${token}`
const bought = `ISI PLNA20 KE 11310000011 , SUKSES. SAL=-101000,HRG=20200,ID=1565668784061,SN=${serial},${details}`

describe('the samples of the document', () => {
  it.each<[text: string, expected: Partial<Phrase>]>([
    [
      'ISI I50 KE 085700000001 , SUKSES. SAL=5609112,HRG=48825,ID=1553842300121,SN=0329135143014892',
      {
        verb: 'ISI',
        product: 'I50',
        number: '085700000001',
        status: 'SUKSES',
        pairs: { SAL: '5609112', HRG: '48825', ID: '1553842300121', SN: '0329135143014892' },
        order: ['SAL', 'HRG', 'ID', 'SN'],
        newline: false,
      },
    ],
    [
      'ISI SF50 KE 085700000001, GAGAL.\nSAL=5235917, ID=1553843112963, KET=Nomor tidak ditemukan',
      {
        product: 'SF50',
        status: 'GAGAL',
        pairs: { SAL: '5235917', ID: '1553843112963', KET: 'Nomor tidak ditemukan' },
        newline: true,
      },
    ],
    [
      'ISI SF50 KE 085700000001, PENDING. SAL=5789512, ID=1553842124093, KET=',
      { status: 'PENDING', pairs: { SAL: '5789512', ID: '1553842124093', KET: '' } },
    ],
    [
      'QUERY PLN20 ke 11310000011, SUKSES. METER=11310000011, IDPEL=413100000110, NAMA=Nama Pelanggan, DAYA=R3 /5500 VA',
      {
        verb: 'QUERY',
        product: 'PLN20',
        pairs: {
          METER: '11310000011',
          IDPEL: '413100000110',
          NAMA: 'Nama Pelanggan',
          DAYA: 'R3 /5500 VA',
        },
      },
    ],
    [bought, { product: 'PLNA20', number: '11310000011', status: 'SUKSES' }],
    [
      'ISI XLA25 KE 083120625600 , SUKSES.\nSAL=22855092,HRG=24625,ID=1553843656466,SN=99970329141597',
      {
        product: 'XLA25',
        pairs: { SAL: '22855092', HRG: '24625', ID: '1553843656466', SN: '99970329141597' },
      },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected)
    expect(flaws(text)).toEqual([])
  })

  it('keeps a serial number with a comma whole', () => {
    const { pairs, order } = read(bought)
    expect(pairs).toMatchObject({ SAL: '-101000', SN: serial, KWH: 'kWh1500.0', TOKEN: token })
    expect(order).toHaveLength(18)
  })

  it('reads them as they are printed, wraps and all', () => {
    const printed =
      'ISI PLNA20 KE 11310000011 , SUKSES. SAL=-\n101000,HRG=20200,ID=1565668784061,SN=** FORMAT SN LIHAT KETERANGAN\n' +
      `**,${details.replace('9999-9999,', '9999-\n9999,').replace('DAYA=R3/5500,', 'DAYA=R3/5500,\n')}`.replace(
        /9999$/,
        '\n9999',
      )
    expect(read(printed)).toMatchObject({ pairs: { SAL: '- 101000', DAYA: 'R3/5500' }, newline: true })
    expect(flaws(printed)).toEqual(['spelling SAL', 'spelling TOKEN'])
    expect(
      read('ISI I50 KE 085700000001 , SUKSES. SAL=5609112,HRG=48825,ID=1553842300121,SN=032913514301489 2')
        .pairs['SN'],
    ).toBe('032913514301489 2')
  })
})

describe('what relatives write', () => {
  it('has a prefix and an adverb when it repeats', () => {
    const text =
      'TRANSAKSI BERULANG ISI TRP100L3 KE 08993319172 , TELAH SUKSES. SAL=726772,HRG=95595,ID=749002855325,SN=0604GM11339319'
    expect(read(text)).toMatchObject({ prefix: 'TRANSAKSI BERULANG', adverb: 'TELAH', status: 'SUKSES' })
    expect(flaws(text)).toEqual([])
  })

  it('has dates before it, dots in sums and no blank behind the stop', () => {
    const text =
      'SN=1;19/04/18 16:52 ISI TR5 KE 0895621829255, SUKSES.SAL=1.323.934,HRG=5.250,ID=46398092,SN=77;'
    expect(read(text)).toMatchObject({ prefix: 'SN=1;19/04/18 16:52', product: 'TR5', pairs: { SN: '77;' } })
    expect(flaws(text)).toEqual(['spelling SAL', 'spelling HRG'])
  })

  it('has commas and equals signs in names and reasons', () => {
    const named =
      'QUERY PLN20 ke 11310000011, SUKSES. METER=11310000011, IDPEL=413100000110, NAMA=BUDI, S=A/B, DAYA=R1/900'
    expect(read(named).pairs['NAMA']).toBe('BUDI, S=A/B')
    const reason = 'ISI S5 KE 0811, GAGAL. SAL=1, ID=2, KET=b=c, SN=9, coba lagi'
    expect(read(reason).pairs).toEqual({ SAL: '1', ID: '2', KET: 'b=c, SN=9, coba lagi' })
  })
})

describe('what is wrong', () => {
  it.each([
    ['OK', 'ISI or QUERY is missing at character 1, where «OK» stands.', 1],
    ['', 'ISI or QUERY is missing at the end.', 1],
    [
      'isi I50 KE 0857, SUKSES. SAL=1',
      'ISI or QUERY is missing at character 1, where «isi I50 KE 0857, SUKSES.» stands.',
      1,
    ],
    ['ISI , KE 0857', 'A product code is missing at character 4, where « , KE 0857» stands.', 4],
    ['ISI I50 0857, SUKSES.', 'KE is missing at character 8, where « 0857, SUKSES.» stands.', 8],
    ['ISI I50 KE , SUKSES.', 'A number is missing at character 11, where « , SUKSES.» stands.', 11],
    [
      'ISI I50 KE 0857 SUKSES. SAL=1',
      'A comma is missing at character 16, where « SUKSES. SAL=1» stands.',
      16,
    ],
    [
      'ISI I50 KE 0857, BERHASIL. SAL=1',
      'SUKSES, GAGAL or PENDING is missing at character 18, where «BERHASIL. SAL=1» stands.',
      18,
    ],
    ['ISI I50 KE 0857, SUKSES SAL=1', 'A full stop is missing at character 24, where « SAL=1» stands.', 24],
    ['ISI I50 KE 0857, SUKSES.', 'A known key with its = is missing at the end.', 25],
    [
      'ISI I50 KE 0857, SUKSES. SALDO=1',
      'A known key with its = is missing at character 26, where «SALDO=1» stands.',
      26,
    ],
  ])('%s', (text, says, at) => {
    expect(phraseOf(text, grammar)).toEqual({ ok: false, says, at, newline: false })
  })

  it.each([
    ['ISI I50 KE 0857 , SUKSES. HRG=1,ID=2,SN=3', ['missing SAL']],
    ['ISI I50 KE 0857 , SUKSES. SAL=1,HRG=1,ID=2,SN=', ['value SN']],
    ['ISI I50 KE 0857 , SUKSES. SAL=1,HRG=-1,ID=2-3,SN=4', ['value HRG', 'value ID']],
    ['ISI I50 KE 0857 , SUKSES. SAL=1;HRG=1,ID=2,SN=4', ['missing HRG', 'value SAL']],
    ['ISI I50 KE 0857 , SUKSES. HRG=1,SAL=1,ID=2,SN=4', ['order ']],
    ['ISI I50 KE 0857 , SUKSES. SAL=1,SAL=2,HRG=1,ID=2,SN=4', ['twice SAL']],
    ['ISI I50 KE 0857 , GAGAL. SAL=1,HRG=2,ID=2,KET=x', ['foreign HRG']],
    [bought.replace(',RPTOKEN=12000.0', ''), ['missing RPTOKEN']],
    [bought.replace('kWh1500.0,', '1500 Wh,'), ['value KWH']],
    ['QUERY PLN20 KE 11310000011, GAGAL. SAL=1, ID=2, KET=x', []],
    ['QUERY PLN20 KE 11310000011, GAGAL. KET=x', []],
  ])('%s', (text, expected) => {
    expect(flaws(text)).toEqual(expected)
  })
})

describe('any text', () => {
  const part = fc.constantFrom(
    'ISI',
    'QUERY',
    ' ',
    ',',
    'KE',
    'SUKSES',
    '.',
    'SAL=',
    'SN=',
    'KET=',
    '1',
    'x',
    '\n',
    '=',
  )

  it('is read or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const phrase = phraseOf(text, grammar)
          if (!phrase.ok) expect(phrase.says).toMatch(/^[A-Z].*\.$/s)
          else expect(Object.keys(phrase.pairs).sort()).toEqual([...new Set(phrase.order)].sort())
        },
      ),
    )
  })

  it('takes no time, however long', () => {
    for (const piece of [' ', ', ', ',SN=', 'ISI ', 'a', '.', '\n']) {
      const began = process.cpuUsage()
      phraseOf(`ISI I50 KE 0857 , SUKSES. SAL=1,NAMA=${piece.repeat(300_000)}`, grammar)
      phraseOf(piece.repeat(300_000), grammar)
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000)
    }
  })
})
