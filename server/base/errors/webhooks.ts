/** What can be wrong with a question about webhooks. Rows: code → [status, sentence, is it the contract's own?]. */
export const webhookErrors = {
  webhook_not_found: [404, 'There is no webhook "{id}" in the settings.', 'ours'],
  delivery_not_found: [404, 'This webhook has no delivery "{id}" any more.', 'ours'],
} as const
