import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'

/**
 * Plain SQL with promises that a machine checks: parameters are read out of the text by the compiler, columns are
 * compared with the row's schema when the statement is prepared. `queries((sql) => ({ … }))` gives a function that takes
 * a connection and returns the statements, prepared once per connection.
 *
 * Between SQLite and the schemas of the contract: NULL is absent, 0 and 1 are booleans where the schema says boolean,
 * text is JSON where the schema says object or list.
 */
export function queries<Q extends Record<string, Query>>(
  build: (sql: typeof makers) => Q,
): (db: Database) => Prepared<Q> {
  const definitions = build(makers)
  const byConnection = new WeakMap<Database, Prepared<Q>>()
  const prepare = (db: Database): Prepared<Q> => {
    let prepared = byConnection.get(db)
    if (!prepared) {
      prepared = Object.fromEntries(
        Object.entries(definitions).map(([name, definition]) => [name, lazily(() => definition.prepare(db, name))]),
      ) as unknown as Prepared<Q>
      byConnection.set(db, prepared)
    }
    return prepared
  }
  registry.push(definitions)
  return prepare
}

/** Every statement of the program; test/queries.test.ts prepares them all against the migrated schema. */
const registry: Record<string, Query>[] = []
export function allQueries(): readonly Record<string, Query>[] {
  return registry
}

export type SqlValue = string | number | bigint | boolean | Uint8Array | null | undefined
type Values<Text extends string> = { [Name in ParameterOf<Text>]: SqlValue }
export interface Query<Text extends string = string, Result = unknown> {
  readonly text: Text
  readonly prepare: (db: Database, name: string) => (values: Record<string, SqlValue>) => Result
}
type Prepared<Q extends Record<string, Query>> = {
  [Name in keyof Q]: Q[Name] extends Query<infer Text, infer Result>
    ? [ParameterOf<Text>] extends [never]
      ? () => Result
      : (values: Values<Text>) => Result
    : never
}

/** `@now` in the text → `'now'`. */
type ParameterOf<Text extends string, Found = never> = Text extends `${string}@${infer Rest}`
  ? ParameterOf<Rest, Found | Word<Rest>>
  : Found
type Word<Text extends string, Sofar extends string = ''> = Text extends `${infer First}${infer Rest}`
  ? First extends Letter | Uppercase<Letter> | Digit | '_'
    ? Word<Rest, `${Sofar}${First}`>
    : Sofar
  : Sofar
// prettier-ignore
type Letter = 'a'|'b'|'c'|'d'|'e'|'f'|'g'|'h'|'i'|'j'|'k'|'l'|'m'|'n'|'o'|'p'|'q'|'r'|'s'|'t'|'u'|'v'|'w'|'x'|'y'|'z'
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

const makers = {
  all: <Row extends z.ZodObject, const Text extends string>(row: Row, text: Text): Query<Text, z.output<Row>[]> => ({
    text,
    prepare(db, name) {
      const { statement, decode } = prepareReading(db, name, row, text)
      return (values) => statement.all(bindable(values)).map(decode)
    },
  }),
  get: <Row extends z.ZodObject, const Text extends string>(
    row: Row,
    text: Text,
  ): Query<Text, z.output<Row> | undefined> => ({
    text,
    prepare(db, name) {
      const { statement, decode } = prepareReading(db, name, row, text)
      return (values) => {
        const found = statement.get(bindable(values))
        return found === undefined ? undefined : decode(found)
      }
    },
  }),
  /** @returns the number of rows changed. */
  run: <const Text extends string>(text: Text): Query<Text, number> => ({
    text,
    prepare(db) {
      const statement = db.prepare<[Record<string, unknown>]>(steady(text))
      return (values) => statement.run(bindable(values)).changes
    },
  }),
}

function prepareReading<Row extends z.ZodObject>(db: Database, name: string, row: Row, text: string) {
  const statement: Statement<[Record<string, unknown>], Record<string, unknown>> = db.prepare(steady(text))
  const columns = statement.columns().map((column) => column.name)
  const expected = Object.keys(row.shape)
  const missing = expected.filter((key) => !columns.includes(key) && !isOptional(row.shape[key] as z.ZodType))
  const unknown = columns.filter((key) => !expected.includes(key))
  if (missing.length > 0 || unknown.length > 0) {
    throw new Error(
      `Query ${name}: columns missing: [${missing.join(', ')}], not in the schema: [${unknown.join(', ')}]`,
    )
  }
  return { statement, decode: decoder(row) }
}

/**
 * SQLite is built with STAT4 here: it plans a statement anew whenever a parameter that its plan might depend on is bound
 * to another value, which takes thirty times as long as running it (measured: 86 µs instead of 3 for a look-up of doubts).
 * A unary plus changes neither value nor type nor the use of an index, and hides the parameter from that.
 */
function steady(text: string): string {
  return text.replaceAll('@', '+@')
}

function decoder<Row extends z.ZodObject>(row: Row): (raw: Record<string, unknown>) => z.output<Row> {
  const forms = new Map(Object.entries(row.shape).map(([key, schema]) => [key, formOf(schema as z.ZodType)]))
  return (raw) => {
    const decoded: Record<string, unknown> = {}
    for (const key in raw) {
      const value = raw[key]
      if (value === null) continue
      const form = forms.get(key)
      decoded[key] =
        form === 'json' ? withoutNulls(JSON.parse(value as string)) : form === 'boolean' ? value === 1 : value
    }
    // Not parsed by zod: STRICT and CHECK guard what is written, the columns were compared above, and every answer is
    // parsed by its endpoint's output before it leaves. Parsing twice was a third of the cost of a list.
    return decoded as z.output<Row>
  }
}

function formOf(schema: z.ZodType): 'json' | 'boolean' | 'plain' {
  const { type } = schema.def
  if (type === 'optional' || type === 'default') return formOf((schema as z.ZodOptional<z.ZodType>).def.innerType)
  if (type === 'union') return formOf((schema as z.ZodUnion<[z.ZodType]>).def.options[0])
  if (type === 'object' || type === 'array' || type === 'record') return 'json'
  return type === 'boolean' ? 'boolean' : 'plain'
}

const isOptional = (schema: z.ZodType) => schema.def.type === 'optional'

/** json_object() writes null where a column is NULL; absent is absent there too. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  )
}

function bindable(values: Record<string, SqlValue> | undefined): Record<string, unknown> {
  const bound: Record<string, unknown> = {}
  for (const key in values) {
    const value = values[key]
    bound[key] = value === undefined ? null : typeof value === 'boolean' ? Number(value) : value
  }
  return bound
}

/** Preparing takes longer than most requests: a connection prepares what it uses, when it uses it. */
function lazily<Arguments extends unknown[], Result>(make: () => (...given: Arguments) => Result) {
  let made: ((...given: Arguments) => Result) | undefined
  return (...given: Arguments) => (made ??= make())(...given)
}
