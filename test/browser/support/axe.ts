import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> }

const everything: RunOptions = {
  resultTypes: ['violations'],
  rules: { 'target-size': { enabled: true } },
}
/** All that can differ between the themes: names, roles and places are those of the other one. */
const colors: RunOptions = {
  resultTypes: ['violations'],
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/** Asserts that axe-core finds nothing, in the light theme and in the dark one. Everything in sight counts. */
export async function expectAccessible(page: Page): Promise<void> {
  // Straight into the page: its content policy would not let a script of ours in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${source}; undefined`)
  for (const [colorScheme, options] of [
    ['light', everything],
    ['dark', colors],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await page.evaluate((given) => axe.run(document, given), options)
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.failureSummary ?? ''}\n  ${node.html}`),
    )
    expect(found, `${colorScheme}, ${page.url()}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: null })
}
