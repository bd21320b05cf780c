/** What the server says of settings, webhooks and backups, by its own sentence. */
export const settings: Readonly<Record<string, string>> = {
  '"{1}" is a view: name the collections it reads.': '"{1}" adalah tampilan: sebut koleksi yang dibacanya.',
  'Another rule is for the same requests as "{1}".': 'Batas lain sudah berlaku untuk permintaan "{1}".',
  'There is a backup with this name; use another one.': 'Sudah ada cadangan bernama ini; pakai nama lain.',
  'There is a webhook with this id above already.': 'Sudah ada webhook dengan id ini di atas.',
  'There is this event above already.': 'Peristiwa ini sudah ada di atas.',
  'There is this pattern above already.': 'Pola ini sudah ada di atas.',
  'This is neither an IP address nor a range such as 10.0.0.0/8.':
    'Ini bukan alamat IP, bukan pula rentang seperti 10.0.0.0/8.',
  'This is no address, such as https://example.com.': 'Ini bukan alamat web, misalnya https://example.com.',
  'This is no e-mail address, such as ann@example.com.': 'Ini bukan alamat email, misalnya ann@example.com.',
  'This is no host, such as smtp.example.com.': 'Ini bukan nama host, misalnya smtp.example.com.',
  'This is no zip archive.': 'Ini bukan arsip zip.',
  'Use "storage" or "backups".': 'Pakai "storage" atau "backups".',
  'Use 1 to 50 letters, digits and _ only.': 'Hanya 1 sampai 50 huruf, angka, dan _.',
  'Use a name such as orders.create, orders.* or *.': 'Pakai nama seperti orders.create, orders.*, atau *.',
  'Use a plain file name that ends in ".zip".': 'Pakai nama berkas biasa yang berakhir dengan ".zip".',
  'Use a-z, 0-9, "_" and "-", and ".zip" at the end.':
    'Pakai a-z, 0-9, "_", dan "-", dengan ".zip" di akhir.',
  'Use an address that begins with https:// or http://.': 'Pakai alamat yang diawali https:// atau http://.',
  'Use an address without a user name: requests are signed instead.':
    'Pakai alamat tanpa nama pengguna: sebagai gantinya, permintaan ditandatangani.',
  'Use at most {1} patterns.': 'Paling banyak {1} pola.',
  'Use at most {1} {2}.': 'Paling banyak {1} {2}.',
  'Use letters, digits and ._~+/=- only.': 'Hanya huruf, angka, dan ._~+/=-.',
  'Use no spaces, and * at most once.': 'Tanpa spasi, dan * paling banyak sekali.',
  'Use whsec_ and the base64 of 24 to 64 bytes, or leave it out: then one is made.':
    'Pakai whsec_ dan base64 dari 24 sampai 64 bita, atau kosongkan: nanti dibuatkan.',
  'Write "METHOD /path", "/path", "/prefix/", "collection:action" or "*:action".':
    'Tulis "METHOD /path", "/path", "/prefix/", "koleksi:tindakan", atau "*:tindakan".',
  'Write it as "minute hour day month weekday", with one space between them.':
    'Tulis sebagai "menit jam tanggal bulan hari", dengan satu spasi di antaranya.',
  'Write the colour as #rrggbb.': 'Tulis warna sebagai #rrggbb.',
  '{1} sets this: change it there.': '{1} yang mengatur ini: ubah di sana.',
}
