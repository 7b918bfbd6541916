import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Rules that need no types; those that do are in .oxlintrc.json, whose linter reads types twenty times as fast.
const SPECS = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'];
const TESTS = [...SPECS, 'libs/testing/**/*.ts', 'test/**/*.ts', 'tools/**/*.ts'];
const NODE_GLOBALS = Object.fromEntries(
  ['AbortSignal', 'Buffer', 'URL', 'clearTimeout', 'console', 'fetch', 'performance', 'process', 'setTimeout'].map(
    (name) => [name, 'readonly'],
  ),
);

const TIME = 'Take platform time from the database (platformNow), and durations from performance.now().';
const ONE_TIME = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: TIME },
];
const SHAPES = [
  { selector: 'TSEnumDeclaration', message: 'Use a string-literal union.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: "Identifier[name='forwardRef']", message: 'Two that need each other are one, or three.' },
];

const AS = ['error', { assertionStyle: 'as' }];

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'apps/console', 'bench-results', '.pitlane']),
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  // An exception is a reviewed line in this file, never a comment beside the code.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  // Decorators use what they name at run time: such an import is no import of a type.
  { languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } } },
  { rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }] } },
  {
    files: ['**/*.ts'],
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      // The other linter would obey such a comment.
      'no-warning-comments': ['error', { terms: ['eslint-disable', 'oxlint-disable'], location: 'anywhere' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings from Config.' },
      ],
      'no-restricted-imports': [
        'error',
        { name: 'node:process', importNames: ['env'], message: 'Read settings from Config.' },
      ],
      'no-restricted-syntax': ['error', ...ONE_TIME, ...SHAPES],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  { files: ['libs/runtime/src/config/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['apps/cli/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  // What a driver answers has the type that the query says it has.
  { files: ['libs/store/src/queries/**/*.ts'], rules: { '@typescript-eslint/consistent-type-assertions': AS } },
  {
    // Tests pass environments to child processes, read their own clock, and look at parsed answers.
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...SHAPES],
      '@typescript-eslint/consistent-type-assertions': AS,
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: NODE_GLOBALS },
  },
  {
    files: ['**/*.{cjs,js}'],
    languageOptions: { sourceType: 'commonjs', globals: { ...NODE_GLOBALS, __dirname: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
