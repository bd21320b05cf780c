/** The colour of an HTTP status: quiet while all went well. */
export function statusLook(status: number): string {
  if (status >= 500) return 'text-danger'
  return status >= 400 ? 'text-warn' : 'text-text-2'
}
