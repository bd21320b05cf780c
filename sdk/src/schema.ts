import type { RecordJson } from './wire.ts'

/*
 * What a `Schema` says, and what follows from it. `dapur types` writes one; by hand it is
 *
 *   interface Schema {
 *     orders: {
 *       record: Order                         // what the server sends
 *       create: OrderCreate                   // what `create` takes
 *       update: OrderUpdate                   // what `update` takes, modifiers such as 'count+' among them
 *       expand: { guest: 'users'; dish: 'dishes' | undefined; items_via_order: 'items'[] }
 *     }
 *     notes: Note                             // the record alone: inputs are free, and expand is untyped
 *   }
 */

/** One collection of a schema. `expand`: the collection that a relation leads to, an array where it leads to many. */
export interface CollectionShape {
  record: object
  create: object
  update: object
  expand: object
}

/** Collection names and the records they hold. Without one of your own, every name is allowed. */
export type AnySchema = Record<string, RecordJson>

/** The record of an entry, which is one itself if it does not say more. */
export type RecordOf<Entry> = Entry extends CollectionShape ? Entry['record'] : Entry

/** The values of a new record. Without a shape, anything. */
export type CreateInput<Entry> = Entry extends CollectionShape ? Entry['create'] : object

/** The values of a changed record. Without a shape, anything. */
export type UpdateInput<Entry> = Entry extends CollectionShape ? Entry['update'] : object

type ExpandOf<Entry> = Entry extends CollectionShape ? Entry['expand'] : never

/** `'a.b, c'` → `'a.b' | 'c'` */
type Paths<Text extends string> = Text extends `${infer One},${infer More}`
  ? Trim<One> | Paths<More>
  : Trim<Text>
type Trim<Text extends string> = Text extends ` ${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest} `
    ? Trim<Rest>
    : Text
type Head<Path extends string> = Path extends `${infer First}.${string}` ? First : Path
type Tail<Path extends string, First extends string> = Path extends `${First}.${infer Rest}` ? Rest : never

/** The name of the collection behind a relation. */
type TargetOf<Relation> = Relation extends readonly (infer Name)[] ? Name : Exclude<Relation, undefined>

/** Which of the paths name a relation that is not there. */
type Unknown<Schema, Name, Path extends string> = Name extends keyof Schema
  ? Schema[Name] extends CollectionShape
    ? Path extends ''
      ? never
      : Head<Path> extends keyof ExpandOf<Schema[Name]>
        ? Unknown<Schema, TargetOf<ExpandOf<Schema[Name]>[Head<Path>]>, Tail<Path, Head<Path>>>
        : Path
    : never
  : never

/** Says which relations are followed; a name that is none does not compile. */
export interface Following<Schema, Name, Expand extends string> {
  expand?:
    | (Expand &
        (string extends Expand
          ? unknown
          : [Unknown<Schema, Name, Paths<Expand>>] extends [never]
            ? unknown
            : never))
    | undefined
}

/**
 * A record of the collection, with the relations that were followed: `Answer<Schema, 'orders', 'items.dish'>`.
 * An empty relation has no key, so one that may be empty is said to be in the schema (`'dishes' | undefined`).
 */
export type Answer<Schema, Name extends keyof Schema, Expand extends string> = string extends Expand
  ? RecordOf<Schema[Name]>
  : [Expand] extends ['']
    ? RecordOf<Schema[Name]>
    : Followed<Schema, Name, Paths<Expand>>

type Followed<Schema, Name, Path extends string> = Name extends keyof Schema
  ? [Path] extends [never]
    ? RecordOf<Schema[Name]>
    : Schema[Name] extends CollectionShape
      ? RecordOf<Schema[Name]> & { expand: Expanded<Schema, ExpandOf<Schema[Name]>, Path> }
      : RecordOf<Schema[Name]>
  : RecordJson

type Expanded<Schema, Relations, Path extends string> = {
  [First in Head<Path> & keyof Relations & string]: Relations[First] extends readonly (infer Name)[]
    ? Followed<Schema, Name, Tail<Path, First>>[]
    : | Followed<Schema, Exclude<Relations[First], undefined>, Tail<Path, First>>
      | Extract<Relations[First], undefined>
}

type FieldName<T> = keyof T & string
/** One field to sort by, `-` for the other way round; a path leads over relations. */
type SortKey<T> = `${'' | '-' | '+'}${FieldName<T>}` | `${'' | '-'}${FieldName<T>}.${string}` | '@random'
/** One or two fields as a text, any number as an array. */
export type SortBy<T> =
  string extends FieldName<T>
    ? string | readonly string[]
    : SortKey<T> | `${SortKey<T>},${SortKey<T>}` | readonly SortKey<T>[]

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~' | '!~' | '?=' | '?!=' | '?~' | '?!~'
type Operand = string | number | boolean | Date | null

/**
 * A filter whose names are checked: all of it has to hold.
 *
 * @example { status: 'open', total: { '>': 3, '<=': 100 } } // status = "open" && total > 3 && total <= 100
 */
export type Where<T> = {
  readonly [Name in FieldName<T>]?: Operand | Partial<Record<Operator, Operand>> | undefined
}
