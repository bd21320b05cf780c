import { describe, expect, test } from 'vitest'
import type { OAuth2Provider } from '../../collections/collection.ts'
import { oauthProviderNames } from '../../collections/oauth-provider-names.ts'
import { providerSettings } from '../oauth2-settings.ts'
import { oauthProviders } from './index.ts'
import type { Json, OAuthProfile, ProviderSettings } from './provider.ts'

function settingsOf(name: string, more: Partial<OAuth2Provider> = {}): ProviderSettings {
  const own = {
    clientId: 'id',
    clientSecret: 's',
    authURL: '',
    tokenURL: '',
    userInfoURL: '',
    displayName: '',
  }
  const known =
    oauthProviders.get(name)?.authURL === '' ? { authURL: 'https://x/a', tokenURL: 'https://x/t' } : {}
  const settings = providerSettings({ name, pkce: null, extra: null, ...own, ...known, ...more })
  if (!settings) throw new Error(`there is no ${name}`)
  return settings
}

function read(
  name: string,
  raw: Json,
  sources: { token?: Json; claims?: Json; extra?: Json } = {},
): OAuthProfile {
  const { token = {}, claims, extra = {} } = sources
  const settings = settingsOf(name, { extra })
  return settings.provider.read(raw, {
    settings,
    token,
    redirectName: 'Redi Rect',
    ...(claims && { claims }),
  })
}

test('services §2.4 every provider that a collection may name is there, in the order of the list', () => {
  expect(oauthProviders.all.map(({ name }) => name)).toEqual([...oauthProviderNames.keys()])
})

test('services §2.4 what a collection says goes before what a provider knows', () => {
  expect(settingsOf('bitbucket')).toMatchObject({ pkce: false, displayName: 'Bitbucket' })
  const own = {
    pkce: true,
    displayName: 'B',
    authURL: 'https://a/',
    tokenURL: 'https://t/',
    userInfoURL: 'https://u/',
  }
  expect(settingsOf('bitbucket', own)).toMatchObject(own)
  expect(
    providerSettings({ ...settingsOf('github'), name: 'github', clientSecret: '', pkce: null, extra: null }),
  ).toBeUndefined()
  const extra = { jwksURL: 'https://k/', issuers: ['https://i', 7] }
  expect(settingsOf('oidc', { extra })).toMatchObject({ jwksURL: 'https://k/', issuers: ['https://i'] })
  expect(settingsOf('apple')).toMatchObject({ issuers: ['https://appleid.apple.com'] })
})

const e = 's@x.id'
const u = 'https://x/p.png'
const all = { id: '7', name: 'Sri', username: 'sri', email: e, avatarURL: u }
const github = { id: 7, name: 'Sri', login: 'sri', avatar_url: u }
const person = { id: '7', name: 'Sri', avatarURL: u }
const kakao = { email: e, is_email_valid: true, is_email_verified: true }
const patreon = { full_name: 'Sri', vanity: 'sri', email: e, image_url: u, is_email_verified: true }
const wakatime = {
  id: '7',
  display_name: 'Sri',
  username: 'sri',
  email: e,
  is_email_confirmed: true,
  photo: u,
  is_photo_public: true,
}
const notion = { id: '7', name: 'Sri', avatar_url: u, person: { email: e } }

/** What each answers, and who that is. */
const answers: Record<string, readonly [Json, OAuthProfile]> = {
  apple: [
    { sub: '7', email: e, email_verified: 'true' },
    { id: '7', name: 'Redi Rect', email: e },
  ],
  google: [
    { sub: '7', name: 'Sri', email: e, email_verified: true, picture: u },
    { ...person, email: e },
  ],
  microsoft: [
    { id: '7', displayName: 'Sri', mail: e },
    { id: '7', name: 'Sri', claimedEmail: e },
  ],
  yandex: [
    { id: '7', real_name: 'Sri', login: 'sri', default_email: e, default_avatar_id: 'a1' },
    { ...all, avatarURL: 'https://avatars.yandex.net/get-yapic/a1/islands-200' },
  ],
  facebook: [
    { id: '7', name: 'Sri', email: e, picture: { data: { url: u } } },
    { ...person, email: e },
  ],
  instagram2: [
    { user_id: '7', id: 'x', name: 'Sri', username: 'sri', profile_picture_url: u },
    { ...person, username: 'sri' },
  ],
  github: [github, { ...person, username: 'sri' }],
  gitlab: [{ ...person, username: 'sri', email: e, confirmed_at: '2020-01-01', avatar_url: u }, all],
  bitbucket: [
    {
      uuid: '7',
      display_name: 'Sri',
      username: 'sri',
      account_status: 'active',
      links: { avatar: { href: u } },
    },
    { ...person, username: 'sri' },
  ],
  gitee: [{ ...github, email: e }, all],
  gitea: [
    { ...github, name: '', full_name: 'Sri', active: true },
    { ...person, username: 'sri' },
  ],
  discord: [
    { id: '7', username: 'sri', discriminator: '0001', email: e, verified: true, avatar: 'a' },
    { ...all, name: 'sri#0001', avatarURL: 'https://cdn.discordapp.com/avatars/7/a.png' },
  ],
  twitter: [
    { data: { id: '7', name: 'Sri', username: 'sri', confirmed_email: e, profile_image_url: u } },
    all,
  ],
  kakao: [
    { id: 7, properties: { nickname: 'sri', profile_image: u }, kakao_account: kakao },
    { id: '7', username: 'sri', email: e, avatarURL: u },
  ],
  vk: [
    { response: [{ id: 7, first_name: 'Sri', last_name: 'R', screen_name: 'sri', photo_max: u }] },
    { ...all, name: 'Sri R', email: 'token@x.id' },
  ],
  linear: [
    { data: { viewer: { id: '7', name: 'Sri', displayName: 'sri', email: e, avatarUrl: u, active: true } } },
    all,
  ],
  notion: [{ bot: { owner: { user: notion } } }, { ...person, email: e }],
  monday: [
    { data: { me: { id: '7', name: 'Sri', email: e, is_verified: true, photo_small: u, enabled: true } } },
    { ...person, email: e },
  ],
  lark: [{ data: { union_id: '7', name: 'Sri', avatar_url: u, email: e } }, person],
  box: [
    { id: '7', name: 'Sri', login: e, avatar_url: u, status: 'active' },
    { ...person, email: e },
  ],
  spotify: [{ id: '7', display_name: 'Sri', email: e, images: [{ url: u }] }, person],
  trakt: [
    { user: { username: 'sri', name: 'Sri', ids: { uuid: '7' }, images: { avatar: { full: u } } } },
    { ...person, username: 'sri' },
  ],
  twitch: [{ data: [{ id: '7', display_name: 'Sri', login: 'sri', email: e, profile_image_url: u }] }, all],
  patreon: [{ data: { id: '7', attributes: patreon } }, all],
  strava: [
    { id: 7, firstname: 'Sri', lastname: '', username: 'sri', profile: u },
    { ...person, username: 'sri' },
  ],
  wakatime: [{ data: wakatime }, all],
  livechat: [
    { account_id: '7', name: 'Sri', email: e, email_verified: true, avatar_url: u },
    { ...person, email: e },
  ],
  mailcow: [
    { id: '7', full_name: 'Sri', username: 'sri@x.id', email: e, active: 1 },
    { id: '7', name: 'Sri', username: 'sri', email: e },
  ],
  planningcenter: [{ data: { id: '7', attributes: { name: 'Sri', avatar: u, status: 'active' } } }, person],
  ...Object.fromEntries(
    ['oidc', 'oidc2', 'oidc3'].map((name) => [
      name,
      [
        { sub: '7', name: 'Sri', preferred_username: 'sri', email: e, email_verified: true, picture: u },
        all,
      ] as const,
    ]),
  ),
}

describe('services §2.4 who an answer speaks of', () => {
  test.each(oauthProviders.all.map(({ name }) => name))('%s', (name) => {
    const [raw, profile] = answers[name] ?? [{}, { id: 'no answer' }]
    expect(read(name, raw, { token: { email: 'token@x.id' } })).toEqual(profile)
    const { isActive, userInfoURL } = settingsOf(name).provider
    expect(isActive?.(raw) ?? true).toBe(true)
    expect(isActive?.({}) ?? false).toBe(false)
    // An answer that says nothing is nobody, and never an error.
    expect(read(name, {}).id).toBe('')
    expect(userInfoURL === '' || userInfoURL.startsWith('https://')).toBe(true)
  })
})

const flags: Record<string, string> = {
  apple: 'email_verified',
  google: 'email_verified',
  gitlab: 'confirmed_at',
  discord: 'verified',
  kakao: 'kakao_account.is_email_verified',
  monday: 'data.me.is_verified',
  patreon: 'data.attributes.is_email_verified',
  wakatime: 'data.is_email_confirmed',
  livechat: 'email_verified',
  oidc: 'email_verified',
}

test.each(Object.entries(flags))('%s says no address that %s does not vouch for', (name, path) => {
  const [raw] = answers[name] ?? [{}]
  const changed: Json = JSON.parse(JSON.stringify(raw), function (this: unknown, key, value) {
    return key === path.split('.').at(-1)
      ? typeof value === 'string' && name === 'gitlab'
        ? ''
        : 'false'
      : value
  })
  expect(read(name, raw).email).toBe(e)
  expect(read(name, changed).email).toBe('')
})

test('addresses that are asked for apart have to be primary and verified', () => {
  const pick = (name: string, answer: unknown) => oauthProviders.get(name)?.emails?.pick(answer)
  const [one, two] = ['1@x.id', '2@x.id']
  for (const name of ['github', 'gitea']) {
    const list = [
      { email: one, primary: false, verified: true },
      { email: two, primary: true, verified: true },
    ]
    expect(pick(name, list)).toBe(two)
    expect(pick(name, [{ email: one, primary: true, verified: false }])).toBe('')
    expect(pick(name, { error: 'no' })).toBe('')
  }
  expect(pick('bitbucket', { values: [{ email: one, is_primary: true, is_confirmed: true }] })).toBe(one)
  expect(pick('bitbucket', { values: [{ email: one, is_primary: true, is_confirmed: false }] })).toBe('')
  expect(pick('gitee', [{ email: one, state: 'confirmed', scope: ['primary'] }])).toBe(one)
  expect(pick('gitee', [{ email: one, state: 'confirmed', scope: [] }])).toBe('')
  expect(oauthProviders.get('gitee')?.emails?.url('https://g/api/v5/user')).toBe('https://g/api/v5/emails')
})

test('Microsoft’s address is only believed where it is one’s own directory, or where it vouches for it', () => {
  const raw = { id: '7', mail: e }
  const own = settingsOf('microsoft', {
    authURL: 'https://login.microsoftonline.com/my-tenant/oauth2/v2.0/authorize',
  })
  expect(own.provider.read(raw, { settings: own, token: {}, redirectName: '' }).email).toBe(e)
  const by = (idTokenEmailClaim: string, claims: Json) =>
    read('microsoft', raw, { extra: { idTokenEmailClaim }, claims }).email
  const claims = { email: 'a@x.id', verified_primary_email: ['b@x.id'], xms_edov: true }
  expect(by('email', claims)).toBe('a@x.id')
  expect(by('verified_primary_email', claims)).toBe('b@x.id')
  expect(by('email_and_xms_edov', claims)).toBe('a@x.id')
  expect(by('email_and_xms_edov', { ...claims, xms_edov: '0' })).toBe('')
  expect(by('any_verified', claims)).toBe('b@x.id')
  expect(by('any_verified', { email: 'a@x.id', xms_edov: 1 })).toBe('a@x.id')
  expect(by('any_verified', { email: 'a@x.id' })).toBe('')
  const { scopes, provider } = settingsOf('microsoft', { extra: { idTokenEmailClaim: 'email' } })
  expect([scopes, provider.needsIdToken?.({ idTokenEmailClaim: 'email' })]).toEqual([
    ['User.Read', 'openid'],
    true,
  ])
  expect(settingsOf('microsoft', { extra: { idTokenEmailClaim: 'toString' } }).scopes).toEqual(['User.Read'])
})
