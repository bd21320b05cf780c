import type { Sign } from './ast.ts'
import type { Comparing, SentenceWords } from './sentence-words.ts'

const common: Pick<Record<Sign, string>, '=' | '!=' | '~' | '!~'> = {
  '=': 'sama dengan',
  '!=': 'tidak sama dengan',
  '~': 'memuat',
  '!~': 'tidak memuat',
}

const signs: Readonly<Record<Comparing, Readonly<Record<Sign, string>>>> = {
  value: {
    ...common,
    '>': 'berurutan sesudah',
    '>=': 'sama dengan atau sesudah',
    '<': 'berurutan sebelum',
    '<=': 'sama dengan atau sebelum',
  },
  number: { ...common, '>': 'lebih dari', '>=': 'paling sedikit', '<': 'kurang dari', '<=': 'paling banyak' },
  time: { ...common, '>': 'sesudah', '>=': 'tidak sebelum', '<': 'sebelum', '<=': 'tidak sesudah' },
}

/** A comma before the last one too, where a part has an "dan" or "atau" of its own. */
function listed(parts: readonly string[], join: string): string {
  const last = parts.at(-1) ?? ''
  const isLong = parts.length > 2 || parts.some((part) => / (?:dan|atau) /.test(part))
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')}${isLong ? ',' : ''} ${join} ${last}`
}

const not = (isSo: boolean): string => (isSo ? '' : 'bukan ')
const isNot = (isSo: boolean): string => (isSo ? '' : 'tidak ')

export const indonesian: SentenceWords = {
  closed: 'Hanya superuser.',
  open: 'Semua orang, masuk atau tidak.',
  when: (condition) => `Bila ${condition}.`,
  all: (parts, isInner) => (isInner ? `sekaligus ${listed(parts, 'dan')}` : listed(parts, 'dan')),
  any: (parts, isInner) => (isInner ? `salah satu: ${listed(parts, 'atau')}` : listed(parts, 'atau')),
  signedIn: (isSo) => (isSo ? 'peminta sudah masuk' : 'peminta belum masuk'),
  memberOf: (collection, isSo) => `peminta ${not(isSo)}termasuk ${collection}`,
  isRequester: (subject, isSo) => `${subject} ${isSo ? 'adalah' : 'bukan'} peminta`,
  ownRecord: (isSo) => `rekaman itu ${not(isSo)}milik peminta sendiri`,
  isSent: (what, isSo) => `${what} ${isNot(isSo)}dikirim`,
  isChanged: (what, isSo) => (isSo ? `${what} berubah` : `${what} tetap`),
  isEmpty: (what, isSo) => `${what} ${isNot(isSo)}kosong`,
  compare: (subject, sign, object, comparing) => `${subject} ${signs[comparing][sign]} ${object}`,
  some: (what) => `sedikitnya satu ${what}`,
  every: (what) => `setiap ${what}`,
  of: (field, owner) => `${field} dari ${owner}`,
  ofRequester: (field) => `${field} milik peminta`,
  submitted: (field) => `${field} yang dikirim`,
  queryParameter: (name) => `parameter ${name}`,
  header: (name) => `header ${name}`,
  method: 'metode',
  purpose: 'tujuan permintaan',
  channel: { name: 'nama saluran', key: 'kunci saluran' },
  inCollection: (field, collection) => `${field} dari rekaman mana pun di ${collection}`,
  naming: (collection, field) => `${collection} yang menyebutnya di ${field}`,
  count: (what) => `banyaknya ${what}`,
  element: (what) => `unsur ${what}`,
  lowerCase: (what) => `${what} dalam huruf kecil`,
  distance: (from, to) => `jarak dalam km dari ${from} ke ${to}`,
  formatted: (time, format) => `${time} ditulis sebagai ${format}`,
  literals: { null: 'kosong', true: 'benar', false: 'salah' },
  macros: {
    '@now': 'sekarang',
    '@yesterday': 'saat ini kemarin',
    '@tomorrow': 'saat ini besok',
    '@second': 'detik',
    '@minute': 'menit',
    '@hour': 'jam (UTC)',
    '@day': 'tanggal',
    '@month': 'bulan',
    '@weekday': 'hari (0 adalah Minggu)',
    '@year': 'tahun',
    '@todayStart': 'awal hari ini',
    '@todayEnd': 'akhir hari ini',
    '@monthStart': 'awal bulan ini',
    '@monthEnd': 'akhir bulan ini',
    '@yearStart': 'awal tahun ini',
    '@yearEnd': 'akhir tahun ini',
  },
}
