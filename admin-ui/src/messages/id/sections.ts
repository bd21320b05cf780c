import type { Messages } from '../en.ts'

/** The parts of the shell: sections, folders, the palette. */
export const sections: Messages['sections'] = {
  label: 'Bagian',
  home: 'Beranda',
  logs: 'Log',
  sql: 'SQL',
  jobs: 'Tugas',
  backups: 'Cadangan',
  map: 'Peta',
  api: 'API',
  settings: 'Pengaturan',
  newCollection: 'Koleksi baru',
  palette: 'Perintah',
  paletteHint: 'Buka halaman atau koleksi',
  paletteNothing: 'Tidak ada yang bernama begitu.',
  paletteKeys: 'Perintah (Ctrl K)',
  pages: 'Halaman',
  records: 'Rekaman',
  editors: 'Ubah koleksi',
  appearance: 'Tampilan',
}
