/** What the options of a service say that only few services need. */
export const service = {
  pkce: 'PKCE',
  pkceHelp: 'Ties a sign-in to the browser where it began. Off only for services that refuse it.',
  pkceModes: { usual: 'As is usual for this service', on: 'On', off: 'Off' },
  extra: 'Extra options, as JSON',
  extraHelp: {
    oidc: 'jwksURL is where the keys of the service are, to check its id_token; issuers is a list of those that are believed.',
    microsoft:
      'idTokenEmailClaim says which address of the id_token is believed: any_verified, verified_primary_email, email_and_xms_edov or email.',
    other: 'This service knows none.',
  },
  extraWrong: 'This is no JSON object yet.',
}
