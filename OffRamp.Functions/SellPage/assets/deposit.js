// Where to send what, until when. The one page on which a mistake costs money: so it says little, and that exactly.

import { isPositive, money, short } from './amounts.js';
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
      title(hasSome ? `${due} are missing` : `Send exactly ${due}`),
      ...oddities(sell).map(text => note(text)),
      h('p', { class: 'note warning' }, h('strong', {}, `Only ${sell.currency} on ${network(sell.network)}.`), ' Another currency or network may be lost.'),
      h('div', { class: 'send' },
        h('div', { class: 'where' },
          copyable('Amount', short(sell.amount_due)),
          copyable('Address', sell.deposit.address, { class: 'mono', id: 'deposit-address' }),
          sell.deposit.memo && copyable('Memo', sell.deposit.memo, { class: 'mono' })),
        h('figure', {}, qr(uri), h('figcaption', {}, uri === sell.deposit.address ? 'The address' : h('a', { href: uri }, 'Open in a wallet')))),
      h('p', { class: 'hint' }, 'Exchanges often take their fee from what you send: see that this much arrives.'),
      clock, answer, error.element,
      button('I already sent it', check, 'main'),
      h('div', { class: 'row' }, !hasSome && button('Cancel this sale', async () => error.say(await page.cancel()), 'link')),
    ].filter(Boolean);
  }

  async function check() {
    error.say('');
    answer.hidden = true;
    try {
      const sell = await page.api.act('/check_deposit');
      answer.textContent = 'Nothing has arrived yet. A transfer can take a few minutes to be seen; we keep looking, and you can close this page.';
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
    clock.textContent = time > 0 ? `Time left: ${left(time)} (until ${moment(deadline)})` : 'The time is up. We look whether something has arrived in time …';
  }

  draw();
  return { element, update: draw, tick };
}
