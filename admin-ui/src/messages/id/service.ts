import type { service as english } from '../en/service.ts'

/** Pilihan layanan yang jarang diperlukan. */
export const service: typeof english = {
  pkce: 'PKCE',
  pkceHelp:
    'Mengikat proses masuk dengan peramban tempat ia dimulai. Matikan hanya untuk layanan yang menolaknya.',
  pkceModes: { usual: 'Seperti biasanya untuk layanan ini', on: 'Hidup', off: 'Mati' },
  extra: 'Pilihan tambahan, sebagai JSON',
  extraHelp: {
    oidc: 'jwksURL adalah tempat kunci layanan untuk memeriksa id_token; issuers adalah daftar penerbit yang dipercaya.',
    microsoft:
      'idTokenEmailClaim menentukan alamat mana dari id_token yang dipercaya: any_verified, verified_primary_email, email_and_xms_edov, atau email.',
    other: 'Layanan ini tidak mengenal pilihan tambahan.',
  },
  extraWrong: 'Ini belum objek JSON.',
}
