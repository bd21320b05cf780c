import type { OAuth2Provider } from '../../collections/collection.ts'

/** What a server answers, as JSON. */
export type Json = Readonly<Record<string, unknown>>

/**
 * Who somebody is at a provider. Texts are empty where it does not say; `email` is only filled where the provider has
 * made sure whose it is.
 */
export interface OAuthProfile {
  readonly id: string
  readonly name?: string
  readonly username?: string
  readonly email?: string
  /** An address that the provider only passes on: good for a new account, never to find one by. */
  readonly claimedEmail?: string
  readonly avatarURL?: string
}

/** A provider with what a collection says about it: nothing is empty that is needed. */
export interface ProviderSettings {
  readonly provider: OAuthProvider
  readonly clientId: string
  readonly clientSecret: string
  readonly displayName: string
  readonly pkce: boolean
  readonly scopes: readonly string[]
  readonly authURL: string
  readonly tokenURL: string
  readonly userInfoURL: string
  /** Where the keys are that sign id tokens, and who may issue them; '' and [] where nobody has said. */
  readonly jwksURL: string
  readonly issuers: readonly string[]
  readonly extra: Json
}

/** What a profile is read from, besides the user info. */
export interface ProfileSources {
  readonly settings: ProviderSettings
  /** The answer of the token endpoint. */
  readonly token: Json
  /** What a verified id token says. */
  readonly claims?: Json
  /** The name that came with the redirect. */
  readonly redirectName: string
}

/** A second question, for providers that tell addresses apart from the user. */
export interface EmailQuestion {
  readonly url: (userInfoURL: string) => string
  /** The address that is primary and confirmed, or ''. */
  readonly pick: (answer: unknown) => string
}

/** How the user info is asked for, where a GET with the token is not enough. */
export interface UserInfoAsk {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** An OAuth2 provider, as data (contract services.md §2.4). One file each; what it is called stands in `collections`. */
export interface OAuthProvider extends Pick<OAuth2Provider, 'name' | 'authURL' | 'tokenURL' | 'userInfoURL'> {
  readonly pkce: boolean
  readonly scopes: readonly string[]
  /** More parameters of the address where users are sent. */
  readonly authParams?: Readonly<Record<string, string>>
  readonly jwksURL?: string
  readonly issuers?: readonly string[]
  /** More scopes, by what the collection says. */
  readonly moreScopes?: (extra: Json) => readonly string[]
  /** Is the id token needed to know who it is? Where there is no user info, it is all there is. */
  readonly needsIdToken?: (extra: Json) => boolean
  readonly ask?: (settings: ProviderSettings) => UserInfoAsk
  readonly emails?: EmailQuestion
  /** False for accounts that the provider itself has closed. */
  readonly isActive?: (raw: Json) => boolean
  readonly read: (raw: Json, sources: ProfileSources) => OAuthProfile
}
