/** What the server says of a rule, a filter or a sort, by its own sentence. */
export const rules: Readonly<Record<string, string>> = {
  '":changed" is for fields of "{1}".': '":changed" hanya untuk kolom "{1}".',
  '":{1}" is for selects, relations and files.': '":{1}" hanya untuk pilihan, relasi, dan berkas.',
  '":{1}" is no modifier; known are {2}.': '":{1}" bukan pengubah; yang dikenal {2}.',
  '":{1}" means nothing here.': '":{1}" tidak berarti apa-apa di sini.',
  '"{1}" alone is not a name.': '"{1}" saja bukan nama.',
  '"{1}" cannot be used here; use plain fields, or data.path.':
    '"{1}" tidak dapat dipakai di sini; pakai kolom biasa, atau data.jalur.',
  '"{1}" cannot be used here; use plain fields.': '"{1}" tidak dapat dipakai di sini; pakai kolom biasa.',
  '"{1}" has no field "{2}".': '"{1}" tidak punya kolom "{2}".',
  '"{1}" has two dots in a row.': '"{1}" punya dua titik berurutan.',
  '"{1}" is for rules only.': '"{1}" hanya untuk aturan.',
  '"{1}" is no field to sort by.': '"{1}" bukan kolom untuk mengurutkan.',
  '"{1}" is no relation, so nothing can follow it.': '"{1}" bukan relasi, jadi tidak dapat dilanjutkan.',
  '"{1}" is not a comparison; use one of {2}.': '"{1}" bukan perbandingan; pakai salah satu dari {2}.',
  '"{1}" is the same for every record, so nothing can be sorted by it.':
    '"{1}" sama untuk setiap rekaman, jadi tidak dapat mengurutkan apa-apa.',
  '"{1}" joins nothing; use && (both) or || (either).':
    '"{1}" tidak menyambung apa-apa; pakai && (keduanya) atau || (salah satu).',
  '"{1}" names no field to sort by.': '"{1}" tidak menyebut kolom untuk mengurutkan.',
  '"{1}" names records; add the field that is meant.':
    '"{1}" menyebut rekaman; tambahkan kolom yang dimaksud.',
  'A key of the sort is empty.': 'Salah satu kunci urutan kosong.',
  'A path leads over at most {1} relations.': 'Satu jalur melewati paling banyak {1} relasi.',
  'A rule of a channel knows {1} of the request.': 'Dari permintaan, aturan saluran mengenal {1}.',
  'A sort key has at most {1} characters.': 'Satu kunci urutan paling banyak {1} karakter.',
  'Add the field of "{1}" that is meant.': 'Tambahkan kolom "{1}" yang dimaksud.',
  'Here should be {1}, not {2}.': 'Di sini seharusnya {1}, bukan {2}.',
  'More than {1} comparisons.': 'Lebih dari {1} perbandingan.',
  'More than {1} nested functions.': 'Fungsi bersarang lebih dari {1} tingkat.',
  'More than {1} nested parentheses.': 'Kurung bersarang lebih dari {1} tingkat.',
  'Nothing can name a record that is not there yet: "{1}" means nothing on create.':
    'Tidak ada yang dapat menyebut rekaman yang belum ada: "{1}" tidak berarti apa-apa saat membuat.',
  'Sort by at most {1} keys.': 'Urutkan dengan paling banyak {1} kunci.',
  'The character {1} means nothing here.': 'Karakter {1} tidak berarti apa-apa di sini.',
  'The list rule of "{1}" cannot be used any more.': 'Aturan daftar "{1}" tidak dapat dipakai lagi.',
  'The name "{1}" must not end in "{2}".': 'Nama "{1}" tidak boleh berakhir dengan "{2}".',
  'The records of "{1}" are not for you to list.': 'Daftar rekaman "{1}" tidak boleh Anda lihat.',
  'The records of a view have no @rowid.': 'Rekaman tampilan tidak punya @rowid.',
  'The rule is empty; write a comparison such as id != "".':
    'Aturannya kosong; tulis perbandingan seperti id != "".',
  'There is no "{1}".': 'Tidak ada "{1}".',
  'There is no function "{1}"; known are {2}.': 'Tidak ada fungsi "{1}"; yang dikenal {2}.',
  'This function takes {1}.': 'Fungsi ini menerima {1}.',
  'This leads to more than {1} related collections.': 'Ini melewati lebih dari {1} koleksi terkait.',
  'This text has no closing {1}.': 'Teks ini tidak ditutup dengan {1}.',
}
