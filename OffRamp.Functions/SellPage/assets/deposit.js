// Where to send what, until when. The one page on which a mistake costs money: so it says little, and that exactly.

import { isPositive, money, short, typed } from './amounts.js';
import { say } from './language.js';
import { qr } from './qr.js';
import { button, copyable, h, left, message, moment, note, title } from './view.js';
import { network, oddities, problem } from './words.js';

export function depositStep(page) {
  const element = h('section');
  const clock = h('p', { class: 'clock' });
  const error = message();
  const answer = h('p', { class: 'note', role: 'status', hidden: true });
  let drawn = '';

  function draw() {
    const { sell } = page.session;
    const state = `${sell.amount_due} ${sell.deposit.deadline} ${sell.deposits.length} ${sell.labels}`;
    if (state === drawn) return;
    drawn = state;
    element.replaceChildren(...whole(sell));
    tick();
  }

  function whole(sell) {
    const due = money(short(sell.amount_due), sell.currency);
    const hasSome = isPositive(sell.received_amount) || sell.deposits.some(deposit => deposit.status === 'seen');
    // The link asks for the whole amount; the rest is sent by hand.
    const uri = hasSome ? sell.deposit.address : sell.deposit.uri;
    return [
      title(say(hasSome ? 'deposit.rest' : 'deposit.title', { amount: due })),
      ...oddities(sell).map(text => note(text)),
      h('p', { class: 'note warning' }, h('strong', {}, say('deposit.only', { currency: sell.currency, network: network(sell.network) })), ` ${say('deposit.lost')}`),
      h('div', { class: 'send' },
        h('div', { class: 'where' },
          copyable(say('deposit.amount'), short(sell.amount_due), {}, typed(short(sell.amount_due))),
          copyable(say('deposit.address'), sell.deposit.address, { class: 'mono', id: 'deposit-address' }),
          sell.deposit.memo && copyable(say('deposit.memo'), sell.deposit.memo, { class: 'mono' })),
        h('figure', {}, qr(uri), h('figcaption', {}, uri === sell.deposit.address ? say('deposit.the_address') : h('a', { href: uri }, say('deposit.wallet'))))),
      h('p', { class: 'hint' }, say('deposit.exchange')),
      clock, answer, error.element,
      button(say('deposit.sent'), check, 'main'),
      h('div', { class: 'row' }, !hasSome && button(say('page.cancel'), async () => error.say(await page.cancel()), 'link')),
    ].filter(Boolean);
  }

  async function check() {
    error.say('');
    answer.hidden = true;
    try {
      const sell = await page.api.act('/check_deposit');
      answer.textContent = say('deposit.nothing');
      answer.hidden = sell.phase !== 'awaiting_deposit';
      page.take(sell);
    } catch (refused) {
      error.say(problem(refused));
      page.refresh();
    }
  }

  function tick() {
    const { deadline } = page.session.sell.deposit;
    const time = Date.parse(deadline) - page.api.now();
    clock.textContent = time > 0 ? say('page.time_left', { left: left(time), until: moment(deadline) }) : say('deposit.time_up');
  }

  draw();
  return { element, update: draw, tick };
}
