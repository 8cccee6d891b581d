/** Comes in a part of its own: it is as large as a page, and nobody who only reads needs it. */
const load = () => import('#contract/secret-scan/scan.ts')

let coming: ReturnType<typeof load> | undefined

/** The scanner; undefined where it cannot be fetched (offline): writing and saving go on without it. */
export async function secretScanner(): Promise<Awaited<ReturnType<typeof load>> | undefined> {
  try {
    return await (coming ??= load())
  } catch {
    coming = undefined
    return undefined
  }
}

/** For a sentence, a ticket, a name: undefined where nothing looks like a secret, or the scanner cannot be fetched. */
export async function secretInField(text: string): Promise<{ label: string } | undefined> {
  try {
    return (await import('#contract/secret-scan/field.ts')).secretInField(text)
  } catch {
    return undefined
  }
}
