import { beforeEach, describe, expect, it } from 'vitest';
import { Discretion } from '../src/content/form/discretion';
import { MAX_ASKS, Pace, structureOf } from '../src/content/form/pace';
import { knownWords } from '../src/content/form/vocabulary';
import { look } from './looking';
import { Random } from './random';

const SURNAMES = ['Картавцев', 'Пинчук', 'Банкин', 'Остатнов', 'Cardin', 'Pinsky', 'Балансов', 'Смсова', 'Иван'];

let discretion = new Discretion();
beforeEach(() => {
  discretion = new Discretion();
  document.title = 'Оплата заказа';
});

const sent = (): string => JSON.stringify(look(discretion).facts);

describe('what a page repeats of what is typed', () => {
  const PAGE = `<h1 id="heading">Оплата</h1><form><label id="label" for="n">Номер карты</label><input id="n" name="card_number">
    <label>Держатель карты <input name="holder"></label><p id="drawn">IVAN</p><button id="button">Оплатить</button></form>`;

  it.each(SURNAMES)('does not go out: %s', (name) => {
    document.body.innerHTML = PAGE;
    look(discretion);
    discretion.noteTyping();
    document.title = name;
    document.querySelector('#heading')!.textContent = `Здравствуйте, ${name}`;
    document.querySelector('#label')!.textContent = name;
    document.querySelector('#drawn')!.textContent = `Держатель карты: ${name} 737`;
    document.querySelector('#button')!.textContent = `Оплатить за ${name}`;
    document.querySelector('#n')!.setAttribute('name', name);
    document.querySelector('#n')!.setAttribute('placeholder', name);
    document.querySelector('#n')!.setAttribute('aria-label', name);
    document.querySelector('#n')!.setAttribute('autocomplete', name);
    document.querySelector('form')!.insertAdjacentHTML('beforeend', `<label>${name} <input name="${name}"></label>`);
    const said = sent();
    expect(said).not.toContain(name);
    expect(said).not.toContain('737');
    expect(said).toContain('Держатель карты');
  });

  it('is any text, also when nothing was looked at before', () => {
    const random = new Random(11);
    discretion.noteTyping();
    for (let round = 0; round < 60; round += 1) {
      const secret = random.text(7, 'абвгдежзийклмнопрст');
      document.body.innerHTML = `<form><label>${secret} карты <input name="card"></label><button>${secret}</button></form>`;
      expect(sent()).not.toContain(secret);
    }
  });

  it('leaves what the page said before as it was, without digits', () => {
    document.body.innerHTML = '<form><label>Номер карты Мир 16 цифр <input name="card"></label></form>';
    look(discretion);
    discretion.noteTyping();
    expect(look(discretion).facts.forms![0]!.fields![0]!.label).toBe('Номер карты Мир {n} цифр');
  });

  it('leaves the words of a field that appears afterwards', () => {
    document.body.innerHTML = PAGE;
    look(discretion);
    discretion.noteTyping();
    document.querySelector('form')!.insertAdjacentHTML('beforeend', '<label>Баланс карты <input name="cardBalance"></label>');
    expect(look(discretion).facts.forms![0]!.fields!.at(-1)).toMatchObject({ label: 'баланс карты', name: 'card_balance' });
  });

  it('keeps the words that make a question harmless', () => {
    expect(knownWords('Баланс подарочной карты')).toEqual(['баланс', 'подарочной', 'карты']);
  });
});

describe('text in an editor', () => {
  it.each(['true', 'TRUE', '', 'plaintext-only'])('is not read: contenteditable="%s"', (editable) => {
    document.body.innerHTML = `<form><label>Номер карты <input name="card"></label><div contenteditable="${editable}"><h2>бвгд</h2>бвгд</div></form>`;
    expect(sent()).not.toContain('бвгд');
  });

  it('is read for known words when the whole form stands in it', () => {
    document.body.innerHTML = '<div contenteditable><form><label>Номер бвгд карты <input></label></form></div>';
    expect(look(discretion).facts.forms![0]!.fields![0]!.label).toBe('номер карты');
  });
});

describe('questions of one document', () => {
  it('are limited, the later ones wait longer', () => {
    const pace = new Pace();
    const waits: number[] = [];
    for (let now = 0; waits.at(-1) !== Infinity; now += waits.at(-1)!) {
      waits.push(pace.wait([], false, now));
      pace.note([], now);
    }
    expect(waits).toHaveLength(MAX_ASKS + 1);
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    const later = waits.slice(6, -1);
    expect(later).toEqual([...later].sort((one, other) => one - other));
    expect(later[0]).toBeGreaterThan(0);
  });

  it('go on for a word that was never asked about', () => {
    const pace = new Pace();
    for (let asks = 0; asks < 50; asks += 1) pace.note(['карт'], 0);
    expect(pace.wait(['карт'], true, 1)).toBe(Infinity);
    expect(pace.wait(['карт', 'баланс'], false, 1)).toBe(0);
  });

  it('are the same while a countdown runs', () => {
    const page = (left: string): string => {
      document.body.innerHTML = `<h1>Осталось ${left}</h1><form><label>Номер карты <input name="card"></label><button>Оплатить ${left}</button></form>`;
      return structureOf(look().facts);
    };
    expect(page('09:59')).toBe(page('08:07'));
    expect(page('1')).toBe(page('12345'));
  });

  it('are others when the page promises something new', () => {
    const page = (heading: string): string => {
      document.body.innerHTML = `<h1>${heading}</h1><form><label>Номер карты <input name="card"></label></form>`;
      return structureOf(look().facts);
    };
    expect(page('Привет')).toBe(page('Пока'));
    expect(page('Привет')).not.toBe(page('Получить деньги'));
  });
});
