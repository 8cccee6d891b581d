import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')

const never = (name: string, from: string, to: string, dependencyTypesNot?: string[]): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to, ...(dependencyTypesNot && { dependencyTypesNot: dependencyTypesNot as never }) },
})

/** Each reads like the sentence that it keeps true. */
const rules: IForbiddenRuleType[] = [
  never('the contract uses nobody', '^server/contract/', '^(?:server/(?!contract/)|client/|test/)'),
  never('the platform knows no domain', '^server/platform/', '^server/(?!platform/|contract/)'),
  never('access knows neither HTTP nor features', '^server/access/', '^server/(?!access/|platform/|contract/)'),
  never('HTTP knows no feature', '^server/http/', '^server/(?!http/|access/|platform/|contract/)'),
  never(
    'features know neither the app nor the process',
    '^server/features/',
    '^server/(?:app|main|reader|runkeep|administer)\\.ts',
  ),
  never(
    'a feature keeps its SQL and its routes to itself',
    '^server/features/([^/]+)/',
    '^server/features/(?!$1/)[^/]+/(?!rules\\.ts)',
  ),
  never('the server knows nothing of the client', '^server/', '^client/'),
  never('the client knows only the contract', '^client/(?!demo/)', '^server/(?!contract/)'),
  never(
    'the demo starts the server and reaches no deeper',
    '^client/demo/',
    '^server/(?!contract/|main\\.ts|platform/(?:clock|config|log)\\.ts)',
  ),
  never('no server code can open a secret', '^server/(?!contract/)', '^server/contract/crypto/(?!verify\\.ts)'),
  never(
    'no feature reaches the key that the server signs with',
    '^(?:client/|server/(?!main\\.ts|administer/|access/checkpoints\\.ts|platform/))',
    '^server/platform/log-key\\.ts',
  ),
  never('only the vault seals and opens', '^client/(?!vault/)', '^server/contract/crypto/(?!errors\\.ts)', [
    'type-only',
  ]),
  never(
    'one module opens libsodium',
    '^(?!server/contract/crypto/sodium\\.ts)(?:server|client)/',
    'node_modules/libsodium',
  ),
  never('one module calls marked', '^(?!client/ui/)(?:server|client)/', 'node_modules/marked'),
  never('the shipped code does not use tests', '^(?:server|client)/', '^test/'),
  // A page that is loaded later may name the routes that load it: that is no circle when modules are evaluated.
  {
    name: 'nothing goes round in circles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
  },
]

async function broken(baseDir: string, folders: string[]) {
  const { output } = await cruise(
    folders,
    {
      ruleSet: { forbidden: rules },
      validate: true,
      baseDir,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '\\.css$' },
      enhancedResolveOptions: {
        extensions: ['.ts', '.tsx', '.js', '.json'],
        conditionNames: ['import', 'node', 'types'],
        exportsFields: ['exports'],
      },
    },
    {},
    { tsConfig: extractTSConfig(path.join(root, 'tsconfig.json')) },
  )
  if (typeof output === 'string') throw new Error(output)
  return {
    modules: output.modules.map((module) => module.source),
    violations: output.summary.violations.map(
      (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
    ),
  }
}

test('imports point one way', async () => {
  const { modules, violations } = await broken(root, ['server', 'client'])
  // A checker that sees no modules finds no faults.
  expect(modules).toContain('server/features/documents/rules.ts')
  expect(modules).toContain('client/platform/api.ts')
  expect(modules.filter((source) => source.startsWith('server/')).length).toBeGreaterThan(50)
  expect(violations).toEqual([])
}, 120_000)

test.each([
  ['the platform knows no domain', 'server/platform/sql.ts', '../features/x/rules.ts', 'server/features/x/rules.ts'],
  [
    'a feature keeps its SQL and its routes to itself',
    'server/features/a/rules.ts',
    '../b/queries.ts',
    'server/features/b/queries.ts',
  ],
  [
    'no server code can open a secret',
    'server/features/a/rules.ts',
    '../../contract/crypto/env.ts',
    'server/contract/crypto/env.ts',
  ],
  [
    'the client knows only the contract',
    'client/features/a/Page.ts',
    '../../../server/access/guard.ts',
    'server/access/guard.ts',
  ],
  [
    'only the vault seals and opens',
    'client/features/a/Page.ts',
    '../../../server/contract/crypto/env.ts',
    'server/contract/crypto/env.ts',
  ],
  [
    'no feature reaches the key that the server signs with',
    'server/features/a/rules.ts',
    '../../platform/log-key.ts',
    'server/platform/log-key.ts',
  ],
  ['nothing goes round in circles', 'server/access/a.ts', './b.ts', 'server/access/b.ts', "import './a.ts'\n"],
])(
  'a planted violation is caught: %s',
  async (rule, from, specifier, to, content = 'export const x = 1\n') => {
    const folder = mkdtempSync(path.join(tmpdir(), 'runkeep-architecture-'))
    try {
      for (const file of [from, to]) mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, to), content)
      writeFileSync(path.join(folder, from), `import '${specifier}'\n`)
      const { violations } = await broken(folder, readdirSync(folder))
      expect(violations.filter((violation) => violation.startsWith(rule))).not.toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)

test('the server hashes and draws at random; what signs or seals in it is named here, and why', () => {
  const harmless = ['createHash', 'createHmac', 'hash', 'randomBytes', 'randomFillSync', 'randomInt', 'timingSafeEqual']
  const named: Record<string, string[]> = {
    // Checkpoints of the audit chain, with the server's own key (CRYPTO.md §3): access/checkpoints.ts says which bytes.
    'platform/log-key.ts': ['createPrivateKey', 'createPublicKey', 'sign'],
    // Statements of members, with their public keys: it checks, and signs nothing.
    'access/ed25519.ts': ['createPublicKey', 'type KeyObject', 'verify'],
    // Secrets of second factors, under a key of the server: they are the server's to check, and nobody's to read.
    'features/accounts/sealed-secret.ts': ['createCipheriv', 'createDecipheriv'],
    // A public key that nobody has the private one of.
    'features/accounts/decoy.ts': ['generateKeyPairSync'],
  }
  const server = path.join(root, 'server')
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const found = files.flatMap((file) => {
    const text = readFileSync(path.join(server, file), 'utf8')
    if (!/['"](?:node:)?crypto['"]/.test(text)) return []
    // Whole modules cannot be looked through: names only.
    const names = /import \{([^}]+)\} from 'node:crypto'/
      .exec(text)?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? ['*']
    const more = names.filter((name) => name !== '' && !harmless.includes(name)).sort()
    return more.length > 0 ? [[file, more] as const] : []
  })
  expect(Object.fromEntries(found)).toEqual(named)
})
