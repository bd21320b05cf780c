import type { PlanWords } from '../en/plan.ts'

/** What a save would do, by the codes of the server. */
export const plan: Readonly<Record<string, PlanWords>> = {
  collection_deleted: { why: 'Koleksi "{collection}" dihapus.', loses: 'semua rekaman "{collection}"' },
  collection_moved: { why: 'Koleksi "{collection}" memberi tempat bagi koleksi lain bernama sama.' },
  collection_renamed: { why: 'Koleksi "{from}" menjadi "{to}".' },
  table_made: { why: 'Tabel untuk koleksi "{collection}" dibuat.' },
  view_made: { why: 'Tampilan "{collection}" dibuat.' },
  view_removed: { why: 'Tampilan "{collection}" dibuang atau dibuat ulang.' },
  field_added: { why: 'Kolom "{field}" ditambahkan.' },
  field_removed: { why: 'Kolom "{field}" dibuang.', loses: 'isi "{field}" di semua rekaman' },
  field_renamed: { why: 'Kolom "{from}" menjadi "{to}".' },
  field_many: { why: 'Kolom "{field}" boleh berisi beberapa nilai: nilai setiap rekaman menjadi daftar.' },
  field_single: {
    why: 'Kolom "{field}" berisi satu nilai: setiap rekaman hanya menyimpan yang terakhir dari daftarnya.',
    loses: 'semua nilai "{was}" selain yang terakhir di setiap rekaman',
  },
  index_built: { why: 'Indeks "{index}" dibangun.' },
  index_removed: { why: 'Indeks "{index}" dibuang atau dibangun ulang.' },
}
