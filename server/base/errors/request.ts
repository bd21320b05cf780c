/** What can be wrong with a request as such. Rows: code → [status, sentence, is it the contract's own?]. */
export const requestErrors = {
  bad_request: [400, 'Something is wrong with this request.', 'contract'],
  body_malformed: [400, 'The body could not be read: {why}.', 'contract'],
  fields_broken: [400, 'The parameter "fields" cannot be used: {why}', 'contract'],
  validation_failed: [400, 'Some of the submitted values are not valid; see "data".', 'contract'],
  sign_in_needed: [401, 'This needs a valid Authorization token.', 'contract'],
  forbidden: [403, 'You are not allowed to do this.', 'contract'],
  route_not_found: [404, 'There is nothing at this address.', 'contract'],
  job_not_found: [404, 'There is no job "{id}".', 'contract'],
  log_not_found: [404, 'There is no log entry "{id}".', 'contract'],
  body_too_large: [
    413,
    'The body is larger than {limit} bytes, which is the most that is read here.',
    'contract',
  ],
  request_unreadable: [400, 'This is no request that can be read: {why}.', 'ours'],
  server_full: [503, 'Too many connections at once; try again in a moment.', 'ours'],
  request_too_slow: [408, 'The request took too long to arrive; send it again.', 'ours'],
  headers_too_large: [431, 'The headers of the request are too large: send less in them.', 'ours'],
  connections_too_many: [429, 'Too many connections from this address; close some of them first.', 'ours'],
  requests_too_many: [429, 'Too many requests; try again later.', 'contract'],
  internal: [
    500,
    'Something went wrong on our side; the log of the server has it under "{request}".',
    'contract',
  ],
} as const
