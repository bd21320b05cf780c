import type { Now } from '../base/now.ts'
import type { Problem, ProblemTree } from '../base/problem.ts'
import type { Upload } from '../files/upload.ts'
import type { Cell, ColumnKind, Reader } from '../storage/dialect.ts'

/** How rules compare a field's cell; `rules/scope.ts` uses the same words. */
export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'json' | 'point'

/** One setting of a field, and how the admin form draws it. */
export interface Option<T> {
  readonly label: string
  readonly fallback: T
  readonly input: 'text' | 'number' | 'switch' | 'tags' | 'date' | 'collection'
  /** Read a submitted setting; `undefined` means that its JSON type is wrong (the whole body is then malformed, 400). */
  parse(input: unknown): T | undefined
}

/** The options of a type that has none of its own. */
export type NoOptions = Readonly<Record<string, never>>

/** What a check may ask of the database and of the other collections. */
export interface CheckContext {
  readonly verb: 'create' | 'update'
  /** Reads inside the write's own transaction. */
  readonly tx: Reader
  /** The field's stored value before this write; undefined on create. */
  readonly stored: unknown
  /** The record's id. */
  readonly recordId: string
  readonly collection: { readonly id: string; readonly name: string }
  /** The files that came with the request, by the names that they are kept under. */
  readonly uploads?: ReadonlyMap<string, Upload>
  /** The table (or view) of a collection by its id, for relations. */
  tableOf(collectionId: string): string | undefined
}

/** What the check of a field's own settings may know. */
export interface SettingsContext {
  readonly field: Field
  readonly collection: { readonly id: string; readonly type: CollectionType }
  /** The field with the same id as it is stored now, when it is. */
  readonly stored: Field | undefined
  /** The type of another collection by its id. */
  collectionType(id: string): CollectionType | undefined
}

export type CollectionType = 'base' | 'auth' | 'view'

/** What a write gives to `beforeSave`. */
export interface SaveContext {
  readonly verb: 'create' | 'update'
  /** The time of this write, in milliseconds since 1970. */
  readonly at: number
  /** The same time as `formatTime` writes it. */
  readonly now: string
  /** Does the collection belong to the platform? Its ids travel as handles, so they tell no time. */
  readonly isSystem: boolean
}

/**
 * How a cell becomes JSON in a generated serialiser.
 * `json`: the cell is JSON text that `toCell` wrote, spliced as it is; NULL becomes `null`.
 * `list`: the same where `column` is `list`, else as `string`.
 * `never`: the cell is not shown; where the field itself is shown it is written as `""`.
 */
export type Output = 'string' | 'number' | 'boolean' | 'json' | 'list' | 'never'

/** Body keys with a modifier: `count+`, `+tags`, `tags-`, `slug:autogenerate` (contract data.md §3.16). */
export interface Modifiers<Options extends object, Value> {
  /** `name+` */
  append?(this: void, stored: Value, input: unknown, options: Options): Value
  /** `+name` */
  prepend?(this: void, stored: Value, input: unknown, options: Options): Value
  /** `name-` */
  remove?(this: void, stored: Value, input: unknown, options: Options): Value
  /** `name:autogenerate` */
  autogenerate?(this: void, stored: Value, input: unknown, options: Options): Value
}

/** What the values of a relation name. */
export interface Reference {
  readonly collectionId: string
  /** Is a record deleted with the last record that it names? */
  readonly cascadeDelete: boolean
  readonly isMultiple: boolean
}

/** What a type whose values are the names of stored files says of them. */
export interface FileRules<Options extends object> {
  /** May this file be one of the field's? Asked of each new one, before it is stored and again at the write. */
  check(this: void, upload: Upload, options: Options): Problem | undefined
  /** Does it take the record's view rule to read a file? */
  isProtected(this: void, options: Options): boolean
  /** The sizes in which images may be asked for. */
  thumbs(this: void, options: Options): readonly string[]
}

/**
 * One type of field. Values are what rules, hooks and output see: string, number, boolean, string[], JSON, `{lon, lat}`.
 * Cells are what is stored.
 *
 * The order of a write: `normalise` (or a modifier) → `beforeSave` → `isEmpty` for `required` → `check` → `toCell`.
 * A cell of an imported database may be of any older form: `toCell(fromCell(cell))` makes it one of ours.
 */
export interface FieldType<Options extends object, Value> {
  readonly name: string
  readonly options: { readonly [K in keyof Options]: Option<Options[K]> }
  /** Which of the settings that all fields share this type does not have (`autodate` lacks both). */
  readonly lacks?: readonly ('help' | 'required')[]
  /** Is the value ours alone, so that whatever a client sends for it is dropped? */
  readonly isManaged?: boolean
  /** Is the value made of elements (select, relation, file), for which `:each` and `:length` mean something? */
  readonly hasElements?: boolean
  /** For values that name files. */
  readonly files?: FileRules<Options>
  /** The records that a value names. */
  reference?(options: Options): Reference
  kind(options: Options): Kind
  column(options: Options): ColumnKind
  /** The value of a field that nothing was set for. */
  empty(options: Options): Value
  /** Is this value what `required` refuses? */
  isEmpty(value: Value): boolean
  /** Make a value of anything a client sends; never fails (contract data.md §3). */
  normalise(input: unknown, options: Options): Value
  readonly modifiers?: Modifiers<Options, Value>
  /** Is the value acceptable? `required` was checked before; empty values are passed too, for types that care. */
  check(value: Value, options: Options, context: CheckContext): Now<Problem | undefined>
  /** Are the settings acceptable? Problems by setting name; `undefined` when all is well. */
  checkOptions(options: Options, context: SettingsContext): ProblemTree | undefined
  toCell(value: Value, options: Options): Cell
  /** Read a cell; accepts what older databases hold, NULL too (contract data.md §7.6). */
  fromCell(cell: Cell, options: Options): Value
  readonly output: Output
  /** The TypeScript type of the value in generated declarations. */
  typescript(options: Options): string
  /** The last word before a write: autodates, generated ids and texts. Gets the value after `normalise`. */
  beforeSave?(value: Value, options: Options, context: SaveContext): Value
  /** The most bytes that a value of this field may add to a body beyond the general limit (contract data.md §1.6). */
  bodyBudget?(options: Options): number
}

/** A field type whose options and values are known only at run time, as the registry holds them. */
export interface AnyFieldType extends FieldType<object, unknown> {
  readonly options: Readonly<Record<string, Option<unknown>>>
}

/** One field of one collection: the settings that all types share, and the type's own. */
export interface Field {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly system: boolean
  readonly hidden: boolean
  readonly presentable: boolean
  readonly help: string
  readonly required: boolean
  readonly options: Readonly<Record<string, unknown>>
}
