/** A warning whose reason is known no longer: after a restart, an update, or a day. The server is asked again. */
import { hostKey } from '../../shared/address';
import { send, type Blocked } from '../../shared/messages';
import { shownReasons } from '../../shared/rules';
import type { StoredVerdict } from '../../shared/verdict';
import { LEVEL_WORDS, sourceWords } from '../level-words';
import { byId, type Words } from '../text';

type Outcome = StoredVerdict | 'none' | 'asking' | 'unavailable' | 'needless';

export class Stale {
  readonly #words: () => Words;
  #outcome: Outcome = 'none';

  constructor(words: () => Words) {
    this.#words = words;
  }

  draw(url: URL): void {
    const { t } = this.#words();
    const outcome = this.#outcome;
    byId('nothing-title').textContent = t('staleTitle');
    byId('nothing-text').textContent = t('staleText');
    byId('stale-host').textContent = hostKey(url.hostname);
    byId('stale-address').hidden = false;
    // There is no way on without a check by the server, unless there is nothing to check.
    const checked = typeof outcome === 'object' ? !outcome.unavailable : outcome === 'needless';
    byId('recheck').hidden = checked;
    byId<HTMLButtonElement>('recheck').disabled = outcome === 'asking';
    byId('open').hidden = !checked;
    byId('recheck-result').textContent = this.#result();
    byId('nothing').hidden = false;
  }

  #result(): string {
    const { t, language } = this.#words();
    if (typeof this.#outcome === 'object') {
      const [reason] = shownReasons(this.#outcome, language);
      const why = reason?.text ?? (this.#outcome.unavailable ? '' : t('noReasonsUnknown'));
      const words = [`${t(LEVEL_WORDS[this.#outcome.level])}.`, why, sourceWords(this.#outcome, t)];
      return words.filter((part) => part !== '').join(' ');
    }
    if (this.#outcome === 'asking') return t('popupChecking');
    if (this.#outcome === 'needless') return t('staleNeedless');
    return this.#outcome === 'unavailable' ? t('unavailable') : '';
  }

  /** Wire the buttons; `found` is called when the server finds the address dangerous again. */
  wire(url: URL, found: (blocked: Blocked) => void): void {
    byId('open').addEventListener('click', () => location.replace(url.href));
    byId('recheck').addEventListener('click', () => void this.#check(url, found));
  }

  async #check(url: URL, found: (blocked: Blocked) => void): Promise<void> {
    this.#outcome = 'asking';
    this.draw(url);
    const outcome = await send('warning/recheck', { url: url.href }).then(
      (verdict) => verdict ?? 'needless',
      () => 'unavailable' as const,
    );
    this.#outcome = outcome;
    if (typeof outcome === 'object' && outcome.level === 'danger') found({ verdict: outcome, framedIn: '', onward: url.href, stepsBack: 1 });
    else this.draw(url);
  }
}
