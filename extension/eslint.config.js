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

const NO_TYPING = [
  {
    selector: "CallExpression[callee.property.name='addEventListener'] > Literal[value=/^(key|paste|copy|cut|beforeinput)/]",
    message: 'Content scripts never listen to keys or the clipboard.',
  },
  {
    selector: "MemberExpression[property.name='textContent'][object.name=/control|input|field|textarea/]",
    message: 'The text of a control may be typed.',
  },
  {
    selector: "CallExpression:matches([callee.property.name=/^getAttribute/], [callee.name='attribute']) > Literal[value=/^value$/i]",
    message: 'Pages keep what is typed in the attribute too.',
  },
];

// A form and a document give their fields and images under their names, before their own properties.
const NODE_PROPERTIES = [
  'getAttribute', 'hasAttribute', 'querySelector', 'querySelectorAll', 'getElementById', 'getElementsByTagName', 'closest', 'matches', 'contains', 'getRootNode',
  'createTreeWalker', 'checkVisibility', 'parentElement', 'parentNode', 'children', 'childNodes', 'childElementCount', 'firstChild', 'firstElementChild', 'nextSibling',
  'nextElementSibling', 'previousSibling', 'previousElementSibling', 'nodeType', 'localName', 'shadowRoot', 'elements', 'action', 'method', 'labels', 'textContent',
  'documentElement', 'baseURI', 'referrer', 'requestSubmit',
];

const NO_CLOBBERING = [
  {
    selector: `MemberExpression[property.type='Identifier'][property.name=/^(${NODE_PROPERTIES.join('|')})$/]:not([object.property.name='prototype'])`,
    message: 'A page can put its own in this place: use dom.ts.',
  },
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
      'no-restricted-syntax': ['error', ...NO_TYPING],
    },
  },
  {
    files: ['src/content/form/**/*.ts'],
    ignores: ['src/content/form/dom.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_TYPING, ...NO_CLOBBERING] },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked, rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-console': 'off' } },
  { files: ['tests/**/*.ts'], rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
);
