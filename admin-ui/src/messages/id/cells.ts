import type { cells as english } from '../en/cells.ts'

const number = new Intl.NumberFormat('id')

/** Yang disunting atau dilihat di atas sel tabel. */
export const cells: typeof english = {
  compactRows: 'Baris rapat',
  look: (name: string) => `Lihat isi ${name}`,
  edit: 'Sunting',
  view: 'Lihat',
  save: 'Simpan',
  saveHint: 'Ctrl+Enter menyimpan, Escape membiarkannya seperti semula.',
  copyValue: 'Salin nilai',
  copyPath: 'Salin jalur',
  pathHint: 'Seperti dipakai saringan dan aturan',
  firstMatches: (count: number) => `${number.format(count)} yang pertama. Ketik untuk mencari yang lain.`,
  showMore: (count: number) => `Tampilkan ${number.format(count)} lagi`,
  values: (count: number) => `${number.format(count)} nilai`,
  chosen: (count: number) => `${number.format(count)} dipilih`,
  atLeast: (count: number) => `paling sedikit ${number.format(count)}`,
  atMost: (count: number) => `paling banyak ${number.format(count)}`,
  north: 'LU',
  south: 'LS',
  east: 'BT',
  west: 'BB',
}
