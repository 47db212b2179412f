// Where the money goes, and where the crypto goes if something is in the way.

import { cardFrame } from './cardframe.js';
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
        button('Use another card', () => { draft.card = null; drawCard(); }, 'link')]
      : [frame.element]));
  }

  const submit = button('Continue', () => {
    draft.refundAddress = refund.box.value.trim();
    refund.complain(refund.check());
    cardError.say(draft.card ? '' : 'Give a card first.');
    draft.isPayoutGiven = Boolean(draft.card) && !refund.check();
    page.show();
  }, 'main', { type: 'submit' });

  drawCard();
  const element = h('section', {}, title('Where should the money go?'),
    form(submit,
      h('h2', {}, 'Your card'),
      h('p', {}, `The card that gets your ${session.fiat_currency}. Its number goes to the card provider and never reaches us.`),
      place, cardError.element, refund.element),
    !page.fixedAmount() && button('Change the amount', () => { draft.amount = null; page.show(); }, 'link'));
  if (page.remark?.field === 'card') cardError.say(page.remark.text);
  if (page.remark?.field === 'refund') refund.complain(page.remark.text);
  return { element, leave: frame.leave };
}

/** Asks for a refund address, and knows what one looks like; its checksum is the server's to check. */
export function refundField({ network: name, currency }) {
  const known = NETWORKS[name];
  const input = field({
    id: 'refund_address', label: 'Refund address', autocomplete: 'off', placeholder: known ? `${known.begins}…` : '', class: 'mono',
    hint: `An address of your own wallet on ${network(name)}. If the sale cannot go on, or you send too much or too late, your ${currency} go back there, and never to the sender by default: that may be an exchange.`,
  });
  input.check = () => {
    const text = input.box.value.trim();
    if (!text) return 'Give an address of your own wallet.';
    return known && !known.pattern.test(text) ? `This does not look like an address on ${known.name}. It begins with ${known.begins}.` : null;
  };
  return input;
}
