import type { Messages } from '../en.ts'

/** What the page says where superusers sign in. */
export const signIn: Messages['signIn'] = {
  title: 'Masuk',
  lead: 'Dengan akun superuser server ini.',
  submit: 'Masuk',
  ended: 'Sesi Anda telah berakhir. Masuk untuk melanjutkan.',
  changed: 'Akun telah berubah, jadi dikeluarkan di mana pun. Masuk dengan data yang baru.',
  secondTitle: 'Satu langkah lagi',
  secondLead: 'Akun ini meminta dua bukti bahwa ini Anda.',
  shown: {
    password: 'Kata sandi Anda benar.',
    otp: 'Kode dari email benar.',
    totp: 'Kode dari aplikasi benar.',
    passkey: 'Passkey Anda benar.',
  },
  by: {
    password: 'Pakai kata sandi',
    otp: 'Minta kode lewat email',
    totp: 'Pakai aplikasi autentikator',
    passkey: 'Pakai passkey',
  },
  restart: 'Mulai lagi',
  sendCode: 'Kirim kode',
  codeSent: (email: string, minutes: number) =>
    `Jika ${email} adalah alamat superuser, kode sedang dikirim. Berlaku sekali, selama ${minutes} menit.`,
  codePrinted:
    'Server ini belum punya server email: kodenya tercetak di tempat server dijalankan. Server email diatur di pengaturan.',
  code: 'Kode',
  otherCode: 'Kirim kode lain',
  appCode: 'Kode dari aplikasi',
  appCodeHint: 'Enam angka, atau salah satu kode pemulihan Anda.',
  passkeyLead: 'Peramban meminta sidik jari, wajah, PIN, atau kunci Anda.',
  usePasskey: 'Pakai passkey',
  wrong: {
    password: 'Email atau kata sandi salah.',
    otp: 'Kode salah atau sudah kedaluwarsa. Lihat email terbaru, atau kirim kode lain.',
    totp: 'Kode salah atau sudah dipakai. Tunggu kode berikutnya.',
    passkey: 'Server tidak mengenal passkey ini: mungkin sudah dihapus. Pakai cara lain.',
  },
  wrongSecond: {
    password: 'Kata sandi salah, atau langkah pertama sudah terlalu lama: mulai lagi.',
    otp: 'Kode salah atau kedaluwarsa, atau akun ini meminta aplikasi atau passkey. Pakai cara lain, atau mulai lagi.',
    totp: 'Kode salah atau sudah dipakai. Tunggu kode berikutnya. Jika langkah pertama sudah lama, mulai lagi.',
    passkey: 'Passkey ini bukan milik akun ini, atau langkah pertama sudah terlalu lama: mulai lagi.',
  },
  shutOut:
    'Server tidak mengizinkan akun ini masuk dari sini. Pengelola server dapat membuka lagi alamat superuser: npm run dapur -- superuser ips',
  tooMany: 'Terlalu banyak percobaan. Tunggu tiga menit, lalu coba lagi.',
  noneGiven: 'Tidak ada passkey yang diberikan. Coba lagi, atau pakai cara lain.',
  otherHost: 'Passkey terikat pada alamat aplikasi di pengaturan: buka halaman ini di alamat itu.',
  hasPasskey: 'Perangkat ini sudah punya passkey akun ini.',
  noPasskeys: 'Tidak ada passkey di sini: perlu HTTPS atau localhost, dan peramban yang mengenalnya.',
  forgot: 'Pengelola server dapat membuat kata sandi lewat terminal:',
  forgotByMail: 'Lupa kata sandi? Minta tautan lewat email',
  forgotTitle: 'Lupa kata sandi?',
  forgotLead: 'Dengan tautan lewat email Anda memilih yang baru.',
  sendLink: 'Kirim tautan',
  linkSent: (email: string) =>
    `Jika ${email} adalah alamat superuser, tautan sedang dikirim. Berlaku sekali, selama setengah jam.`,
  back: 'Kembali ke halaman masuk',
}
