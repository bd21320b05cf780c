/** What can be wrong with files (contract services.md §4). Rows: code → [status, sentence, is it the contract's own?]. */
export const fileErrors = {
  file_not_found: [404, 'There is no such file here, or it is not yours to see.', 'contract'],
  files_full: [507, 'There is no room for the file: nothing was written. Free space and try again.', 'ours'],
  files_unreachable: [503, 'The service that keeps the files could not do this: {why}.', 'ours'],
  s3_test_failed: [400, 'The S3 service could not be used. Raw error:\n{why}', 'contract'],
} as const
