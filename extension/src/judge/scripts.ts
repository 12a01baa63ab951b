/** Signals of foreign letters in a host: what browsers refuse to show as it is written, as signals/scripts.py. */
import { latin } from './confusables';
import { characters, isAlphabetic, isAscii } from './letters';
import { once } from './once';
import type { Params, View } from './view';

/** Unicode's scripts, those of most hosts first. Python groups letters by the first word of their names, and so is done here. */
const SCRIPTS =
  'Latin Cyrillic Greek Han Hiragana Katakana Hangul Arabic Hebrew Thai Devanagari Armenian Georgian Bengali Tamil Adlam Ahom ' +
  'Anatolian_Hieroglyphs Avestan Balinese Bamum Bassa_Vah Batak Bhaiksuki Bopomofo Brahmi Buginese Buhid Canadian_Aboriginal Carian ' +
  'Caucasian_Albanian Chakma Cham Cherokee Chorasmian Coptic Cuneiform Cypriot Cypro_Minoan Deseret Dives_Akuru Dogra Duployan ' +
  'Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Glagolitic Gothic Grantha Gujarati Gunjala_Gondi Gurmukhi Hanifi_Rohingya Hanunoo ' +
  'Hatran Imperial_Aramaic Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Kayah_Li Kharoshthi ' +
  'Khitan_Small_Script Khmer Khojki Khudawadi Lao Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic ' +
  'Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian ' +
  'Mro Multani Myanmar Nabataean Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Old_Hungarian Old_Italic ' +
  'Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong ' +
  'Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian ' +
  'Sora_Sompeng Soyombo Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tangsa Tangut Telugu Thaana ' +
  'Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square';

/** Letters whose names begin otherwise than their script. */
const NAMED_APART: readonly (readonly [string, RegExp])[] = [
  ['turned', /^\u214e$/],
  ['ideographic', /^\u3006$/],
  ['masu', /^\u303c$/],
  ['hentaigana', /^[\u{1b002}-\u{1b11e}]$/u],
  ['unnamed', /^[\u{17000}-\u{187f7}\u{18d00}-\u{18d08}]$/u],
];
/** Scripts that honest labels mix with each other and with Latin letters. */
const EAST_ASIAN: ReadonlySet<string> = new Set(['Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo']);
const MODIFIER = /^\p{Lm}$/u;
/** Latin letters beyond ASCII that languages are written in; other blocks are phonetic signs. */
const WRITTEN_LATIN = /^[\u0080-\u024f\u1e00-\u1eff]$/;
/** Letters of other scripts that stand for a Latin letter without any difference to the eye. */
const TWINS: ReadonlySet<string> = new Set('асԁеһіјӏорԛѕԝхуѵгпьαιοпυνρօսռ');

const scriptTests = once(() =>
  SCRIPTS.split(' ').map((script) => ({ name: script.replace(/_.*/, ''), test: new RegExp(`^\\p{Script=${script}}$`, 'u') })),
);

/** A label mixes letters of scripts that nobody mixes, or puts phonetic signs for letters. */
export function mixedScripts({ address }: View): Params | null {
  for (const label of address.hostUnicode.split(/[.-]/)) {
    const letters = characters(label).filter(isAlphabetic);
    const foreign = letters.filter((letter) => !isAscii(letter));
    if (foreign.length === 0) continue;
    const scripts = new Set(letters.filter((letter) => !MODIFIER.test(letter)).map(scriptOf));
    const apart = [...scripts].filter((script) => !EAST_ASIAN.has(script));
    if (apart.length > 1 || foreign.some(isPhonetic)) return { host: address.hostUnicode, label };
  }
  return null;
}

/** A whole label of another script reads like a Latin one, under an ending in Latin letters. */
export function readsAsLatin({ address }: View): Params | null {
  if (address.suffix.includes('xn--')) return null;
  for (const label of address.hostUnicode.split('.')) {
    const letters = characters(label).filter(isAlphabetic);
    if (letters.length > 0 && letters.every((letter) => TWINS.has(letter))) return { host: address.hostUnicode, label, reads: latin(label) };
  }
  return null;
}

const scriptOf = (letter: string): string =>
  (NAMED_APART.find(([, test]) => test.test(letter)) ?? [scriptTests().find(({ test }) => test.test(letter))?.name ?? 'Common'])[0];

const isPhonetic = (letter: string): boolean => scriptOf(letter) === 'Latin' && !MODIFIER.test(letter) && !WRITTEN_LATIN.test(letter) && isAscii(latin(letter));
