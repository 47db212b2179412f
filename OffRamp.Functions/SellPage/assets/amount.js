// How much: either side can be typed, the other follows at the current rate.

import { feeOf, isAmbiguous, meanings, money, readAmount, short, typed as asTyped } from './amounts.js';
import { say } from './language.js';
import { button, facts, field, form, h, message, title } from './view.js';
import { network, problem, problemOf } from './words.js';

const PAUSE = 400;

export function amountStep(page) {
  const { currency, fiat_currency: fiat } = page.session;
  const crypto = side('crypto_amount', say('amount.send', { currency }));
  const paid = side('fiat_amount', say('amount.receive', { currency: fiat }));
  const terms = h('div', { class: 'terms', role: 'status' });
  const error = message();
  let wish = page.draft.typed ?? null;
  let asked = 0;
  let timer;

  function side(name, label) {
    const input = field({ id: name, label, inputmode: 'decimal', autocomplete: 'off', placeholder: asTyped('0.00') });
    input.box.addEventListener('input', () => {
      wish = { name, text: input.box.value };
      clearTimeout(timer);
      timer = setTimeout(() => estimate(), PAUSE);
    });
    return Object.assign(input, { name });
  }

  const typed = () => wish?.name === 'fiat_amount' ? [paid, crypto] : [crypto, paid];

  // Resolves to whether there is a price for what was typed last.
  async function estimate(insists = false) {
    clearTimeout(timer);
    const [mine, other] = typed();
    const amount = readAmount(mine.box.value);
    const turn = ++asked;
    error.say('');
    if (!amount) {
      terms.replaceChildren();
      other.box.value = '';
      mine.complain(insists || mine.box.value.trim() ? whyNot(mine.box.value) : null);
      return false;
    }
    try {
      const quote = await page.api.act('/quote', { [mine.name]: amount });
      if (turn !== asked) return false;
      crypto.complain(null);
      paid.complain(null);
      other.box.value = asTyped(other === paid ? quote.fiat_amount : short(quote.crypto_amount));
      terms.replaceChildren(termsOf(quote));
      page.draft.typed = { name: mine.name, text: amount };
      return true;
    } catch (refused) {
      if (turn !== asked) return false;
      terms.replaceChildren();
      const wrong = problemOf(refused, mine.name);
      if (wrong) mine.complain(wrong);
      else error.say(problem(refused));
      return false;
    }
  }

  const submit = button(say('page.continue'), async () => {
    if (!await estimate(true)) return;
    page.draft.amount = { [page.draft.typed.name]: page.draft.typed.text };
    page.show();
  }, 'main', { type: 'submit' });
  const element = h('section', {}, title(say('amount.title')),
    page.remark && h('p', { class: 'error', role: 'alert' }, page.remark.text),
    form(submit, crypto.element, paid.element, terms, error.element),
    h('p', { class: 'hint' }, say('amount.hint', { currency, fiat, network: network(page.session.network) })));
  if (wish) {
    typed()[0].box.value = asTyped(wish.text);
    estimate();
  }
  return { element, leave: () => clearTimeout(timer) };
}

function whyNot(text) {
  return isAmbiguous(text)
    ? say('amount.ambiguous', { typed: text.trim(), ...meanings(text) })
    : say('amount.unclear', { decimal: asTyped('99.50') });
}

/** Rate and fee of a quote, for people. */
export function termsOf(quote) {
  const { value, fee } = feeOf(quote);
  return facts([
    [say('terms.send'), money(short(quote.crypto_amount), quote.asset)],
    [say('terms.rate'), `1 ${quote.asset} = ${money(short(quote.rate), quote.fiat_currency)}`],
    [say('terms.value'), money(value, quote.fiat_currency)],
    [say('terms.fee'), `− ${money(fee, quote.fiat_currency)}`],
    [say('terms.receive'), money(quote.fiat_amount, quote.fiat_currency), 'total'],
  ]);
}
