import js from '@eslint/js';
import ts from 'typescript-eslint';

const features = ['enroll', 'codes', 'approve', 'settings'];
const others = [...features, 'pin', 'app', 'sw'];
const aboveVault = ['server', 'records', 'ui', 'texts', ...others];

const secretReaders = { group: ['**/core/otpauth.ts'], message: 'Only vault/ reads links that hold a secret.' };

/** Forbids imports of the named folders of src, with the reason; and, outside core/ and vault/, what reads secrets. */
function keepsOut(files, folders, message, mayReadSecrets = false) {
  const named = { group: folders.flatMap((folder) => [`../${folder}/*`, `../../${folder}/*`]), message };
  const patterns = [...(folders.length > 0 ? [named] : []), ...(mayReadSecrets ? [] : [secretReaders])];
  return {
    files,
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

export default ts.config(
  { ignores: ['dist/', 'target/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="style"]', message: 'The content security policy forbids inline styles.' },
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'No HTML from strings.' },
      ],
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      'no-restricted-globals': [
        'error',
        ...['localStorage', 'indexedDB', 'navigator', 'crypto', 'Notification'].map((name) => ({
          name,
          message: 'Reach the outside through platform/.',
        })),
      ],
      'max-lines': ['error', 300],
    },
  },
  { files: ['src/platform/**', 'src/sw/**', 'src/**/*.test.ts'], rules: { 'no-restricted-globals': 'off' } },
  keepsOut(['src/core/**'], ['vault', 'platform', ...aboveVault], 'core/ is pure and imports nothing.', true),
  keepsOut(['src/vault/**'], aboveVault, 'vault/ knows core and platform only.', true),
  keepsOut(['src/server/**'], ['vault', 'records', 'ui', 'texts', ...others], 'server/ knows core and platform only.'),
  keepsOut(['src/records/**'], ['vault', 'server', 'ui', 'texts', ...others], 'records/ knows core and platform only.'),
  keepsOut(['src/platform/**'], ['vault', ...aboveVault], 'platform/ knows core only.'),
  keepsOut(
    ['src/ui/**'],
    ['core', 'vault', 'server', 'records', 'platform', 'texts', ...others],
    'ui/ knows nothing of the product.',
  ),
  keepsOut(['src/pin/**'], [...features, 'app', 'sw'], 'pin/ serves the features and knows none of them.'),
  keepsOut(['src/app/**', 'src/sw/**'], []),
  ...features.map((feature) =>
    keepsOut(
      [`src/${feature}/**`],
      others.filter((folder) => folder !== feature && folder !== 'pin'),
      'A feature never imports another feature.',
    ),
  ),
);
