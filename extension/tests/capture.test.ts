import { describe, expect, it } from 'vitest';
import { Discretion } from '../src/content/form/discretion';
import { look } from './looking';
import { Random } from './random';

const facts = (html: string) => {
  document.body.innerHTML = html;
  return look().facts;
};
const gate = (html: string): boolean => {
  document.body.innerHTML = html;
  return look().open;
};

describe('gate', () => {
  it.each([
    '<input autocomplete="cc-number">',
    '<input autocomplete="one-time-code">',
    '<label>Номер карты <input></label>',
    '<input placeholder="0000 0000 0000 0000">',
    '<input type="tel" maxlength="19">',
    '<input type="password" maxlength="3">',
    '<input maxlength="4"><input maxlength="4"><input maxlength="4"><input maxlength="4">',
    '<input name="card_current_balance">',
    '<table><tr><td>Баланс</td><td><input></td></tr></table>',
    '<div contenteditable="true" aria-label="CVV"></div>',
    '<div contenteditable="plaintext-only" aria-label="CVV"></div>',
    '<div contenteditable="TRUE" aria-label="CVV"></div>',
    '<input type="search" name="card">',
    '<p>Номер карты</p><input type="search" name="a"><input type="search" name="b">',
    '<label>Н<b></b>омер к<b></b>арты <input></label>',
    '<label>Номер кaрты <input></label>',
    '<label>Но\u200bмер ка\u200bрты <input></label>',
    '<label>Н о м е р  к а р т ы <input></label>',
    '<label>ＣＶＶ <input></label>',
    '<h1>П<i></i>олучить ден<i></i>ьги</h1><input name="a">',
  ])('opens for %s', (html) => expect(gate(html)).toBe(true));

  it('opens for words near an ordinary input', () => expect(gate('<h1>Получить деньги</h1><input name="a">')).toBe(true));

  it.each(['<p>карта cvv баланс</p>', '<form><div><input type="search" name="q"></div></form><p>карта покупателя</p>', '<input type="hidden" name="card">', '<input name="q"><label>Имя <input name="fio"></label>'])(
    'stays shut for %s',
    (html) => expect(gate(html)).toBe(false),
  );
});

describe('capture', () => {
  it('describes fields in order, with the label nearest to them', () => {
    const { forms } = facts(`<form method="post" action="https://other.example/pay?x=1">
      <label for="n">Номер карты</label><input id="n" name="card_number" maxlength="19" inputmode="numeric" required>
      <span id="l">Остаток</span><input aria-labelledby="l" name="bal">
      <table><tr><td>CVV</td><td><input type="password" name="c"></td></tr></table>
      <select name="m" aria-label="Месяц"><option>1</option><option>2</option></select>
      <button>Получить деньги</button></form>`);
    expect(forms).toHaveLength(1);
    const [form] = forms!;
    expect(form).toMatchObject({ action_host: 'other.example', method: 'post', buttons: ['Получить деньги'] });
    expect(form!.fields!.map((field) => field.label)).toEqual(['Номер карты', 'Остаток', 'CVV', '']);
    expect(form!.fields![0]).toMatchObject({ name: 'card_number', maxlength: 19, inputmode: 'numeric', required: true });
    expect(form!.fields![3]).toMatchObject({ tag: 'select', aria: 'Месяц', options: 2 });
  });

  it('makes one form of the fields outside any form', () => {
    const { forms } = facts('<div><input name="card"></div><div><input name="cvv"></div>');
    expect(forms).toHaveLength(1);
    expect(forms![0]!.fields).toHaveLength(2);
  });

  it('looks into shadow roots', () => {
    document.body.innerHTML = '<x-pay></x-pay>';
    document.querySelector('x-pay')!.attachShadow({ mode: 'open' }).innerHTML = '<label>Баланс <input name="b"></label>';
    expect(look().facts.forms![0]!.fields![0]!.label).toBe('Баланс');
  });

  it('holds nothing of what was typed or chosen, whatever it is', () => {
    const random = new Random(7);
    for (let round = 0; round < 40; round += 1) {
      const secret = `${random.text(6, 'бвгджз')}${random.text(9, '0123456789')}`;
      document.body.innerHTML = `<form><h1>Оплата</h1><input name="card" placeholder="Карта"><input type="password" name="cvv">
        <textarea name="t"></textarea><select name="s"><option>1</option><option>${secret}</option></select>
        <div contenteditable="true"></div><p id="mirror">Держатель</p><button>Далее</button></form>`;
      for (const input of document.querySelectorAll('input')) input.value = secret;
      document.querySelector('textarea')!.value = secret;
      document.querySelector('textarea')!.append(secret);
      document.querySelector('select')!.selectedIndex = 1;
      document.querySelector('[contenteditable]')!.textContent = secret;
      // A page that draws the card with the holder's name and digits as they are typed.
      document.querySelector('#mirror')!.textContent = `${secret} 737`;
      const discretion = new Discretion();
      discretion.noteTyping();
      const sent = JSON.stringify(look(discretion).facts);
      expect(sent).not.toContain(secret);
      expect(sent).not.toContain('737');
    }
  });

  it('keeps within its limits on a page without end', () => {
    const field = (index: number): string => `<label>${'Очень длинная подпись карты '.repeat(20)}<input name="f${'x'.repeat(index)}"></label>`;
    const form = `<form>${Array.from({ length: 90 }, (_, index) => field(index)).join('')}${'<button>Кнопка</button>'.repeat(30)}</form>`;
    const captured = facts(`${'<h2>Заголовок о карте</h2>'.repeat(40)}${form.repeat(5)}<p>${'слово карта '.repeat(2_000)}</p>`);
    expect(new TextEncoder().encode(JSON.stringify(captured)).length).toBeLessThanOrEqual(8_192);
    expect(captured.forms!.length).toBeLessThanOrEqual(3);
  });
});
