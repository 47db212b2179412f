// Where the money goes, and where the crypto goes if something is in the way.

import { cardFrame } from './cardframe.js';
import { say } from './language.js';
import { button, field, form, h, message, title } from './view.js';
import { card, network, NETWORKS } from './words.js';

export function payoutStep(page) {
  const { draft, session } = page;
  const cardError = message();
  const place = h('div', { class: 'card-place' });
  const frame = cardFrame(page.cardPage, given => {
    draft.card = given;
    cardError.say('');
    drawCard();
  });
  const refund = refundField(session);
  refund.box.value = draft.refundAddress;

  function drawCard() {
    place.replaceChildren(...(draft.card
      ? [h('p', { class: 'chosen', role: 'status' }, card(draft.card)),
        button(say('payout.card_other'), () => { draft.card = null; drawCard(); }, 'link')]
      : [frame.element]));
  }

  const submit = button(say('page.continue'), () => {
    draft.refundAddress = refund.box.value.trim();
    refund.complain(refund.check());
    cardError.say(draft.card ? '' : say('payout.card_missing'));
    draft.isPayoutGiven = Boolean(draft.card) && !refund.check();
    page.show();
  }, 'main', { type: 'submit' });

  drawCard();
  const element = h('section', {}, title(say('payout.title')),
    form(submit,
      h('h2', {}, say('payout.card')),
      h('p', {}, say('payout.card_hint', { currency: session.fiat_currency })),
      place, cardError.element, refund.element),
    !page.fixedAmount() && button(say('amount.change'), () => { draft.amount = null; page.show(); }, 'link'));
  if (page.remark?.field === 'card') cardError.say(page.remark.text);
  if (page.remark?.field === 'refund') refund.complain(page.remark.text);
  return { element, leave: frame.leave };
}

/** Asks for a refund address, and knows what one looks like; its checksum is the server's to check. */
export function refundField({ network: name, currency }) {
  const known = NETWORKS[name];
  const input = field({
    id: 'refund_address', label: say('payout.refund'), autocomplete: 'off', placeholder: known ? `${known.begins}…` : '', class: 'mono',
    hint: say('payout.refund_hint', { network: network(name), currency }),
  });
  input.check = () => {
    const text = input.box.value.trim();
    if (!text) return say('payout.refund_missing');
    return known && !known.pattern.test(text) ? say('payout.refund_wrong', { network: known.name, begins: known.begins }) : null;
  };
  return input;
}
