import type { home as english } from '../en/home.ts'

const percent = new Intl.NumberFormat('id', { style: 'percent', maximumFractionDigits: 1 })

/** Beranda: keadaan server. */
export const home: typeof english = {
  title: 'Beranda',
  well: 'Semua baik',
  degraded: 'Penulisan ditolak',
  traffic: 'Permintaan',
  requests: 'Permintaan per detik',
  p95: '95 % dijawab dalam',
  failed: 'Galat server',
  connections: 'Sambungan realtime',
  connectionsNote: 'terbuka sekarang',
  lately: 'dalam semenit terakhir',
  sinceStart: 'sejak server dinyalakan',
  percent: (share: number) => percent.format(share),
  storage: 'Penyimpanan',
  database: 'Basis data',
  databaseNote: 'ukuran berkas',
  wal: 'Log tulis-dahulu',
  walNote: 'belum masuk berkas basis data',
  free: 'Sisa ruang disk',
  freeNote: 'di tempat data',
  backup: 'Cadangan terakhir',
  noBackup: 'Belum ada',
  makeBackup: 'Buat yang pertama',
  logs: 'Catatan log per jam',
  errors: 'Galat terakhir',
  noErrors: 'Tidak ada yang gagal dalam log yang disimpan.',
  metricsFailed: 'Angka-angka tidak bisa dimuat. Halaman ini mencoba lagi setiap beberapa detik.',
  ailments: {
    disk: 'Disk penuh. Pembacaan berjalan; penulisan ditolak sampai ada ruang.',
    database:
      'Disk gagal menyimpan yang ditulis. Pembacaan berjalan; penulisan ditolak sampai server dinyalakan lagi.',
  },
  backupFailed: {
    backup: (when: string, why: string) => `Pencadangan terakhir gagal ${when}: ${why}`,
    restore: (when: string, why: string) => `Pemulihan terakhir gagal ${when}: ${why}`,
  },
}
