/**
 * Our own tables whose rows belong to a record of an auth collection, by `collectionRef` and `recordRef`: they go with
 * the record, and with its collection.
 */
export const accountTables: readonly string[] = [
  '_dapur_passkeys',
  '_dapur_challenges',
  '_dapur_totp',
  '_dapur_recovery_codes',
  '_dapur_api_keys',
  '_dapur_sessions',
]
