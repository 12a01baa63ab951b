import tseslint from 'typescript-eslint';

// What a person types must have no way into content scripts; each line is one way in.
const TYPED = [
  ['value', 'Content scripts never read what is typed.'],
  ['valueAsNumber', 'Content scripts never read what is typed.'],
  ['valueAsDate', 'Content scripts never read what is typed.'],
  ['selectedOptions', 'Content scripts never read what is chosen.'],
  ['selectedIndex', 'Content scripts never read what is chosen.'],
  ['checked', 'Content scripts never read what is chosen.'],
  ['innerText', 'Walk text nodes instead, and leave typed ones out.'],
  ['files', 'Content scripts never read what is chosen.'],
  ['key', 'Content scripts never read keys.'],
  ['clipboardData', 'Content scripts never read the clipboard.'],
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/generated/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.mjs', '*.ts'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      // Answers of storage and of the network are unknown until looked at; the casts stand beside the looks.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
  {
    files: ['src/content/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...TYPED.map(([property, message]) => ({ property, message }))],
      'no-restricted-globals': [
        'error',
        { name: 'FormData', message: 'Content scripts never read what is typed.' },
        { name: 'fetch', message: 'Only the background talks to the server.' },
        { name: 'XMLHttpRequest', message: 'Only the background talks to the server.' },
        { name: 'getSelection', message: 'Content scripts never read what is typed.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='addEventListener'] > Literal[value=/^(key|paste|copy|cut|beforeinput)/]",
          message: 'Content scripts never listen to keys or the clipboard.',
        },
        {
          selector: "MemberExpression[property.name='textContent'][object.name=/control|input|field|textarea/]",
          message: 'The text of a control may be typed.',
        },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked, rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-console': 'off' } },
  { files: ['tests/**/*.ts'], rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
