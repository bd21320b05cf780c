/** What the server says of the definition of a collection, by its own sentence. */
export const collections: Readonly<Record<string, string>> = {
  'A name cannot hold "_via_": that is how back-relations are written.':
    'Nama tidak boleh memuat "_via_": begitulah relasi balik ditulis.',
  'A superuser is never anonymous.': 'Superuser tidak pernah anonim.',
  'A system collection cannot be renamed.': 'Nama koleksi sistem tidak dapat diubah.',
  'A system field keeps this setting.': 'Pengaturan ini tetap pada kolom sistem.',
  'A unique index over a system field has to keep its columns.':
    'Indeks unik atas kolom sistem harus tetap memakai kolom yang sama.',
  'A view cannot have indexes.': 'Tampilan tidak dapat punya indeks.',
  'Anonymous accounts have no second factor: write an MFA rule that leaves them out.':
    'Akun anonim tidak punya faktor kedua: tulis aturan MFA yang mengecualikannya.',
  'Another field has this name; letter case does not count.':
    'Kolom lain sudah bernama ini; huruf besar dan kecil dianggap sama.',
  'Another index of this list does the same.': 'Indeks lain di daftar ini sudah melakukan hal yang sama.',
  'Another index of this list has the same name.': 'Indeks lain di daftar ini bernama sama.',
  'Either onCreate or onUpdate must be enabled.':
    'Nyalakan paling sedikit satu: saat dibuat atau setiap diubah.',
  'Give a width or a height.': 'Beri lebar atau tinggi.',
  'It generates texts that the field refuses, such as "{1}". {2}':
    'Pola ini membuat teks yang ditolak kolomnya, misalnya "{1}". {2}',
  'Name the domains to accept or the domains to refuse, not both.':
    'Sebut domain yang diterima atau yang ditolak, tidak keduanya.',
  'Names cannot contain "_via_": it joins the parts of back-relations.':
    'Nama tidak boleh memuat "_via_": itu menyambung bagian relasi balik.',
  'Nothing can be generated from this pattern: {1}.': 'Pola ini tidak dapat membuat apa-apa: {1}.',
  'Nothing is written to a view: leave this rule null.':
    'Tidak ada yang ditulis ke tampilan: biarkan aturan ini tertutup.',
  'Only one field can be the primary key.': 'Hanya satu kolom yang dapat menjadi kunci utama.',
  'Only views can refer to the records of a view.':
    'Hanya tampilan yang dapat merujuk rekaman sebuah tampilan.',
  'Sign-in uses this name for itself.': 'Nama ini dipakai untuk keperluan masuk.',
  'Switch on at least two ways to sign in first.': 'Nyalakan dulu paling sedikit dua cara masuk.',
  'The collection "{1}" has an index with this name.': 'Koleksi "{1}" sudah punya indeks bernama ini.',
  'The collection of a relation cannot change; add another field.':
    'Koleksi sebuah relasi tidak dapat berubah; tambahkan kolom lain.',
  'The database has another table with this name.': 'Basis data sudah punya tabel lain bernama ini.',
  'The field "{1}" cannot be renamed or removed.': 'Kolom "{1}" tidak dapat diganti namanya atau dibuang.',
  'The field "{1}" has to be there, as a {2} field.': 'Kolom "{1}" harus ada, dengan jenis {2}.',
  'The field "{1}" needs a unique index of its own to sign in with.':
    'Agar dapat dipakai untuk masuk, kolom "{1}" perlu indeks unik sendiri.',
  'The index cannot be built: {1}.': 'Indeks tidak dapat dibangun: {1}.',
  'The primary key cannot be hidden.': 'Kunci utama tidak dapat disembunyikan.',
  'The primary key must be named "id".': 'Kunci utama harus bernama "id".',
  'The query cannot be used: {1}.': 'Kueri tidak dapat dipakai: {1}.',
  'The rules of a system collection cannot be changed.': 'Aturan koleksi sistem tidak dapat diubah.',
  'The type of a field cannot be changed; add another field instead.':
    'Jenis kolom tidak dapat diubah; tambahkan kolom lain.',
  'There is another collection with this name.': 'Sudah ada koleksi bernama ini.',
  'There is no collection "{1}".': 'Tidak ada koleksi "{1}".',
  'There is no collection with this id.': 'Tidak ada koleksi dengan id ini.',
  'There is no field "{1}".': 'Tidak ada kolom "{1}".',
  'There is no provider "{1}".': 'Tidak ada layanan "{1}".',
  'This id is taken.': 'Id ini sudah dipakai.',
  'This is not a domain, such as example.com.': 'Ini bukan domain, misalnya example.com.',
  'This is not a pattern that RE2 reads: {1}.': 'Pola ini tidak dapat dibaca RE2: {1}.',
  'This name has a meaning of its own; use another.': 'Nama ini sudah punya arti sendiri; pakai yang lain.',
  'This name is the id of another collection.': 'Nama ini adalah id koleksi lain.',
  'This provider is in the list already.': 'Layanan ini sudah ada di daftar.',
  'Use 30 to 255 characters.': 'Pakai 30 sampai 255 karakter.',
  'Use letters of the English alphabet, digits and underscores only.':
    'Hanya huruf A–Z, angka, dan garis bawah.',
  'Use letters, digits and underscores only.': 'Hanya huruf, angka, dan garis bawah.',
  'Write a rule, or null for superusers only: an empty rule would let everyone manage everyone.':
    'Tulis aturan, atau tutup untuk superuser saja: dengan aturan kosong semua orang dapat mengelola semua akun.',
  'Write a whole address, such as https://example.com/authorize.':
    'Tulis alamat lengkap, misalnya https://example.com/authorize.',
  'Write an origin, such as https://app.example.com.': 'Tulis asal alamat, misalnya https://app.example.com.',
  'Write sizes as 100x100, 100x0, 0x100, 100x100t, 100x100b or 100x100f.':
    'Tulis ukuran seperti 100x100, 100x0, 0x100, 100x100t, 100x100b, atau 100x100f.',
  '{1} of a collection cannot be changed.': '{1} koleksi tidak dapat diubah.',
}
