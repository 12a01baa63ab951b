/**
 * Runs before the page has any element: from then on `browser` and `chrome` are this world's own. Later, an element such
 * as `<form id="browser">` would stand in their place, and no script of ours could reach the background.
 */
import { api } from '../../shared/platform';

void api.runtime.id;
