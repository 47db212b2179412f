// Who the user is: an e-mail where the session names nobody, then the provider's own page in a tab of its own.

import { wayBack } from './ends.js';
import { button, field, form, h, message, note, title } from './view.js';
import { account } from './progress.js';
import { problem, standing } from './words.js';

export function identityStep(page) {
  const element = h('section');
  const error = message();
  let link = null;
  let needsEmail = false;
  // A sell on hold: the session keeps what it knew when it was open.
  let again = null;
  let isOpened = false;
  let isAsked = false;
  let drawn = '';

  async function ask(body = {}) {
    try {
      const started = await page.api.act('/kyc', body).finally(() => { isAsked = true; });
      [link, needsEmail] = [started.verification_url, false];
      error.say('');
      again = page.session.sell && started.status;
      page.learn(again ? {} : { kyc_status: started.status });
    } catch (refused) {
      needsEmail = Boolean(refused.of?.('email'));
      if (!needsEmail) error.say(problem(refused));
      else if (body.email) return refused.of('email');
      draw();
    }
    return null;
  }

  // Back from the other tab: the provider is asked at once, whether or not its notice has come.
  const returned = () => { if (isOpened && !document.hidden) ask(); };
  window.addEventListener('focus', returned);

  function draw() {
    const state = needsEmail ? 'email' : `${again ?? page.session.kyc_status} ${link} ${isOpened}`;
    if (!isAsked || state === drawn) return;
    drawn = state;
    element.replaceChildren(...(needsEmail ? askEmail(ask) : page.session.sell ? tellAgain() : tell()));
  }

  function tell() {
    if (page.session.kyc_status === 'rejected') {
      return [title('We could not verify you'), h('p', {}, 'The verification provider could not confirm your identity, so we cannot buy from you.'),
        h('p', {}, 'Nothing was sold, and nothing is owed.'), wayBack(page, page.session.cancel_url ?? page.session.return_url) ?? ''];
    }
    const isPending = page.session.kyc_status === 'pending';
    const waiting = isOpened || isPending;
    return [
      title(waiting ? 'Waiting for your verification' : 'First, verify your identity'),
      h('p', {}, isPending ? 'Your details are being checked. This may take a while. You can close this page and open the same link again later.'
        : waiting ? 'Finish it in the other tab. This page goes on by itself.'
        : 'The law asks us to know whom we pay. It is done once, with our verification provider, and takes about three minutes.'),
      ...wayThere(waiting),
    ].filter(Boolean);
  }

  // Money has arrived, and the verification has lapsed meanwhile.
  function tellAgain() {
    const { title: head, text } = standing(page.session.sell);
    const isWaiting = isOpened || again === 'pending';
    return [
      title(again === 'rejected' ? head : 'Please verify your identity again'),
      h('p', {}, again === 'rejected' ? 'The verification provider could not confirm your identity, so one of us looks at this sale. Your money is safe.' : text),
      ...(again === 'rejected' ? [] : again === 'verified' ? [note('Thank you. The sale goes on in a moment …', 'busy')] : wayThere(isWaiting)),
      account(page.session.sell),
    ].filter(Boolean);
  }

  function wayThere(waiting) {
    const open = () => { isOpened = true; setTimeout(draw); };
    return [
      waiting && note('Waiting for the result …', 'busy'),
      link ? h('a', { class: waiting ? 'quiet' : 'main', href: link, target: '_blank', rel: 'noopener', onclick: open }, waiting ? 'Open the verification again' : 'Verify my identity')
        : button('Try again', () => ask(), 'quiet'),
      // Some apps and frames open no tab, and say nothing of it.
      waiting && link && h('p', { class: 'hint' }, 'No other tab has opened? ', h('a', { href: link, rel: 'noopener' }, 'Verify on this page'), ' and come back here afterwards.'),
      error.element,
    ].filter(Boolean);
  }

  element.append(h('p', { class: 'loading', role: 'status' }, 'One moment …'));
  ask();
  return { element, update: draw, leave: () => window.removeEventListener('focus', returned) };
}

function askEmail(ask) {
  const email = field({ id: 'email', label: 'Your e-mail address', type: 'email', autocomplete: 'email', inputmode: 'email', hint: 'It tells us who you are when you come back. We send no advertising.' });
  const submit = button('Continue', async () => {
    email.complain(null);
    const address = email.box.value.trim();
    email.complain(address.includes('@') ? await ask({ email: address }) : 'Enter an e-mail address, such as ada@example.com.');
  }, 'main', { type: 'submit' });
  return [title('What is your e-mail address?'), form(submit, email.element)];
}
