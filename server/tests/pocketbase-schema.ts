import type Database from 'better-sqlite3'

/** A collection with its table, as they are written by hand. */
export interface RecordTable {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly fields: readonly object[]
  readonly columns: string
  readonly indexes?: readonly string[]
  readonly options?: string
  readonly system?: boolean
  readonly listRule?: string | null
  readonly viewRule?: string | null
}

const time = '2024-05-01 10:00:00.000Z'

/** The tables of contract data.md §7.2, §7.3 and §7.5. */
export function createBaseTables(db: Database.Database): void {
  db.exec(`
    CREATE TABLE _collections (id TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL,
      system BOOLEAN DEFAULT FALSE NOT NULL, type TEXT DEFAULT "base" NOT NULL, name TEXT UNIQUE NOT NULL,
      fields JSON DEFAULT "[]" NOT NULL, indexes JSON DEFAULT "[]" NOT NULL, listRule TEXT NULL, viewRule TEXT NULL,
      createRule TEXT NULL, updateRule TEXT NULL, deleteRule TEXT NULL, options JSON DEFAULT "{}" NOT NULL,
      created TEXT NOT NULL, updated TEXT NOT NULL);
    CREATE INDEX idx__collections_type ON _collections (type);
    CREATE TABLE _params (id TEXT PRIMARY KEY, value JSON, created TEXT, updated TEXT);
    CREATE TABLE _migrations (file VARCHAR(255) PRIMARY KEY NOT NULL, applied INTEGER NOT NULL);
    INSERT INTO _migrations VALUES ('1640988000_init.go', 1714557600000000), ('1714557600_posts.js', 1714557600);
  `)
}

export function recordTable(db: Database.Database, table: RecordTable): void {
  const { id, name, type, fields, indexes = [], columns, system, listRule = null, viewRule = null } = table
  db.exec(`CREATE TABLE "${name}" (${columns})`)
  insertRow(db, '_collections', {
    id,
    system: system ? 1 : 0,
    type,
    name,
    fields: JSON.stringify(fields),
    indexes: JSON.stringify(indexes),
    listRule,
    viewRule,
    options: table.options ?? '{}',
    created: time,
    updated: time,
  })
}

/** One row, column by column. */
export function insertRow(
  db: Database.Database,
  table: string,
  row: Readonly<Record<string, string | number | null>>,
): void {
  const names = Object.keys(row)
  const holes = names.map(() => '?').join(', ')
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${holes})`).run(...Object.values(row))
}

/** The options of a collection, as the column keeps them. */
export function options(json: object): string {
  return JSON.stringify(json)
}

interface Account {
  readonly email: string
  readonly hash: string
  readonly userId: string
  readonly tokenKey: string
  readonly secret: string
  readonly superuser: string
}

/** The system collections and `users`, with an account each and what belongs to it. */
export function fillUsers(db: Database.Database, account: Account): void {
  const { email, hash, userId, tokenKey, secret, superuser } = account
  superusers(db, account)
  users(db, secret)
  satellite(db, 'pbc_2281828961', '_externalAuths', ['provider', 'providerId'])
  satellite(db, 'pbc_2279338944', '_mfas', ['method'])
  satellite(db, 'pbc_1638494021', '_otps', ['password', 'sentTo'])
  satellite(db, 'pbc_4275539003', '_authOrigins', ['fingerprint'])
  db.prepare('INSERT INTO _superusers VALUES (?, ?, ?, ?, 1, 1, ?, ?)').run(
    'super0000000001',
    superuser,
    hash,
    't'.repeat(50),
    time,
    time,
  )
  const placeholder = ['super0000000002', '__pbinstaller@example.com', hash, 'u'.repeat(50)]
  db.prepare('INSERT INTO _superusers VALUES (?, ?, ?, ?, 0, 1, ?, ?)').run(...placeholder, time, time)
  const user = db.prepare('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  user.run(userId, email, hash, tokenKey, 0, 1, 'Siti', time, time)
  user.run('user00000000002', '', hash, 'v'.repeat(50), null, null, null, time, time)
  const owner = ['_pb_users_auth_', userId]
  db.prepare('INSERT INTO _externalAuths VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    'ext000000000001',
    ...owner,
    'google',
    '4711',
    time,
    time,
  )
  db.prepare('INSERT INTO _authOrigins VALUES (?, ?, ?, ?, ?, ?)').run(
    'origin000000001',
    ...owner,
    'f'.repeat(32),
    time,
    time,
  )
  db.prepare('INSERT INTO _mfas VALUES (?, ?, ?, ?, ?, ?)').run(
    'mfa000000000001',
    ...owner,
    'password',
    time,
    time,
  )
  db.prepare('INSERT INTO _otps VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    'otp000000000001',
    ...owner,
    hash,
    email,
    time,
    time,
  )
}

const key = {
  name: 'id',
  type: 'text',
  system: true,
  required: true,
  primaryKey: true,
  pattern: '^[a-z0-9]+$',
  min: 15,
  max: 15,
}
const times = [
  { name: 'created', type: 'autodate', system: true, onCreate: true },
  { name: 'updated', type: 'autodate', system: true, onCreate: true, onUpdate: true },
]
const accountFields = [
  { ...key, id: 'text3208210256' },
  { id: '_pbf_auth_email_', name: 'email', type: 'email', system: true },
  {
    id: '_pbf_auth_password_',
    name: 'password',
    type: 'password',
    system: true,
    hidden: true,
    required: true,
    cost: 0,
  },
  { id: '_pbf_auth_tokenKey_', name: 'tokenKey', type: 'text', system: true, hidden: true, required: true },
  { id: '_pbf_auth_emailVisibility_', name: 'emailVisibility', type: 'bool', system: true },
  { id: '_pbf_auth_verified_', name: 'verified', type: 'bool', system: true },
]
const accountColumns = `id TEXT PRIMARY KEY, email TEXT DEFAULT '', password TEXT NOT NULL, tokenKey TEXT NOT NULL,
  emailVisibility Boolean, verified Boolean`

function superusers(db: Database.Database, { secret }: Account): void {
  recordTable(db, {
    id: 'pbc_3142635823',
    name: '_superusers',
    type: 'auth',
    system: true,
    fields: withIds([...accountFields, ...times]),
    indexes: uniqueIndexes('_superusers', 'pbc_3142635823'),
    options: options({
      authRule: '',
      authToken: { secret, duration: 86_400 },
      oauth2: { providers: null, enabled: false },
    }),
    columns: `${accountColumns}, created TEXT, updated TEXT`,
  })
}

function users(db: Database.Database, secret: string): void {
  const self = 'id = @request.auth.id'
  recordTable(db, {
    id: '_pb_users_auth_',
    name: 'users',
    type: 'auth',
    fields: withIds([...accountFields, { id: 'users_name', name: 'name', type: 'text' }, ...times]),
    indexes: uniqueIndexes('members', '_pb_users_auth_'),
    listRule: self,
    viewRule: self,
    options: options({
      authRule: '',
      manageRule: null,
      authToken: { secret, duration: 1_209_600 },
      passwordAuth: { enabled: true, identityFields: ['email'] },
      oauth2: { providers: null, mappedFields: { name: 'name', avatarURL: 'gone' }, enabled: false },
      unknownOption: 1,
    }),
    columns: `${accountColumns}, name TEXT, created TEXT, updated TEXT`,
  })
}

function uniqueIndexes(table: string, id: string): string[] {
  return [
    `CREATE UNIQUE INDEX \`__${id}_token_idx\` ON \`${table}\` (\`tokenKey\`)`,
    `CREATE UNIQUE INDEX \`__${id}_email_idx\` ON \`${table}\` (\`email\`) WHERE \`email\` != ''`,
  ]
}

function satellite(db: Database.Database, id: string, name: string, own: readonly string[]): void {
  const texts = ['collectionRef', 'recordRef', ...own]
  const fieldOf = (field: string): object => ({
    name: field,
    type: field === 'password' ? 'password' : 'text',
    system: true,
  })
  recordTable(db, {
    id,
    name,
    type: 'base',
    system: true,
    fields: withIds([key, ...texts.map(fieldOf), ...times]),
    columns: [
      'id TEXT PRIMARY KEY',
      ...texts.map((text) => `${text} TEXT`),
      'created TEXT',
      'updated TEXT',
    ].join(', '),
  })
}

/** Old databases have ids of any form, and none is missing. */
function withIds(fields: readonly object[]): object[] {
  return fields.map((field, i) => ({ id: `field_${i}`, ...field }))
}
