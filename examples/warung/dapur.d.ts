// Written by "dapur types" from the collections of a server: do not edit it, run the command again.
// import { createClient } from '@dapur/sdk'; const dapur = createClient<Schema>('http://localhost:8090')

export interface AuthOriginsRecord {
  collectionId: string
  collectionName: "_authOrigins"
  id: string
  collectionRef: string
  recordRef: string
  fingerprint: string
  created: string
  updated: string
}

export interface AuthOriginsCreate {
  id?: string
  collectionRef: string
  recordRef: string
  fingerprint: string
}

export interface AuthOriginsUpdate {
  collectionRef?: string
  recordRef?: string
  fingerprint?: string
}

export interface ExternalAuthsRecord {
  collectionId: string
  collectionName: "_externalAuths"
  id: string
  collectionRef: string
  recordRef: string
  provider: string
  providerId: string
  created: string
  updated: string
}

export interface ExternalAuthsCreate {
  id?: string
  collectionRef: string
  recordRef: string
  provider: string
  providerId: string
}

export interface ExternalAuthsUpdate {
  collectionRef?: string
  recordRef?: string
  provider?: string
  providerId?: string
}

export interface MfasRecord {
  collectionId: string
  collectionName: "_mfas"
  id: string
  collectionRef: string
  recordRef: string
  method: string
  created: string
  updated: string
}

export interface MfasCreate {
  id?: string
  collectionRef: string
  recordRef: string
  method: string
}

export interface MfasUpdate {
  collectionRef?: string
  recordRef?: string
  method?: string
}

export interface OtpsRecord {
  collectionId: string
  collectionName: "_otps"
  id: string
  collectionRef: string
  recordRef: string
  password?: string
  sentTo?: string
  created: string
  updated: string
}

export interface OtpsCreate {
  id?: string
  collectionRef: string
  recordRef: string
  password: string
  sentTo?: string
}

export interface OtpsUpdate {
  collectionRef?: string
  recordRef?: string
  password?: string
  sentTo?: string
}

export interface SuperusersRecord {
  collectionId: string
  collectionName: "_superusers"
  id: string
  email?: string
  emailVisibility: boolean
  verified: boolean
  created: string
  updated: string
}

export interface SuperusersCreate {
  id?: string
  password: string
  passwordConfirm: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email: string
  emailVisibility?: boolean
  verified?: boolean
}

export interface SuperusersUpdate {
  oldPassword?: string
  password?: string
  passwordConfirm?: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email?: string
  emailVisibility?: boolean
  verified?: boolean
}

export interface DishesRecord {
  collectionId: string
  collectionName: "dishes"
  id: string
  name: string
  about: string
  category: "" | "Nasi" | "Mie" | "Soto & sop" | "Lauk" | "Sayur" | "Gorengan" | "Manis" | "Minuman"
  price: number
  place: number
  isSoldOut: boolean
  picture: string
}

export interface DishesCreate {
  id?: string
  name: string
  about?: string
  category: "" | "Nasi" | "Mie" | "Soto & sop" | "Lauk" | "Sayur" | "Gorengan" | "Manis" | "Minuman"
  price: number
  place?: number
  isSoldOut?: boolean
  picture?: Blob
}

export interface DishesUpdate {
  name?: string
  about?: string
  category?: "" | "Nasi" | "Mie" | "Soto & sop" | "Lauk" | "Sayur" | "Gorengan" | "Manis" | "Minuman"
  price?: number
  "price+"?: number
  "price-"?: number
  place?: number
  "place+"?: number
  "place-"?: number
  isSoldOut?: boolean
  picture?: Blob | string | null
}

export interface ItemsRecord {
  collectionId: string
  collectionName: "items"
  id: string
  order: string
  dish: string
  count: number
  price: number
}

export interface ItemsCreate {
  id?: string
  order: string
  dish: string
  count: number
  price?: number
}

export interface ItemsUpdate {
  order?: string
  dish?: string
  count?: number
  "count+"?: number
  "count-"?: number
  price?: number
  "price+"?: number
  "price-"?: number
}

export interface OrdersRecord {
  collectionId: string
  collectionName: "orders"
  id: string
  guest: string
  table: number
  note: string
  status: "" | "new" | "cooking" | "ready" | "served"
  total: number
  created: string
  updated: string
}

export interface OrdersCreate {
  id?: string
  guest: string
  table: number
  note?: string
  status?: "" | "new" | "cooking" | "ready" | "served"
  total?: number
}

export interface OrdersUpdate {
  guest?: string
  table?: number
  "table+"?: number
  "table-"?: number
  note?: string
  status?: "" | "new" | "cooking" | "ready" | "served"
  total?: number
  "total+"?: number
  "total-"?: number
}

export interface StaffRecord {
  collectionId: string
  collectionName: "staff"
  id: string
  email?: string
  emailVisibility: boolean
  verified: boolean
  name: string
  created: string
  updated: string
}

export interface StaffCreate {
  id?: string
  password: string
  passwordConfirm: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email: string
  emailVisibility?: boolean
  verified?: boolean
  name?: string
}

export interface StaffUpdate {
  oldPassword?: string
  password?: string
  passwordConfirm?: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email?: string
  emailVisibility?: boolean
  verified?: boolean
  name?: string
}

export interface UsersRecord {
  collectionId: string
  collectionName: "users"
  id: string
  email?: string
  emailVisibility: boolean
  verified: boolean
  name: string
  avatar: string
  created: string
  updated: string
}

export interface UsersCreate {
  id?: string
  password: string
  passwordConfirm: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email: string
  emailVisibility?: boolean
  verified?: boolean
  name?: string
  avatar?: Blob
}

export interface UsersUpdate {
  oldPassword?: string
  password?: string
  passwordConfirm?: string
  tokenKey?: string
  "tokenKey:autogenerate"?: string
  email?: string
  emailVisibility?: boolean
  verified?: boolean
  name?: string
  avatar?: Blob | string | null
}

export interface Schema {
  _authOrigins: {
    record: AuthOriginsRecord
    create: AuthOriginsCreate
    update: AuthOriginsUpdate
    expand: {}
  }
  _externalAuths: {
    record: ExternalAuthsRecord
    create: ExternalAuthsCreate
    update: ExternalAuthsUpdate
    expand: {}
  }
  _mfas: {
    record: MfasRecord
    create: MfasCreate
    update: MfasUpdate
    expand: {}
  }
  _otps: {
    record: OtpsRecord
    create: OtpsCreate
    update: OtpsUpdate
    expand: {}
  }
  _superusers: {
    record: SuperusersRecord
    create: SuperusersCreate
    update: SuperusersUpdate
    expand: {}
  }
  dishes: {
    record: DishesRecord
    create: DishesCreate
    update: DishesUpdate
    expand: {
      items_via_dish: "items"[]
    }
  }
  items: {
    record: ItemsRecord
    create: ItemsCreate
    update: ItemsUpdate
    expand: {
      order: "orders"
      dish: "dishes"
    }
  }
  orders: {
    record: OrdersRecord
    create: OrdersCreate
    update: OrdersUpdate
    expand: {
      guest: "users"
      items_via_order: "items"[]
    }
  }
  staff: {
    record: StaffRecord
    create: StaffCreate
    update: StaffUpdate
    expand: {}
  }
  users: {
    record: UsersRecord
    create: UsersCreate
    update: UsersUpdate
    expand: {
      orders_via_guest: "orders"[]
    }
  }
}
