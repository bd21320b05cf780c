import { describe, expect, test } from 'vitest'
import { testApp, type Reply } from './test-app.ts'

type Json = Readonly<Record<string, unknown>>
/** Where the code stands in `data`, and the body that is refused. */
type Row = readonly [at: string, body: Json]

const text = (more: Json): Json => ({ id: 'f_new', name: 'new', type: 'text', ...more })
const field = (more: Json): Json => ({ name: 'x', fields: [text(more)] })
const auth = (more: Json): Json => ({ name: 'x', type: 'auth', ...more })
const github = { name: 'github', clientId: 'a', clientSecret: 'b' }
const oauth2 = (...providers: Json[]): Json => auth({ oauth2: { enabled: true, providers } })
const indexes = (...list: string[]): Json => ({ name: 'x', indexes: list })

/** Contract data.md §1.10, the rows about collections, as a create is refused with them. */
const ofCreate: Readonly<Record<string, readonly Row[]>> = {
  validation_required: [
    ['name', {}],
    ['viewQuery', { name: 'x', type: 'view' }],
    ['passwordAuth.identityFields', auth({ passwordAuth: { enabled: true, identityFields: [] } })],
    ['authToken.secret', auth({ authToken: { secret: '' } })],
    ['authToken.duration', auth({ authToken: { duration: 0 } })],
    ['verificationTemplate.subject', auth({ verificationTemplate: { subject: '' } })],
    ['oauth2.providers.0.clientId', oauth2({ ...github, clientId: '' })],
    ['oauth2.providers.0.clientSecret', oauth2({ ...github, clientSecret: '' })],
  ],
  validation_nil_or_not_empty_required: [['manageRule', auth({ manageRule: '' })]],
  validation_nil: [['createRule', { name: 'x', type: 'view', viewQuery: 'select 1 as id', createRule: '' }]],
  validation_in_invalid: [['type', { name: 'x', type: 'table' }]],
  validation_not_in_invalid: [['fields.1.name', field({ name: 'collectionId' })]],
  validation_match_invalid: [
    ['name', { name: 'a-b' }],
    ['id', { name: 'x', id: 'a-b' }],
    ['fields.1.name', field({ name: 'a-b' })],
  ],
  validation_length_out_of_range: [
    ['name', { name: 'a'.repeat(256) }],
    ['id', { name: 'x', id: 'a'.repeat(101) }],
    ['authToken.secret', auth({ authToken: { secret: 'short' } })],
  ],
  validation_min_greater_equal_than_required: [
    ['authToken.duration', auth({ authToken: { duration: 9 } })],
    ['otp.duration', auth({ otp: { enabled: true, duration: 9 } })],
    ['otp.length', auth({ otp: { enabled: true, length: 3 } })],
    ['mfa.duration', auth({ mfa: { enabled: true, duration: 9 }, otp: { enabled: true } })],
  ],
  validation_max_less_equal_than_required: [
    ['fileToken.duration', auth({ fileToken: { duration: 94_670_857 } })],
    ['otp.duration', auth({ otp: { enabled: true, duration: 86_401 } })],
  ],
  validation_is_url: [['oauth2.providers.0.tokenURL', oauth2({ ...github, tokenURL: 'nowhere' })]],
  validation_invalid_or_existing_id: [
    ['id', { name: 'x', id: '_pb_users_auth_' }],
    ['id', { name: 'x', id: 'posts' }],
  ],
  validation_collection_name_exists: [['name', { name: 'POSTS' }]],
  validation_collection_name_id_duplicate: [['name', { name: '_pb_users_auth_' }]],
  validation_collection_name_invalid: [['name', { name: '_params' }]],
  validation_found_via: [
    ['name', { name: 'a_via_b' }],
    ['fields.1.name', field({ name: 'a_VIA_b' })],
  ],
  validation_duplicated_field_name: [
    ['fields.2.name', { name: 'x', fields: [text({}), text({ id: 'other', name: 'NEW' })] }],
  ],
  validation_reserved_field_name: [['fields.6.name', auth({ fields: [text({ name: 'passwordConfirm' })] })]],
  validation_missing_primary_key: [['fields', { name: 'x', fields: [{ name: 'id', type: 'bool' }] }]],
  ...Object.fromEntries(
    ['password', 'tokenKey', 'email', 'emailVisibility', 'verified'].map((name) => [
      `validation_missing_${name}_field`,
      [['fields', auth({ fields: [{ name, type: 'json' }] })] as const],
    ]),
  ),
  validation_unsupported_composite_pk: [['fields.1.primaryKey', field({ primaryKey: true })]],
  validation_invalid_regex: [['fields.1.pattern', field({ pattern: '(' })]],
  validation_invalid_autogenerate_pattern: [
    ['fields.1.autogeneratePattern', field({ autogeneratePattern: '(' })],
  ],
  validation_invalid_autogenerate_pattern_value: [
    ['fields.1.autogeneratePattern', field({ autogeneratePattern: '[a-z]{3}', min: 5 })],
  ],
  validation_field_relation_missing_collection: [
    ['fields.1.collectionId', field({ type: 'relation', collectionId: 'nowhere' })],
  ],
  validation_relation_field_non_view_base_collection: [
    ['fields.1.collectionId', field({ type: 'relation', collectionId: 'some_view' })],
  ],
  validation_invalid_rule: [
    ['listRule', { name: 'x', listRule: 'nothing = 1' }],
    ['deleteRule', { name: 'x', deleteRule: '((' }],
    ['authRule', auth({ authRule: 'nothing = 1' })],
    ['manageRule', auth({ manageRule: '@request.body.nothing:changed = true' })],
    ['mfa.rule', auth({ mfa: { enabled: true, rule: 'nothing = 1' }, otp: { enabled: true } })],
  ],
  validation_invalid_view_query: [['viewQuery', { name: 'x', type: 'view', viewQuery: 'select 1' }]],
  validation_indexes_not_supported: [
    [
      'indexes',
      { name: 'x', type: 'view', viewQuery: 'select 1 as id', indexes: ['create index i on x (id)'] },
    ],
  ],
  validation_invalid_index_expression: [
    ['indexes.0', indexes('create index on x')],
    ['indexes.1', indexes('create index i on x (id)', 'create index j on x (nothing)')],
  ],
  validation_duplicated_index_name: [
    ['indexes.1', indexes('create index i on x (id)', 'create unique index I on x (id)')],
  ],
  validation_existing_index_name: [
    ['indexes.0', indexes('create index idx_email__pb_users_auth_ on x (id)')],
  ],
  validation_duplicated_index_definition: [
    ['indexes.1', indexes('create index i on x (id)', 'create index j on y (`id`)')],
  ],
  validation_missing_field: [
    ['passwordAuth.identityFields', auth({ passwordAuth: { identityFields: ['nothing'] } })],
  ],
  validation_missing_unique_constraint: [
    ['passwordAuth.identityFields', auth({ fields: [text({})], passwordAuth: { identityFields: ['new'] } })],
  ],
  validation_mfa_not_enough_auths: [['mfa.enabled', auth({ mfa: { enabled: true } })]],
  validation_duplicated_provider: [['oauth2.providers.1.name', oauth2(github, github)]],
  validation_missing_provider: [['oauth2.providers.0.name', oauth2({ ...github, name: 'nothing' })]],
}

/** The same as an update of this collection is refused. */
const ofUpdate: Readonly<Record<string, readonly (readonly [collection: string, ...Row])[]>> = {
  validation_values_mismatch: [['posts', 'id', { id: 'other' }]],
  validation_collection_system_name_change: [['_mfas', 'name', { name: 'mine' }]],
  validation_collection_system_flag_change: [['posts', 'system', { system: true }]],
  validation_collection_system_rule_change: [['_mfas', 'listRule', { listRule: '' }]],
  validation_collection_type_change: [['posts', 'type', { type: 'auth' }]],
  validation_field_type_change: [['posts', 'fields.1', { fields: [text({ id: 'f_rel', type: 'bool' })] }]],
  validation_system_field_change: [['posts', 'fields', { fields: [text({ name: 'id', id: 'other' })] }]],
  validation_field_relation_change: [
    [
      'posts',
      'fields.1.collectionId',
      { fields: [text({ id: 'f_rel', type: 'relation', collectionId: 'posts_id' })] },
    ],
  ],
  validation_invalid_unique_system_field_index: [['people', 'indexes', { indexes: [] }]],
}

/** What the contract lists for collections and no request can bring about, and why. */
const unreachable: Readonly<Record<string, string>> = {
  validation_duplicated_field_id: 'the later entry of a list replaces the earlier one of the same id (§2.7)',
  validation_must_be_system_and_hidden: 'the flags of such fields are set by every save (§2.5)',
  validation_must_be_system: 'the same',
  validation_missing_required_unique_index: 'the two indexes of sign-in come back by themselves (§2.5)',
}

/** All codes of §1.10 that are about collections, `validation_collections_import_failure` in import.test.ts aside. */
const known = `
  required nil_or_not_empty_required nil in_invalid not_in_invalid match_invalid length_out_of_range
  min_greater_equal_than_required max_less_equal_than_required is_url values_mismatch
  invalid_or_existing_id collection_name_exists collection_name_id_duplicate collection_name_invalid found_via
  collection_system_name_change collection_system_flag_change collection_system_rule_change collection_type_change
  duplicated_field_id duplicated_field_name field_type_change system_field_change reserved_field_name
  missing_primary_key missing_password_field missing_tokenKey_field missing_email_field
  missing_emailVisibility_field missing_verified_field must_be_system_and_hidden must_be_system
  unsupported_composite_pk invalid_regex invalid_autogenerate_pattern invalid_autogenerate_pattern_value
  field_relation_change field_relation_missing_collection relation_field_non_view_base_collection
  invalid_rule invalid_view_query indexes_not_supported invalid_index_expression
  duplicated_index_name existing_index_name duplicated_index_definition
  invalid_unique_system_field_index missing_required_unique_index missing_field missing_unique_constraint
  mfa_not_enough_auths duplicated_provider missing_provider`
  .trim()
  .split(/\s+/)
  .map((code) => `validation_${code}`)

describe('data §1.10 services §0.2 the codes of collections', () => {
  test('each is reached over HTTP, or it is said why it cannot be', () => {
    const tested = [ofCreate, ofUpdate, unreachable].flatMap((table) => Object.keys(table))
    expect(tested.toSorted()).toEqual(known.toSorted())
  })

  test('data §2.4 every refusal has its code where it belongs, a sentence, and changes nothing', async () => {
    const { app, call, collection, superuser: token } = await testApp()
    const path = '/api/collections'
    const rel = { id: 'f_rel', name: 'rel', type: 'relation', collectionId: '_pb_users_auth_' }
    await collection({ id: 'posts_id', name: 'posts', fields: [rel] })
    await collection({ id: 'some_view', name: 'some_view', type: 'view', viewQuery: 'select id from posts' })
    const both = 'create unique index both on people (email, verified)'
    await collection({ name: 'people', type: 'auth', indexes: [both] })
    const before = app.house.catalog.current
    const wanted: unknown[] = []
    const found: unknown[] = []
    const note = (code: string, at: string, { status, json }: Reply): void => {
      wanted.push([code, at, 400, expect.stringMatching(/\.$/)])
      const problem = at.split('.').reduce((node, key) => node?.[key], json.data)
      found.push([problem?.code ?? json.data ?? json.name, at, status, problem?.message])
    }
    for (const [code, rows] of Object.entries(ofCreate))
      for (const [at, body] of rows) note(code, at, await call('POST', path, { token, body }))
    for (const [code, rows] of Object.entries(ofUpdate))
      for (const [name, at, body] of rows)
        note(code, at, await call('PATCH', `${path}/${name}`, { token, body }))
    expect(found).toEqual(wanted)
    expect(app.house.catalog.current).toBe(before)
  })
})
