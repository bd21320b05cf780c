/** What the server says of a request, by its own sentence (server/base/errors). The parts of `why` are in parts.ts. */
export const errors: Readonly<Record<string, string>> = {
  'Something is wrong with this request.': 'Ada yang salah dengan permintaan ini.',
  'The body could not be read: {why}.': 'Isi permintaan tidak dapat dibaca: {why}.',
  'The parameter "fields" cannot be used: {why}': 'Parameter "fields" tidak dapat dipakai: {why}',
  'Some of the submitted values are not valid; see "data".': 'Sebagian nilai yang dikirim tidak benar.',
  'This needs a valid Authorization token.': 'Untuk ini Anda harus masuk.',
  'You are not allowed to do this.': 'Anda tidak boleh melakukan ini.',
  'There is nothing at this address.': 'Tidak ada apa-apa di alamat ini.',
  'There is no job "{id}".': 'Tidak ada tugas "{id}".',
  'There is no log entry "{id}".': 'Tidak ada catatan log "{id}".',
  'The body is larger than {limit} bytes, which is the most that is read here.':
    'Isi permintaan lebih dari {limit} bita, batas yang dibaca di sini.',
  'This is no request that can be read: {why}.': 'Permintaan ini tidak dapat dibaca: {why}.',
  'The request took too long to arrive; send it again.': 'Permintaan terlalu lama sampai; kirim sekali lagi.',
  'The headers of the request are too large: send less in them.':
    'Header permintaan terlalu besar: kurangi isinya.',
  'Too many connections from this address; close some of them first.':
    'Terlalu banyak sambungan dari alamat ini; tutup sebagian dulu.',
  'Too many requests; try again later.': 'Terlalu banyak permintaan; coba lagi nanti.',
  'Something went wrong on our side; the log of the server has it under "{request}".':
    'Ada yang salah di server; log mencatatnya di bawah "{request}".',
  'There is no collection "{name}".': 'Tidak ada koleksi "{name}".',
  'There is no such record here, or it is not yours to see.':
    'Rekaman ini tidak ada, atau tidak boleh Anda lihat.',
  '"{collection}" keeps no history of its records.': '"{collection}" tidak menyimpan riwayat rekaman.',
  'The history of this record has no version {seq}.': 'Riwayat rekaman ini tidak punya versi {seq}.',
  'Only superusers can do this.': 'Hanya superuser yang dapat melakukan ini.',
  'The record could not be created: the create rule of "{collection}" does not allow it.':
    'Rekaman tidak dapat dibuat: aturan buat "{collection}" tidak mengizinkannya.',
  'The filter or the sort cannot be used: {why}': 'Saringan atau urutan tidak dapat dipakai: {why}',
  'A filter or a sort of a client cannot use @collection or @request.':
    'Saringan dan urutan dari klien tidak boleh memakai @collection atau @request.',
  'The cursor cannot be used: {why}.': 'Kursor tidak dapat dipakai: {why}.',
  'A view collection can only be read.': 'Koleksi tampilan hanya dapat dibaca.',
  'The collection is used by {what}; change that first.':
    'Koleksi ini dipakai oleh {what}; ubah itu lebih dulu.',
  'A system collection cannot be deleted or emptied.': 'Koleksi sistem tidak dapat dihapus atau dikosongkan.',
  'The record is required by a record of "{collection}".':
    'Rekaman ini wajib ada bagi sebuah rekaman di "{collection}".',
  'The expand would show more than {limit} records; ask for fewer records at once.':
    'Relasi yang diminta memuat lebih dari {limit} rekaman; minta lebih sedikit sekaligus.',
  'The file cannot be read at record {row}: {why}.': 'Berkas tidak dapat dibaca pada rekaman {row}: {why}.',
  'Nothing was imported: {failed} of the records cannot be written. Mend them and import again.':
    'Tidak ada yang diimpor: {failed} rekaman tidak dapat disimpan. Perbaiki lalu impor lagi.',
  'The last superuser cannot be deleted.': 'Superuser terakhir tidak dapat dihapus.',
  'The database refused this. Raw error:\n{why}': 'Basis data menolak ini. Pesan aslinya:\n{why}',
  'Batch requests are switched off in the settings.': 'Permintaan gabungan dimatikan di pengaturan.',
  '"{action}" cannot be part of a batch.': '"{action}" tidak dapat menjadi bagian permintaan gabungan.',
  'A request of the batch failed, so nothing of it was kept; see "data".':
    'Satu permintaan dalam gabungan gagal, jadi tidak ada yang disimpan.',
  'Code of this app took longer than {ms} ms; {outcome}.':
    'Kode aplikasi ini berjalan lebih dari {ms} md; {outcome}.',
  'There is no stream with this client id; it may have ended.':
    'Tidak ada aliran dengan id klien ini; mungkin sudah berakhir.',
  'Live queries hold as much as this server has room for; ask for less, or later.':
    'Kueri langsung sudah memakai semua tempat di server ini; minta lebih sedikit, atau nanti.',
  'This channel is not open to you.': 'Saluran ini tidak terbuka bagi Anda.',
  'This channel has {max} members, and may have no more.':
    'Saluran ini sudah punya {max} anggota, dan tidak boleh lebih.',
  'Join the channel first.': 'Masuki saluran ini lebih dulu.',
  'You may listen on this channel, but not send.': 'Di saluran ini Anda boleh mendengar, tidak mengirim.',
  'There is no such file here, or it is not yours to see.':
    'Berkas ini tidak ada, atau tidak boleh Anda lihat.',
  'There is no room for the file: nothing was written. Free space and try again.':
    'Tidak ada tempat untuk berkas ini: tidak ada yang disimpan. Kosongkan ruang lalu coba lagi.',
  'The service that keeps the files could not do this: {why}.':
    'Layanan penyimpan berkas tidak dapat melakukannya: {why}.',
  'The S3 service could not be used. Raw error:\n{why}':
    'Layanan S3 tidak dapat dipakai. Pesan aslinya:\n{why}',
  'Another backup or restore is running; try again when it is done.':
    'Cadangan atau pemulihan lain sedang berjalan; coba lagi setelah selesai.',
  'The backup could not be made. Raw error:\n{why}': 'Cadangan tidak dapat dibuat. Pesan aslinya:\n{why}',
  'There is no backup "{key}". Raw error:\nnot found': 'Tidak ada cadangan "{key}".',
  'There is no such backup.': 'Cadangan ini tidak ada.',
  'The backup "{key}" is being made or restored; try again when that is done.':
    'Cadangan "{key}" sedang dibuat atau dipulihkan; coba lagi setelah selesai.',
  'A backup is being restored; try again in a moment.':
    'Sebuah cadangan sedang dipulihkan; coba lagi sebentar lagi.',
  'The database is busy; try again in a moment.': 'Basis data sedang sibuk; coba lagi sebentar lagi.',
  'The disk is full: nothing was written. Free space and try again.':
    'Diska penuh: tidak ada yang disimpan. Kosongkan ruang lalu coba lagi.',
  'The database could not be read or written; the operator has to look at it.':
    'Basis data tidak dapat dibaca atau ditulis; pengelola server harus memeriksanya.',
  'The transaction took longer than {ms} ms and was undone.':
    'Transaksi berjalan lebih dari {ms} md dan dibatalkan.',
  'The query took longer than {ms} ms and was stopped.': 'Kueri berjalan lebih dari {ms} md dan dihentikan.',
  'The answer would be larger than {limit} bytes; ask for less.':
    'Jawabannya lebih dari {limit} bita; minta lebih sedikit.',
  'Too many connections at once; try again in a moment.':
    'Terlalu banyak sambungan sekaligus; coba lagi sebentar lagi.',
  'Too many costly queries at once; try again in a moment.':
    'Terlalu banyak kueri berat sekaligus; coba lagi sebentar lagi.',
  'There is no webhook "{id}" in the settings.': 'Tidak ada webhook "{id}" di pengaturan.',
  'This webhook has no delivery "{id}" any more.': 'Webhook ini tidak punya kiriman "{id}" lagi.',
}
