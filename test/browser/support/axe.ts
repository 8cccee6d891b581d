import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare const axe: { run(context: Document | { include: Element[] }, options: RunOptions): Promise<AxeResults> }
/** Set in the page by `looks`. */
declare const fresh: Element[]

const colorRules = ['color-contrast', 'link-in-text-block']
const structure: RunOptions = {
  resultTypes: ['violations'],
  preload: false,
  rules: {
    'target-size': { enabled: true },
    ...Object.fromEntries(colorRules.map((rule) => [rule, { enabled: false }])),
  },
}
/** All that can differ between the themes: names, roles and places are those of the other one. */
const colors: RunOptions = {
  resultTypes: ['violations'],
  preload: false,
  runOnly: { type: 'rule', values: colorRules },
}

/**
 * Looks that were found right in this worker: a color comes from classes, attributes and what is around them. Judging
 * takes a second, so it is done where something is on the page that has not been seen yet: colors of what is new and
 * whatever stands in it, names, roles and places of the whole page.
 */
const judged = new Set<string>()
/** Pages whose structure was judged, by address and width. */
const places = new Set<string>()

/** In the page. @param known marks what has none of these looks, for {@link fresh}. @returns all looks. */
function looks(known?: string[]): string[] {
  const own = (element: Element) =>
    [...element.attributes]
      .filter(
        ({ name }) =>
          name === 'class' ||
          name === 'disabled' ||
          /^(?:data|aria)-(?!react|label|describ|controls|owns|activedesc)/.test(name),
      )
      .map(({ name, value }) => `${name}=${value.length > 80 ? '' : value}`)
      .join(' ')
  const all = [...document.body.querySelectorAll('*')].map(
    (element) =>
      [
        `${element.tagName} ${own(element)} in ${element.parentElement ? own(element.parentElement) : ''}`,
        element,
      ] as const,
  )
  if (known) {
    const seen = new Set(known)
    const isNew = all.flatMap(([look, element]) => (seen.has(look) ? [] : [element]))
    // What stands within something new is judged with it.
    const set = new Set<Element>(isNew)
    const outermost = isNew.filter((element) => {
      for (let at = element.parentElement; at; at = at.parentElement) if (set.has(at)) return false
      return true
    })
    Object.assign(window, { fresh: outermost })
  }
  return [...new Set(all.map(([look]) => look))]
}

/** Asserts that axe-core finds nothing, in the light theme and in the dark one. Everything in sight counts. */
export async function expectAccessible(page: Page): Promise<void> {
  // Straight into the page: its content policy would not let a script of ours in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${source}; undefined`)
  const seen = await page.evaluate(looks, [...judged])
  const hasNew = seen.some((look) => !judged.has(look))
  const place = `${new URL(page.url()).pathname} ${page.viewportSize()?.width}`
  const passes = [
    ...(hasNew || !places.has(place) ? [['light', structure, false] as const] : []),
    ...(hasNew
      ? ([
          ['light', colors, true],
          ['dark', colors, true],
        ] as const)
      : []),
  ] as const
  for (const [colorScheme, options, isOfFresh] of passes) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await page.evaluate(
      ([given, isFresh]) => axe.run(isFresh ? { include: fresh } : document, given),
      [options, isOfFresh] as const,
    )
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.failureSummary ?? ''}\n  ${node.html}`),
    )
    expect(found, `${colorScheme}, ${page.url()}`).toEqual([])
  }
  for (const look of seen) judged.add(look)
  places.add(place)
  await page.emulateMedia({ colorScheme: null })
}
