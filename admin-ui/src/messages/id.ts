import type { Messages } from './en.ts'
import { account } from './id/account.ts'
import { collection } from './id/collection.ts'
import { editor } from './id/editor.ts'
import { sections } from './id/sections.ts'
import { mine } from './id/mine.ts'
import { signIn } from './id/sign-in.ts'
import { grid } from './id/grid.ts'
import { cells } from './id/cells.ts'
import { api } from './id/api.ts'
import { home } from './id/home.ts'
import { map } from './id/map.ts'
import { operations } from './id/operations.ts'
import { settings } from './id/settings.ts'
import { webhooks } from './id/webhooks.ts'
import { superusers } from './id/superusers.ts'
import { apiKeys } from './id/api-keys.ts'
import { plan } from './id/plan.ts'
import { reference } from './id/reference.ts'
import { said } from './id/said.ts'

const number = new Intl.NumberFormat('id')

/** Everything that the UI says, in Indonesian. */
export const id: Messages = {
  operations,
  settings,
  webhooks,
  superusers,
  apiKeys,
  api,
  home,
  map,
  plan,
  reference,
  said,
  common: {
    email: 'Email',
    password: 'Kata sandi',
    showPassword: 'Tampilkan kata sandi',
    hidePassword: 'Sembunyikan kata sandi',
    close: 'Tutup',
    copy: 'Salin',
    copied: 'Tersalin',
    tryAgain: 'Coba lagi',
    empty: 'kosong',
    yes: 'Benar',
    no: 'Salah',
    more: (count: number) => `+${count}`,
  },
  errors: {
    unreachable: 'Server tidak dapat dihubungi. Apakah sedang berjalan?',
    tooMany: 'Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.',
    unknown: 'Ada yang salah di halaman ini. Muat ulang untuk melanjutkan.',
  },
  install: {
    title: 'Buat akun Anda',
    lead: 'Ini akun pertama di server ini. Akun ini dapat melihat dan mengubah semuanya, jadi pilih kata sandi yang tidak Anda pakai di tempat lain.',
    repeat: 'Ulangi kata sandi',
    passwordHint: 'Paling sedikit 8 karakter.',
    submit: 'Buat akun',
    expiredTitle: 'Tautan ini tidak berlaku lagi',
    expiredLead:
      'Tautan hanya berlaku sekali, selama 30 menit. Untuk mendapat yang baru, jalankan ulang server, atau buat akun lewat terminal:',
    signInInstead: 'Masuk saja',
  },
  signIn,
  links: {
    verifyTitle: 'Konfirmasi alamat email Anda',
    verifyLead: (email: string) =>
      email === ''
        ? 'Satu klik menunjukkan bahwa alamat ini milik Anda.'
        : `Satu klik menunjukkan bahwa ${email} milik Anda.`,
    verifySubmit: 'Konfirmasi alamat saya',
    verifiedTitle: 'Alamat Anda sudah dikonfirmasi',
    verifiedLead: 'Tidak ada lagi yang perlu dilakukan di sini.',
    resetTitle: 'Pilih kata sandi baru',
    resetLead: (email: string) => (email === '' ? 'Untuk akun Anda.' : `Untuk akun ${email}.`),
    resetNew: 'Kata sandi baru',
    resetRepeat: 'Ulangi kata sandi baru',
    resetSubmit: 'Simpan kata sandi baru',
    resetDoneTitle: 'Kata sandi baru sudah disimpan',
    resetDoneLead: 'Anda keluar dari semua perangkat. Masuk lagi dengan kata sandi baru.',
    changeTitle: 'Konfirmasi alamat email baru Anda',
    changeLead: (email: string) =>
      `Dengan kata sandi, Anda mengonfirmasi bahwa ${email} menjadi alamat akun Anda.`,
    changeSubmit: 'Konfirmasi alamat baru',
    changedTitle: 'Alamat baru Anda sudah dikonfirmasi',
    changedLead: 'Anda keluar dari semua perangkat. Masuk lagi dengan alamat baru.',
    close: 'Anda dapat menutup halaman ini dan kembali ke aplikasi.',
    spentTitle: 'Tautan ini tidak berlaku lagi',
    spentLead: 'Tautan hanya berlaku sekali, untuk waktu singkat, dan selama akun tidak berubah.',
    spentHint: 'Kembali ke aplikasi dan minta tautan baru.',
    oauthDoneTitle: 'Anda sudah masuk',
    oauthDoneLead: 'Aplikasi berlanjut di jendela asal Anda.',
    oauthFailedTitle: 'Tidak berhasil masuk',
    oauthFailedLead: 'Aplikasi yang memulainya tidak menunggu lagi, atau layanan lain itu menolak.',
    oauthFailedHint: 'Tutup jendela ini, kembali ke aplikasi, lalu coba lagi.',
    closeWindow: 'Anda dapat menutup jendela ini.',
  },
  shell: {
    collections: 'Koleksi',
    openCollections: 'Tampilkan koleksi',
    search: 'Cari koleksi',
    nothingFound: (text: string) => `Tidak ada koleksi bernama “${text}”.`,
    system: 'Sistem',
    account: 'Akun dan tampilan',
    theme: 'Tampilan',
    themes: { system: 'Ikut sistem', light: 'Terang', dark: 'Gelap' },
    language: 'Bahasa',
    signOut: 'Keluar',
    skip: 'Langsung ke isi',
    notFoundTitle: 'Halaman ini tidak ada',
    notFoundLead: 'Alamatnya mungkin sudah lama atau salah ketik.',
    home: 'Ke daftar koleksi',
    noCollections: 'Belum ada koleksi.',
  },
  records: {
    count: (total: number) => `${number.format(total)} rekaman`,
    countCapped: (shown: number, total: number) =>
      `${number.format(shown)} pertama dari ${number.format(total)} rekaman`,
    filter: 'Saring rekaman',
    filterExample: (example: string) => `Saring, misalnya ${example}`,
    clearFilter: 'Hapus saringan',
    reload: 'Muat ulang',
    types: { base: 'Dasar', auth: 'Akun', view: 'Tampilan' },
    sortBy: (name: string) => `Urutkan menurut ${name}`,
    emptyTitle: 'Belum ada rekaman',
    emptyLead: 'Rekaman yang dibuat aplikasi Anda muncul di sini. Dengan SDK cukup satu baris:',
    noMatchTitle: 'Tidak ada yang cocok',
    noMatchLead: 'Tidak ada isi koleksi ini yang cocok dengan saringan.',
    brokenFilterTitle: 'Saringan tidak dapat dipakai',
    brokenFilterLead: 'Perbaiki di atas, lalu tekan Enter.',
    failedTitle: 'Rekaman tidak dapat dimuat',
    missingTitle: (name: string) => `Tidak ada koleksi “${name}”`,
    missingLead: 'Mungkin namanya berubah atau koleksinya dihapus.',
  },
  record: {
    title: (collection: string) => `Rekaman ${collection}`,
    previous: 'Rekaman sebelumnya',
    next: 'Rekaman berikutnya',
    fields: 'Isian',
    json: 'JSON',
    missingTitle: 'Rekaman ini sudah tidak ada',
    missingLead: 'Mungkin baru saja dihapus.',
  },
  collection,
  sections,
  editor,
  account,
  mine,
  grid,
  cells,
}
