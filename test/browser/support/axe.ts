import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> }

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
 * Looks whose colors have been found right in this file: a color comes from classes, attributes and what is around them.
 * Judging colors takes most of axe's time, so it is done where something is on the page that has not been seen yet.
 */
const judged = new Set<string>()
const looksOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
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
    const looks = [...document.body.querySelectorAll('*')].map(
      (element) => `${element.tagName} ${own(element)} in ${element.parentElement ? own(element.parentElement) : ''}`,
    )
    return [...new Set(looks)]
  })

/** Asserts that axe-core finds nothing, in the light theme and in the dark one. Everything in sight counts. */
export async function expectAccessible(page: Page): Promise<void> {
  // Straight into the page: its content policy would not let a script of ours in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${source}; undefined`)
  const looks = await looksOn(page)
  const hasNew = looks.some((look) => !judged.has(look))
  const passes = [
    ['light', structure],
    ...(hasNew
      ? ([
          ['light', colors],
          ['dark', colors],
        ] as const)
      : []),
  ] as const
  for (const [colorScheme, options] of passes) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await page.evaluate((given) => axe.run(document, given), options)
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.failureSummary ?? ''}\n  ${node.html}`),
    )
    expect(found, `${colorScheme}, ${page.url()}`).toEqual([])
  }
  for (const look of looks) judged.add(look)
  await page.emulateMedia({ colorScheme: null })
}
