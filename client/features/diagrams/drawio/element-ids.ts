/** Gives elements the ids of their cells where those will do, so that an address of a device outlives another import. */
export class ElementIds {
  readonly #used = new Set<string>()

  /** 1 to 40 letters, digits, hyphens and underscores, each once. */
  take(wanted: string): string {
    const fitting = wanted.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40) || 'cell'
    let id = fitting
    for (let at = 2; this.#used.has(id); at += 1) id = `${fitting.slice(0, 40 - `-${at}`.length)}-${at}`
    this.#used.add(id)
    return id
  }
}
