// What a sell asks its user for: another card or the crypto back, or another refund address.

import { cardFrame } from './cardframe.js';
import { say } from './language.js';
import { refundField } from './payout.js';
import { account } from './progress.js';
import { button, confirm, form, h, left, message, moment, note, title } from './view.js';
import { oddities, problem, problemOf, standing } from './words.js';

export function actionStep(page) {
  const { sell } = page.session;
  const error = message();
  const clock = h('p', { class: 'clock' });
  const { title: head, text } = standing(sell);
  const isAddress = sell.user_action.kind === 'refund_address';

  async function give(details, complain = text => error.say(text)) {
    error.say('');
    try {
      page.take(await page.api.act('/payout_details', details));
    } catch (refused) {
      complain(problemOf(refused, 'refund_address') ?? problem(refused));
      if (refused.status === 409) await page.refresh();
    }
  }

  const asked = isAddress ? askAddress(page, give) : askCard(page, give);
  const element = h('section', {},
    h('div', { class: 'mark held', 'aria-hidden': 'true' }),
    title(isAddress ? say('phase.refund_failed') : head), h('p', {}, isAddress ? say('action.address') : text),
    ...oddities(sell).map(odd => note(odd)),
    clock, asked.element, error.element, account(sell) || '');
  const tick = () => {
    const { until } = page.session.sell.user_action ?? {};
    clock.hidden = !until;
    if (until) clock.textContent = say('action.time_left', { left: left(Date.parse(until) - page.api.now()), until: moment(until) });
  };
  tick();
  return { element, tick, leave: asked.leave };
}

function askCard(page, give) {
  const frame = cardFrame(page.cardPage, card => give({ card_token: card.token }));
  const { currency } = page.session;
  const back = button(say('action.back', { currency }), async () => {
    if (await confirm(say('action.back_question', { currency }), say('action.back_yes'))) await give({ refund: true });
  }, 'quiet');
  return { element: h('div', {}, h('h2', {}, say('action.card')), frame.element, back), leave: frame.leave };
}

function askAddress(page, give) {
  const address = refundField(page.session);
  const submit = button(say('action.send'), async () => {
    const wrong = address.check();
    address.complain(wrong);
    if (!wrong) await give({ refund_address: address.box.value.trim() }, text => address.complain(text));
  }, 'main', { type: 'submit' });
  return { element: form(submit, address.element) };
}
