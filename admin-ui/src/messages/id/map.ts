import type { map as english } from '../en/map.ts'

/** Peta koleksi. */
export const map: typeof english = {
  title: 'Peta',
  label: 'Koleksi dan relasinya',
  system: 'Sistem',
  order: 'Rapikan',
  zoomIn: 'Perbesar',
  zoomOut: 'Perkecil',
  fit: 'Tampilkan semua',
  save: 'Ekspor sebagai SVG',
  keys: 'Tekan Enter untuk memilih koleksi ini, lalu geser dengan tombol panah.',
  relation: (from, to) => `Relasi ${from} ke ${to}`,
  moved: (x, y) => `Dipindah ke ${x}, ${y}.`,
  failed: 'Koleksi tidak bisa dimuat',
  emptyTitle: 'Belum ada yang bisa digambar',
  emptyLead: 'Koleksi dan relasi di antaranya muncul di sini.',
}
