/** Verdicts for tests. */
import type { Level } from '../src/shared/api-types';
import type { ShownVerdict } from '../src/shared/messages';
import type { StoredVerdict } from '../src/shared/verdict';

export const storedVerdict = (host: string, level: Level = 'danger', at = Date.now()): StoredVerdict => ({
  level,
  host,
  hostUnicode: host,
  registrableDomain: host,
  brandId: 'yula',
  reasons: [{ id: 'unheard.of', severity: 'high', title: 'Чужое имя', text: 'Адрес чужой.', params: {} }],
  advice: 'Закройте страницу.',
  at,
  unavailable: false,
  local: false,
  openAge: null,
  again: false,
});

export const shownVerdict = (level: Level, host = 'trap.example'): ShownVerdict => ({
  level,
  host,
  hostUnicode: host,
  reasons: [{ id: 'unheard.of', severity: 'high', title: 'Чужое имя', text: 'Адрес чужой.' }],
  advice: '',
  unavailable: false,
  local: false,
  awaitsAge: false,
  owner: '',
  language: 'ru',
});
