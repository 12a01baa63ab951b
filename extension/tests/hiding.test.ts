import { describe, expect, it, vi } from 'vitest';
import { MAX_EXAMINED, controlsIn, worthALook } from '../src/content/form/choose';
import { gateWords } from '../src/content/form/fold';
import { tidy } from '../src/shared/spelling';
import { claim } from '../src/content/form/own';
import { RootFinder, searchRoots } from '../src/content/form/roots';
import { look } from './looking';

const CARD = '<label>Номер карты <input name="card_number"></label><label>CVV <input name="cvv"></label>';
const names = (html: string): string[] => {
  document.body.innerHTML = html;
  return look().facts.forms!.flatMap((form) => form.fields!.map((field) => field.name!));
};
const visible = (html: string): boolean[] => {
  document.body.innerHTML = html;
  return look().facts.forms!.flatMap((form) => form.fields!.map((field) => field.visible!));
};

describe('a card form', () => {
  it.each([
    ['three larger forms', `${`<form>${'<input name="a">'.repeat(8)}</form>`.repeat(3)}<form>${CARD}</form>`],
    ['many empty fields in the same form', `<form>${'<input name="a">'.repeat(41)}${CARD}</form>`],
    ['more fields than are looked at', `<form>${'<input name="a">'.repeat(900)}${CARD}${'<input name="a">'.repeat(900)}</form>`],
    ['fields with endless labels', `<form>${`<label>${'слово '.repeat(300)}<input name="a"></label>`.repeat(60)}${CARD}</form>`],
  ])('is not pushed out by %s', (_, html) => {
    // What counts here is the order of the looks; a slow machine must not end them early.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    expect(names(html)).toEqual(expect.arrayContaining(['card_number', 'cvv']));
    clock.mockRestore();
  });

  it('without a word of its own is found by the focus', () => {
    document.body.innerHTML = `<form>${'<input name="a">'.repeat(900)}<input name="here">${'<input name="a">'.repeat(900)}</form>`;
    const here = document.querySelector('[name=here]');
    const all = controlsIn([document]);
    expect(worthALook(all, here)).toContain(here);
    expect(worthALook(all, null)).not.toContain(here);
    expect(worthALook(all, here)).toHaveLength(MAX_EXAMINED);
  });

  it.each(['closest', 'elements', 'action', 'method', 'requestSubmit'])(
    'may have a field named %s',
    (name) => {
      document.body.innerHTML = `<form action="https://other.example/" method="post"><input type="hidden" name="${name}">${CARD}</form>`;
      // As browsers do, and happy-dom only for some names.
      Object.defineProperty(document.querySelector('form'), name, { value: document.querySelector('input'), configurable: true });
      expect(look().facts.forms![0]).toMatchObject({ action_host: 'other.example', method: 'post', fields: [{ name: 'card_number' }, { name: 'cvv' }] });
    },
  );

  it('is asked about as far as it can be read', () => {
    document.body.innerHTML = `<h1>Получить деньги</h1><form>${CARD}</form>`;
    const unreadable = vi.spyOn(Element.prototype, 'hasAttribute').mockImplementation((name) => {
      if (name === 'pattern') throw new Error('unreadable');
      return false;
    });
    try {
      expect(look().facts).toMatchObject({ headings: ['Получить деньги'], forms: [{ fields: [{ tag: 'input' }, { tag: 'input' }] }] });
    } finally {
      unreadable.mockRestore();
    }
  });
});

describe('a field', () => {
  it('that cannot be filled in is not asked for', () => {
    expect(visible('<form><label>Баланс карты <input readonly></label><label>Карта <input disabled></label><input name="card"></form>')).toEqual([false, false, true]);
  });

  it('that is faint counts as hidden', () => {
    const faint = (field: string): boolean[] => visible(`<div style="opacity: 0.2"><div style="opacity: 0.3">${field}</div></div><input name="card">`);
    expect(faint('<input name="a">')).toEqual([false, true]);
    expect(faint('<input name="cvv" tabindex="-1">')).toEqual([false, true]);
  });
});

describe('a shadow root', () => {
  const attach = (host: Element): void => {
    host.attachShadow({ mode: 'open' }).innerHTML = CARD;
  };

  it.each(['blockquote', 'h1', 'h6', 'p', 'span', 'x-pay', 'sverka-badge', 'sverka-banner'])('is searched on <%s> with a child', (tag) => {
    document.body.innerHTML = `<${tag} id="host"><b>1</b></${tag}>`;
    attach(document.querySelector('#host')!);
    expect(searchRoots()).toHaveLength(2);
  });

  it('is not searched on what this extension made', () => {
    document.body.innerHTML = '<sverka-banner id="host"></sverka-banner>';
    claim(document.querySelector('#host')!);
    attach(document.querySelector('#host')!);
    expect(searchRoots()).toHaveLength(1);
  });

  it('is not crowded out by empty ones', () => {
    document.body.innerHTML = '<div></div>'.repeat(200);
    for (const host of document.querySelectorAll('div')) host.attachShadow({ mode: 'open' }).innerHTML = '<p>1</p>';
    document.body.append(Object.assign(document.createElement('div'), { id: 'last' }));
    attach(document.querySelector('#last')!);
    expect(searchRoots().slice(0, 2)).toContain(document.querySelector('#last')!.shadowRoot);
  });

  it('is found in later looks when one is too short', () => {
    document.body.innerHTML = `${'<i></i>'.repeat(3_000)}<div id="last"></div>`;
    attach(document.querySelector('#last')!);
    const finder = new RootFinder();
    let looks = 1;
    while (!finder.search(-1)) looks += 1;
    expect(looks).toBeGreaterThan(1);
    expect(finder.roots).toHaveLength(2);
  });

  it('is found at once by who is in it', () => {
    document.body.innerHTML = '<div id="last"></div>';
    attach(document.querySelector('#last')!);
    const finder = new RootFinder();
    expect(finder.reveal(document.querySelector('#last')!)).toBe(true);
    expect(finder.reveal(document.querySelector('#last')!)).toBe(false);
    expect(finder.roots).toHaveLength(2);
  });
});

describe('a document without a body', () => {
  it('is captured', () => {
    const root = document.documentElement;
    const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    picture.innerHTML = '<foreignObject></foreignObject>';
    const form = Object.assign(document.createElement('form'), { innerHTML: CARD });
    picture.querySelector('foreignObject')!.append(form);
    root.remove();
    document.append(picture);
    try {
      expect(document.body).toBeNull();
      expect(look().facts).toMatchObject({ page: { lang: '' }, forms: [{ fields: [{ name: 'card_number' }, { name: 'cvv' }] }] });
    } finally {
      picture.remove();
      document.append(root);
    }
  });
});

describe('spelling', () => {
  it.each(['Номер карты', 'нoмeр кaрты', 'Но\u200bмер ка\u00adрты', 'к а р т а', 'БАНКОВСКАЯ КАРТА', 'карта'])('does not matter: %s', (text) => {
    expect(gateWords(text)).toContain('карт');
  });

  it.each(['Имя', 'тип иномарки', 'Спасибо', 'street'])('finds nothing in %s', (text) => expect(gateWords(text)).toEqual([]));

  it('is looked at for the beginning of a text only', () => {
    const long = 'а'.repeat(2_000_000);
    expect(tidy(long, 480)).toHaveLength(480);
  });
});
