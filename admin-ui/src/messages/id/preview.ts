import type { preview as english } from '../en/preview.ts'

/** Pratinjau email. */
export const preview: typeof english = {
  title: 'Pratinjau',
  show: 'Tampilkan pratinjau',
  hide: 'Sembunyikan pratinjau',
  frame: 'Teks email',
  help: 'Dengan nilai contoh dan tata letak sederhana. Tautan tidak berfungsi di sini; gaya sendiri dan gambar dari luar hanya tampak di email.',
  unknown: (names: string) => `Tidak ada yang mengisi ${names}: orang akan membacanya begitu saja.`,
  missing: {
    '{TOKEN}': 'Teks ini tidak memuat {TOKEN}: tanpa itu tautannya tidak berguna.',
    '{OTP}': 'Email ini tidak memuat {OTP}: tanpa itu tidak ada yang mendapat kode.',
  },
}
