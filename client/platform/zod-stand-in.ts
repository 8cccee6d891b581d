/**
 * Stands in for zod in the browser's build (vite.config.ts). There the contract's schemas are only types: the server
 * checks every input and names each field that is wrong, and a screen shows its words. Real schemas would cost the
 * first load 30 kB. What remains are lists of names (`Kind.options`); to parse anything else is a mistake, and says so.
 */

const enumOf = (given: readonly string[] | Readonly<Record<string, string>>) => {
  const options = Array.isArray(given) ? (given as readonly string[]) : Object.values(given)
  const parse = (value: unknown) => {
    if (!options.includes(value as string)) throw new Error(`Not one of ${options.join(', ')}`)
    return value
  }
  const known = {
    options,
    enum: Object.fromEntries(options.map((name) => [name, name])),
    parse,
    safeParse: (value: unknown) =>
      options.includes(value as string) ? { success: true, data: value } : { success: false },
    exclude: (names: readonly string[]) => enumOf(options.filter((name) => !names.includes(name))),
    extract: (names: readonly string[]) => enumOf(names),
  }
  return new Proxy(known, {
    get: (target, name): unknown => Reflect.get(target, name) ?? Reflect.get(anySchema, name),
  })
}

const refuse = () => {
  throw new Error('The browser has no schemas: the server checks what it is sent')
}

/** Any schema: whatever is asked of it or called on it is the schema again. */
const anySchema: Record<string | symbol, unknown> = new Proxy(() => undefined, {
  apply: () => anySchema,
  get(_target, name) {
    if (name === 'enum') return enumOf
    if (typeof name === 'symbol' || name === 'then') return undefined
    return /^(?:safe)?parse(?:Async)?$|^safe(?:En|De)code/i.test(name) ? refuse : anySchema
  },
}) as unknown as Record<string | symbol, unknown>

export const z = anySchema
