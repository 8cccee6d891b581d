import path from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the run with the one line that CI reads: `N passed, N failed, N skipped`. Before it stands by name what passed
 * only when it was tried again.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    const atSecondTry: string[] = []
    for (const module of modules) {
      // A file that could not even be read has no tests, and has failed.
      if (
        module.state() === 'failed' &&
        [...module.children.allTests()].every((test) => test.result().state !== 'failed')
      )
        count.failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'passed' ? 'passed' : state === 'failed' ? 'failed' : 'skipped'] += 1
        if (state === 'passed' && test.diagnostic()?.flaky)
          atSecondTry.push(`${path.relative(process.cwd(), module.moduleId)} > ${test.fullName}`)
      }
    }
    const lines = atSecondTry.map((name) => `Passed at the second try: ${name}\n`).join('')
    process.stdout.write(`\n${lines}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  }
}
