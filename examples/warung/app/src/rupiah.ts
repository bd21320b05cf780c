const format = new Intl.NumberFormat('id-ID', {
  style: 'currency',
  currency: 'IDR',
  maximumFractionDigits: 0,
})

/** @example rupiah(25000) // 'Rp 25.000' */
export function rupiah(amount: number): string {
  return format.format(amount)
}
