import type { Messages } from '../en.ts'

const list = new Intl.ListFormat('id')

/** What superusers read about their own account. */
export const mine: Messages['mine'] = {
  title: 'Akun Anda',
  dataTitle: 'Cara masuk',
  dataLead: 'Yang Anda pakai untuk masuk ke server ini.',
  passwordLead: 'Hanya hash-nya yang disimpan.',
  change: { email: 'Ubah email', password: 'Ubah kata sandi' },
  changed: { email: 'Email sudah diubah.', password: 'Kata sandi sudah diubah.' },
  current: 'Kata sandi sekarang',
  wrong: 'Ini bukan kata sandi Anda.',
  newEmail: 'Email baru',
  proofsTitle: 'Selain kata sandi',
  proofsLead: 'Dengan salah satunya, kata sandi yang terlihat orang lain belum cukup untuk menjadi Anda.',
  noApp: 'Saat masuk belum diminta aplikasi.',
  setUpApp: 'Pasang aplikasi',
  replaceApp: 'Ganti aplikasi',
  replaceAppLead: 'Pertama kode dari aplikasi yang sekarang, atau kode pemulihan.',
  appKeyLead:
    'Pindai ini dengan aplikasi Anda, atau masukkan kuncinya dengan tangan. Lalu ketik kode yang ditampilkan aplikasi.',
  qrCode: 'Kode QR dari kunci',
  openApp: 'Buka di aplikasi perangkat ini',
  firstCodeHint: 'Enam angka.',
  goOn: 'Lanjut',
  switchOn: 'Aktifkan',
  recoveryTitle: 'Simpan kode pemulihan Anda',
  recoveryLead:
    'Masing-masing membuat Anda masuk sekali tanpa aplikasi. Tidak ditampilkan lagi: simpan di tempat lain dari ponsel.',
  kept: 'Sudah saya simpan',
  passkeyNameLabel: 'Nama passkey baru',
  passkeyName: 'Perangkat saya',
  addPasskey: 'Tambah passkey',
  sessionsTitle: 'Tempat Anda masuk',
  sessionsLead: 'Akhiri yang tidak Anda kenal, lalu ubah kata sandi.',
  endOthers: 'Akhiri yang lain',
  othersEnded: 'Anda masuk hanya di sini.',
  offNames: { app: 'aplikasi autentikator', passkeys: 'passkey', sessions: 'sesi' },
  off: (names: readonly string[]) => `Mati untuk superuser: ${list.format(names)}.`,
  offLink: 'Aktifkan di koleksi superuser.',
}
