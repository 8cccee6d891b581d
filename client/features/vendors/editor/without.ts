/** The same without one field: what is empty is absent. */
export function without<T extends object, Name extends keyof T>(thing: T, name: Name): T {
  const { [name]: _gone, ...rest } = thing
  return rest as T
}
