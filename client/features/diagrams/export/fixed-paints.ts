/** What stands in an exported file for the page's own inks and faces (tokens.css, light): it has no page around it. */
const fixed: Readonly<Record<string, string>> = {
  '--ink': '#17222A',
  '--ink-2': '#445059',
  '--ink-3': '#5B666F',
  '--line': '#E2E0D9',
  '--line-strong': '#798287',
  '--surface': '#FFFFFF',
  '--sunken': '#F3F1EB',
  '--focus': '#2D69DE',
  '--sans': "'Atkinson Hyperlegible Next', system-ui, sans-serif",
  '--mono': "'Atkinson Hyperlegible Mono', ui-monospace, monospace",
}

/** Puts fixed values in the place of `var(--ink)` in the attributes of an element and of all in it. */
export function fixPaints(root: Element): void {
  for (const element of [root, ...root.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes('var(')) element.setAttribute(name, withFixed(value))
    }
  }
}

/** @throws Error for a token that has no fixed value: an export must not depend on a page. */
export const withFixed = (value: string): string =>
  value.replace(/var\((--[\w-]+)\)/g, (_, token: string) => {
    const known = fixed[token]
    if (known === undefined) throw new Error(`${token} has no fixed value for exports`)
    return known
  })
