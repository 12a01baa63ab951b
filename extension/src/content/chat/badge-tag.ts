/** The badge's element name: a public mark, see README.md. */
export const BADGE_TAG = 'sverka-badge';
