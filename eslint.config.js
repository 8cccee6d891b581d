import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['build', 'data', 'node_modules', '**/*.js'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        // Two programs, the contract in its own narrow world and everything else in one: a program for each folder would
        // check what they share again and again, which took more than ten minutes.
        project: ['./server/contract/tsconfig.json', './tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    rules: {
      // What the compiler checks already, or what our style says otherwise.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-globals': ['error', { name: 'event', message: 'Name it.' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='dangerouslySetInnerHTML']",
          message: 'There is no HTML sink.',
        },
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'There is no HTML sink.' },
        { selector: "JSXAttribute[name.name='style']", message: 'The page runs without inline styles.' },
        { selector: "MemberExpression[property.name='innerHTML']", message: 'There is no HTML sink.' },
      ],
    },
  },
  {
    files: ['client/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  {
    files: ['server/**/*.ts'],
    // Where a process begins its settings are read, once.
    ignores: ['server/main.ts', 'server/reader.ts', 'server/administer.ts', 'server/runkeep.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from platform/config.ts.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Answers of supertest, and stand-ins that answer at once what others have to wait for.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
