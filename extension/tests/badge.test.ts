import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeBadge, shownLevel } from '../src/content/chat/badge';
import { Scanner } from '../src/content/chat/scanner';
import { showVerdicts, Spots, type LinkNode } from '../src/content/chat/spots';
import { speech } from '../src/content/chat/words';
import { shownVerdict } from './verdicts';

const rootOf = (badge: HTMLElement, open: () => HTMLElement = () => badge): ShadowRoot => {
  let root: ShadowRoot | undefined;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its element below
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    root = attach.call(this, init);
    return root;
  });
  open();
  return root!;
};

afterEach(() => vi.restoreAllMocks());

describe('badge', () => {
  it('is a closed element with a level and a button in words', () => {
    const words = speech('ru');
    let badge = document.createElement('i');
    const root = rootOf(badge, () => (badge = makeBadge({ verdict: shownVerdict('danger'), shownHost: '' }, words)));
    expect(badge.localName).toBe('sverka-badge');
    expect(badge.dataset['level']).toBe('danger');
    expect(badge.shadowRoot).toBeNull();
    const button = root.querySelector('button')!;
    expect(button.textContent).toBe('Опасная ссылка: trap.example, показать причины');
    expect(button.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    expect(root.querySelector('[role=dialog]')?.textContent).toContain('Чужое имя');
  });

  it('speaks English when the options say so, and never says "safe"', () => {
    const words = speech('en');
    const texts = (['danger', 'caution', 'clear', 'unknown', 'official'] as const).map((level) => {
      const root = rootOf(document.body, () => makeBadge({ verdict: { ...shownVerdict(level), reasons: [] }, shownHost: '' }, words));
      vi.restoreAllMocks();
      return root.textContent;
    });
    expect(texts[2]).toContain('No risk found');
    expect(texts.join(' ')).not.toMatch(/\bsafe\b|безопасн/i);
  });

  it('says whose an official site is', () => {
    const words = speech('ru');
    const verdict = { ...shownVerdict('official', 'www.cdek.ru'), reasons: [], owner: 'СДЭК' };
    const root = rootOf(document.body, () => makeBadge({ verdict, shownHost: '' }, words));
    expect(root.querySelector('h2')?.textContent).toBe('Официальный сайт: СДЭК');
    expect(root.querySelector('[role=dialog]')?.textContent).toContain('Адрес принадлежит: СДЭК.');
  });

  it.each([
    ['danger', 'Опасная ссылка (проверен только адрес)'],
    ['caution', 'Осторожно (проверен только адрес)'],
    ['official', 'Официальный сайт (проверен только адрес)'],
    ['unknown', 'Не проверено'],
  ] as const)('says that only the address was checked: %s', (level, label) => {
    const verdict = { ...shownVerdict(level), unavailable: true, local: true, ...(level === 'unknown' ? { reasons: [] } : {}) };
    const root = rootOf(document.body, () => makeBadge({ verdict, shownHost: '' }, speech('ru')));
    expect(root.querySelector('button')?.textContent).toBe(`${label}: trap.example, показать причины`);
    const card = root.querySelector('[role=dialog]')?.textContent ?? '';
    expect(card).toContain('Нет ответа');
    expect(card).toContain('без страницы и возраста домена');
    expect(card.includes('Чужое имя')).toBe(level !== 'unknown');
  });

  it('is never milder than caution when the text lies about the target', () => {
    expect(shownLevel({ verdict: shownVerdict('clear'), shownHost: 'avito.ru' })).toBe('caution');
    expect(shownLevel({ verdict: shownVerdict('danger'), shownHost: 'avito.ru' })).toBe('danger');
    expect(shownLevel({ verdict: shownVerdict('clear'), shownHost: '' })).toBe('clear');
  });
});

describe('spots', () => {
  const read = (html: string, node: () => LinkNode) => {
    document.body.innerHTML = html;
    const spots = new Spots();
    return { spots, node: node(), spot: spots.read(node(), 'avito.ru') };
  };
  const anchor = (): HTMLAnchorElement => document.querySelector('a')!;
  const badges = (): string[] => [...document.querySelectorAll<HTMLElement>('sverka-badge')].map((badge) => badge.dataset['level']!);

  it('put the badge after the link and take it away when the link changes', () => {
    const { spots, spot } = read('<p><a href="https://trap.example/">x</a> после</p>', anchor);
    showVerdicts(spot!, [shownVerdict('danger')]);
    expect(anchor().nextElementSibling?.localName).toBe('sverka-badge');
    anchor().href = 'https://www.cdek.ru/';
    const changed = spots.read(anchor(), 'avito.ru');
    expect(badges()).toEqual([]);
    showVerdicts(changed!, [shownVerdict('official')]);
    expect(badges()).toEqual(['official']);
  });

  it('leave a badge alone that stands already, and change what it says in place', () => {
    const { spot } = read('<p><a href="https://trap.example/">x</a></p>', anchor);
    const root = rootOf(document.body, () => {
      showVerdicts(spot!, [shownVerdict('caution')]);
      return document.body;
    });
    const badge = document.querySelector<HTMLElement>('sverka-badge')!;
    const close = root.querySelector<HTMLElement>('.close')!;
    const news = root.querySelector('[aria-live=polite]')!;
    const [heading, button] = [root.querySelector('h2')!, root.querySelector('button')!];
    let detached = 0;
    const observer = new MutationObserver((records) => (detached += records.filter(({ removedNodes }) => removedNodes.length > 0).length));
    observer.observe(document.body, { childList: true, subtree: true });

    showVerdicts(spot!, [shownVerdict('caution')]);
    expect(root.querySelector('h2')).toBe(heading);
    expect(news.textContent).toBe('');

    showVerdicts(spot!, [shownVerdict('danger')]);
    expect(document.querySelector('sverka-badge')).toBe(badge);
    expect([root.querySelector('.close'), root.querySelector('button')]).toEqual([close, button]);
    expect(badge.dataset['level']).toBe('danger');
    expect(root.querySelector('h2')!.textContent).toBe('Опасная ссылка');
    expect(root.querySelectorAll('h2')).toHaveLength(1);
    expect(news.textContent).toBe('Опасная ссылка: trap.example');
    expect(observer.takeRecords().length + detached).toBe(0);
  });

  it('heal three times and then give in', () => {
    const { spots, spot, node } = read('<p><a href="https://trap.example/">x</a></p>', anchor);
    showVerdicts(spot!, [shownVerdict('danger')]);
    for (let round = 0; round < 3; round += 1) {
      document.querySelector('sverka-badge')!.remove();
      spots.heal(node);
      expect(badges()).toEqual(['danger']);
    }
    document.querySelector('sverka-badge')!.remove();
    spots.heal(node);
    expect(badges()).toEqual([]);
  });

  it('drop the badge of a link that has gone', () => {
    const { spots, spot, node } = read('<p><a href="https://trap.example/">x</a></p>', anchor);
    showVerdicts(spot!, [shownVerdict('danger')]);
    anchor().remove();
    spots.heal(node);
    expect(badges()).toEqual([]);
  });

  it('stand after the text of bare links, in their order, without those that are no addresses', () => {
    const { spot } = read('<p>one.example two.example node.js</p>', () => document.querySelector('p')!.firstChild as Text);
    showVerdicts(spot!, [shownVerdict('danger'), shownVerdict('clear'), null]);
    expect(badges()).toEqual(['danger', 'clear']);
    expect(document.querySelector('p')!.firstChild).toBeInstanceOf(Text);
  });
});

describe('scanner', () => {
  it('finds links and texts in turns, and leaves the composer alone', () => {
    document.body.innerHTML = `${'<p>текст</p>'.repeat(500)}<a href="https://trap.example/">x</a><p>bare.example</p>
      <textarea>typed.example</textarea><div contenteditable="true"><a href="https://draft.example/">d</a>draft.example</div>`;
    const found: LinkNode[] = [];
    const scanner = new Scanner('youla.ru', { knows: () => false, found: (node) => found.push(node) });
    scanner.add(document.body);
    let clock = 0;
    let turns = 0;
    while (!scanner.idle) {
      scanner.turn(() => (clock += 2));
      turns += 1;
    }
    expect(turns).toBeGreaterThan(1);
    const texts = found.filter((node) => node instanceof Text).map((node) => (node).data);
    expect(texts).toEqual(['bare.example']);
    expect(found.filter((node) => node instanceof HTMLAnchorElement).map((node) => (node).hostname)).toContain('trap.example');
  });
});
