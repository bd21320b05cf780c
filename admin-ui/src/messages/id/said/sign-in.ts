/** What the server says of signing in and of accounts, by its own sentence. */
export const signIn: Readonly<Record<string, string>> = {
  'The identity or the password is wrong.': 'Nama atau kata sandi salah.',
  'Sign-in with a password is switched off for "{collection}".':
    'Masuk dengan kata sandi dimatikan untuk "{collection}".',
  'Sign-in with a one-time code is switched off for "{collection}".':
    'Masuk dengan kode sekali pakai dimatikan untuk "{collection}".',
  'Too many attempts for this account; try again in a few minutes.':
    'Terlalu banyak percobaan untuk akun ini; coba lagi beberapa menit lagi.',
  'The second factor has to belong to the account of the first, be another method, and come in time.':
    'Faktor kedua harus dari akun yang sama, dengan cara lain, dan tepat waktu.',
  'This is not for superusers.': 'Ini bukan untuk superuser.',
  'Nobody signs in to "{collection}" with a password.':
    'Tidak ada yang masuk ke "{collection}" dengan kata sandi.',
  'The mail could not be sent; try again later.': 'Email tidak dapat dikirim; coba lagi nanti.',
  'The mail could not be sent. Raw error:\n{why}': 'Email tidak dapat dikirim. Pesan aslinya:\n{why}',
  'Too many mails for this account; try again later.':
    'Terlalu banyak email untuk akun ini; coba lagi nanti.',
  'This record may not sign in.': 'Akun ini tidak boleh masuk.',
  'Too many sign-ins at once; try again in a moment.':
    'Terlalu banyak yang masuk sekaligus; coba lagi sebentar lagi.',
  'Passkeys are switched off for "{collection}".': 'Passkey dimatikan untuk "{collection}".',
  'This passkey cannot be registered: {why}': 'Passkey ini tidak dapat didaftarkan: {why}',
  'Codes of an authenticator app are switched off for "{collection}".':
    'Kode aplikasi autentikator dimatikan untuk "{collection}".',
  'The code is wrong, or it was used already.': 'Kode ini salah, atau sudah dipakai.',
  'There is no authenticator app for this account.': 'Akun ini tidak punya aplikasi autentikator.',
  'Anonymous sign-in is switched off for "{collection}".':
    'Masuk secara anonim dimatikan untuk "{collection}".',
  'This account is not anonymous, or it is not any more.': 'Akun ini tidak anonim, atau tidak lagi.',
  'API keys are switched off for "{collection}".': 'Kunci API dimatikan untuk "{collection}".',
  'The API key of this request is not for this.': 'Kunci API permintaan ini bukan untuk itu.',
  'Sessions are switched off for "{collection}".': 'Sesi dimatikan untuk "{collection}".',
  'There is no such {what} here.': '{what} ini tidak ada di sini.',
  'An account can have {limit} of these at most; delete one first.':
    'Satu akun paling banyak punya {limit}; hapus satu dulu.',
  'Sign-in with OAuth2 is switched off for "{collection}".':
    'Masuk dengan OAuth2 dimatikan untuk "{collection}".',
  'The sign-in at "{provider}" did not succeed: {why}.': 'Masuk lewat "{provider}" tidak berhasil: {why}.',
  'The OAuth2 provider "{provider}" is not set up completely.':
    'Pengaturan layanan OAuth2 "{provider}" belum lengkap.',
  'The private key cannot be used to sign with ES256.': 'Kunci privat ini tidak dapat dipakai untuk ES256.',
  'The two passwords are not the same.': 'Kedua kata sandi tidak sama.',
  'This is not the current password.': 'Ini bukan kata sandi saat ini.',
  'This is not the password of the account.': 'Ini bukan kata sandi akun ini.',
  '{1} cannot be changed like this.': '{1} tidak dapat diubah dengan cara ini.',
  'This id belongs to an account of another collection.': 'Id ini milik akun di koleksi lain.',
  'The account has another e-mail address by now; ask for another link.':
    'Akun ini sudah punya alamat email lain; minta tautan baru.',
  'This is no link that proves an address.': 'Ini bukan tautan konfirmasi alamat.',
  'This is no link that changes an address.': 'Ini bukan tautan ganti alamat.',
  'This link is for another kind of account.': 'Tautan ini untuk jenis akun lain.',
  'This link is not valid any more; ask for another one.': 'Tautan ini tidak berlaku lagi; minta yang baru.',
  'Another account has this address by now.': 'Alamat ini sudah dipakai akun lain.',
  'Another account has this address.': 'Alamat ini dipakai akun lain.',
  'This is the address of the account already.': 'Ini sudah menjadi alamat akun ini.',
  'Use an address that mails can reach.': 'Pakai alamat yang dapat menerima email.',
  'Name one of the identity fields of the collection.': 'Sebut salah satu kolom identitas koleksi ini.',
  'Nobody signs in to this collection.': 'Tidak ada yang masuk ke koleksi ini.',
  'There is no record with this id.': 'Tidak ada rekaman dengan id ini.',
  'There is no such collection of accounts.': 'Tidak ada koleksi akun ini.',
  'There is no such provider.': 'Layanan ini tidak ada.',
  'There is no provider "{1}" here.': 'Di sini tidak ada layanan "{1}".',
  'There is no such record in an auth collection of this name.':
    'Tidak ada rekaman ini di koleksi akun bernama itu.',
  'Use 0 or more seconds.': 'Pakai 0 detik atau lebih.',
  'Use at least 1 second.': 'Paling sedikit 1 detik.',
  'Use at most {1} seconds.': 'Paling banyak {1} detik.',
  'Use exactly {1} characters.': 'Harus tepat {1} karakter.',
  'Paste the whole file, from BEGIN PRIVATE KEY to END PRIVATE KEY.':
    'Tempel seluruh berkas, dari BEGIN PRIVATE KEY sampai END PRIVATE KEY.',
  'Write a time that is still to come, or none.': 'Tulis waktu yang belum lewat, atau kosongkan.',
  'Write "*", or a list such as [{"collections":["posts"],"actions":["list","view"]}]; actions are {1}.':
    'Tulis "*", atau daftar seperti [{"collections":["posts"],"actions":["list","view"]}]; tindakannya {1}.',
}
