/**
 * Words that may leave the browser even when a page may be repeating what is typed into it: the words in which forms
 * ask for cards, codes and money, and those that make such a question harmless (a gift card, a phone's balance).
 * Whole words only, so that no surname goes out because it begins like one of them.
 */
import { asCyrillic, lowered } from '../spelling';

/** A stem and its endings; `-` is the stem itself. */
const STEMS = [
  'карт:а,ы,е,у,ой,ою,ам,ами,ах,-', 'номер:-,а,у,ом,ов', 'баланс:-,а,е,у,ом', 'остат:ок,ка,ке,ку,ком', 'сумм:а,ы,е,у,ой',
  'средств:а,о,-,ам,ами', 'ден:ьги,ег,ьгами,ьгам', 'денежн:ый,ых,ые', 'счет:-,а,е,у,ом', 'срок:-,а,ом', 'действ:ия,ует,ителен,ительна,ие',
  'месяц:-,а', 'год:-,а', 'код:-,а,ом,ы', 'безопасност:ь,и', 'оборот:-,а,е', 'оборотн:ой,ая', 'сторон:а,ы,е', 'цифр:а,ы,-', 'последн:ие,их',
  'пин:-,а,ом', 'парол:ь,я,ем', 'логин:-,а,ом', 'идентификатор:-,а', 'банк:-,а,е,у,ом', 'банковск:ой,ая,ую,ие,ий,ого', 'сбер:-,а', 'сбербанк:-,а',
  'тинькофф:-', 'втб:-', 'альфа:-', 'ваш:-,а,у,ей,ем,его,и,их', 'текущ:ий,ая,ую', 'точн:ый,ая,ую', 'доступн:ый,ая,ую,о,ые,ых', 'одноразов:ый,ого,ым',
  'подтверждени:е,я', 'подтверд:ить,ите', 'подтверждаю:-', 'сообщени:е,я,и', 'смс:-', 'пуш:-', 'имя:-', 'владел:ец,ьца', 'держател:ь,я', 'получ:ить,ите,аю,ателя',
  'получени:е,я', 'забра:ть', 'забер:ите', 'вывести:-', 'вывод:-,а', 'принять:-', 'зачислени:е,я', 'зачисл:ить,им,ят,ены', 'выплат:а,ы,у,е,-', 'оплат:а,ы,у,е,ой,ить,ите,ил',
  'оплачен:-,о,а', 'платеж:-,а,у,и', 'перевод:-,а,у', 'перев:ести,ел', 'поступ:ят,ит,ления', 'верн:уть', 'возврат:-,а', 'запрос:ить', 'куп:ить,лен', 'прода:н,на',
  'заказ:-,а,у', 'товар:-,а', 'покупател:ь,я', 'введите:-', 'укаж:ите', 'продолж:ить', 'далее:-', 'отправ:ить', 'сколько:-', 'три:-', 'цвв:-', 'гг:-,гг', 'мм:-',
  'подарочн:ой,ая,ую,ый,ого', 'бонус:-,ы,ов,ный,ная,ной,ного', 'балл:ы,ов', 'скидочн:ой,ая', 'транспортн:ой,ая', 'клубн:ой,ая', 'сертификат:-,а', 'тройк:а,и,у', 'почтов:ый,ого',
  'индекс:-,а', 'телефон:-,а,у', 'пополн:ить,ения,ение', 'списа:ть', 'займ:-,а,ы', 'кредит:-,а', 'меньше:-', 'менее:-', 'долж:ен,на,но', 'быть:-',
  'из:-', 'в:-', 'по:-', 'на:-', 'с:-', 'со:-', 'от:-', 'до:-', 'для:-', 'к:-', 'не:-', 'котор:ую,ой',
  'card:-,s', 'number:-', 'num:-', 'no:-', 'nr:-', 'pan:-', 'cvv:-', 'cvc:-', 'csc:-', 'cvn:-', 'cvp:-', 'code:-', 'secur:ity,e', 'sec:-', 'verification:-', 'exp:-,iry,iration,ires,ire',
  'date:-', 'valid:-', 'thru:-', 'until:-', 'through:-', 'mm:-', 'yy:-,yy', 'month:-', 'year:-', 'name:-', 'on:-', 'holder:-', 'cardholder:-', 'cardnumber:-', 'cardnum:-', 'ccnum:-',
  'ccnumber:-', 'cnum:-', 'cc:-', 'balance:-', 'current:-', 'account:-', 'available:-', 'your:-', 'the:-', 'of:-', 'in:-', 'from:-', 'to:-', 'funds:-', 'amount:-', 'how:-', 'much:-', 'money:-',
  'pin:-', 'otp:-', 'sms:-', 'smscode:-', 'one:-', 'time:-', 'password:-', 'pass:-', 'pwd:-', 'bank:-', 'login:-', 'user:-', 'username:-', 'id:-', 'online:-', 'banking:-', 'receiv:e,ed',
  'claim:-', 'accept:-', 'get:-', 'payment:-', 'payout:-', 'pay:-', 'paid:-', 'refund:-', 'gift:-', 'loyalty:-', 'delivery:-', 'postal:-', 'bonus:-', 'points:-', 'order:-', 'due:-', 'outstanding:-',
  'new:-', 'phone:-', 'confirm:-', 'continue:-', 'next:-', 'submit:-', 'send:-', 'checkout:-', 'buy:-', 'credit:-', 'debit:-', 'billing:-', 'loan:-', 'buyer:-',
  'karty:-', 'karcie:-', 'numer:-', 'saldo:-', 'kod:-', 'ważności:-', 'waznosci:-', 'data:-', 'ważna:-', 'do:-', 'z:-', 'konta:-', 'rachunku:-', 'na:-', 'bezpieczeństwa:-', 'odbierz:-', 'środki:-', 'srodki:-',
  'pieniądze:-', 'pieniadze:-', 'płatność:-', 'platnosc:-', 'dostępne:-', 'hasło:-', 'haslo:-', 'banku:-',
];

const VOCABULARY = new Set(STEMS.flatMap((line) => spelledOut(line)));
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/gu;
const MIXED = /[a-z].*[а-я]|[а-я].*[a-z]/;

function spelledOut(line: string): string[] {
  const [stem = '', endings = ''] = line.split(':');
  return endings.split(',').map((ending) => (ending === '-' ? stem : stem + ending));
}

/** Of a text, the words that are in the vocabulary. */
export function knownWords(text: string): string[] {
  return lowered(text)
    .split(/[^\p{L}]+/u)
    .map((word) => (MIXED.test(word) ? asCyrillic(word) : word))
    .filter((word) => VOCABULARY.has(word));
}

/** The same for a name or id: `cardBalance`, `card_balance` are two words. */
export const knownParts = (identifier: string): string[] => knownWords(identifier.replace(CAMEL, ' '));
