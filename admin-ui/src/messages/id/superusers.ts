import type { Messages } from '../en.ts'

const list = new Intl.ListFormat('id')

/** What the page of the superusers says. */
export const superusers: Messages['superusers'] = {
  lead: 'Superuser melihat dan mengubah semua hal di server ini, apa pun aturannya.',
  add: 'Tambah superuser',
  you: 'Anda',
  verified: 'Terverifikasi',
  unverified: 'Belum terverifikasi',
  since: (moment) => `sejak ${moment}`,
  waysTitle: 'Cara mereka masuk',
  ways: {
    password: 'kata sandi',
    otp: 'kode lewat email',
    passkey: 'passkey',
    totp: 'aplikasi autentikator',
  },
  waysAre: (ways, isTwofold) =>
    isTwofold ? `Dengan dua dari: ${list.format(ways)}.` : `Dengan ${list.format(ways)}.`,
  appToo: 'Yang memasang aplikasi autentikator diminta juga kodenya.',
  changeWays: 'Ubah di opsi koleksinya',
  more: (email) => `Lainnya untuk ${email}`,
  yours: 'Akun Anda',
  changePassword: 'Ubah kata sandi',
  open: 'Buka rekamannya',
  remove: 'Hapus',
  newTitle: 'Superuser baru',
  newLead: 'Sampaikan kata sandinya tanpa terbaca orang lain. Kata sandi itu dapat diubah di “Akun Anda”.',
  create: 'Tambah superuser',
  created: (email) => `${email} sekarang superuser.`,
  passwordTitle: (email) => `Kata sandi ${email}`,
  passwordLead: 'Superuser ini akan dikeluarkan di semua perangkat.',
  passwordChanged: (email) => `Kata sandi ${email} sudah diubah.`,
  removeTitle: (email) => `Hapus ${email}?`,
  removeLead:
    'Ia langsung dikeluarkan di semua perangkat dan tidak bisa kembali. Ini tidak dapat dibatalkan.',
  removeOwnLead: 'Ini akun Anda sendiri: Anda langsung dikeluarkan dan tidak bisa kembali.',
  moreRecords: (shown) => `${shown} yang pertama ditampilkan.`,
  all: 'Semua di koleksinya',
  failedTitle: 'Superuser tidak dapat dimuat',
}
