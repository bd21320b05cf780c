import type { Messages } from '../en.ts'

const number = new Intl.NumberFormat('id')

/** The grid of records and what is done with many of them. */
export const grid: Messages['grid'] = {
  newRecord: 'Rekaman baru',
  suggestions: 'Saran',
  columns: 'Kolom',
  resetColumns: 'Kembalikan seperti semula',
  moveColumn: (name: string) => `Pindahkan ${name}`,
  columnPlace: (name: string, place: number, all: number) => `${name}: urutan ${place} dari ${all}`,
  moveHint: 'Tekan Spasi untuk mengangkat kolom, panah untuk memindahkan, dan Spasi lagi untuk meletakkan.',
  resize: (name: string) => `Lebar ${name}`,
  editCell: (name: string) => `Ubah ${name}`,
  cellSaved: (name: string) => `${name} tersimpan.`,
  selectRecord: (id: string) => `Pilih ${id}`,
  selectLoaded: (count: number) => `Pilih ${number.format(count)} rekaman yang dimuat`,
  selected: (count: number) => `${number.format(count)} dipilih`,
  clearSelection: 'Batalkan pilihan',
  deleting: (done: number, all: number) => `Menghapus ${number.format(done)} dari ${number.format(all)}`,
  deleteMany: 'Selama beberapa detik masih dapat diurungkan.',
  actions: 'Ekspor dan impor',
  export: 'Ekspor',
  exportAs: (format: string) => `Ekspor sebagai ${format}`,
  import: 'Impor berkas',
  importInto: (collection: string) => `Impor ke ${collection}`,
  importUnknown: 'Pilih berkas CSV dengan baris judul, larik JSON, atau NDJSON dengan satu objek per baris.',
  chooseFile: 'Jatuhkan berkas CSV, JSON, atau NDJSON di sini, atau pilih',
  chooseOtherFile: 'Pilih yang lain',
  leaveOut: 'lewati',
  fieldOf: (column: string) => `Isian untuk kolom ${column}`,
  upsert: 'Baris dengan id sebuah rekaman mengubah rekaman itu',
  tryImport: 'Coba dulu',
  importNow: (count: number) => `Impor ${number.format(count)} rekaman`,
  importing: 'Server sedang bekerja',
  importWould: (created: number, updated: number) =>
    `Semua baris baik. ${number.format(created)} akan dibuat, ${number.format(updated)} diubah. Belum ada yang ditulis.`,
  importDid: (created: number, updated: number) =>
    `Selesai: ${number.format(created)} dibuat, ${number.format(updated)} diubah.`,
  importFails: (count: number) => `${number.format(count)} baris tidak dapat diimpor.`,
  importIgnores: (columns: string) => `Dilewati, karena tidak ada isian dengan nama ini: ${columns}`,
  row: (row: string) => `Baris ${row}`,
}
