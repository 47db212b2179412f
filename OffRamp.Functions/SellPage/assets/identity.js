// Who the user is: an e-mail where the session names nobody, then the provider's own page in a tab of its own.

import { wayBack } from './ends.js';
import { say } from './language.js';
import { button, field, form, h, message, note, title } from './view.js';
import { account } from './progress.js';
import { problem, problemOf, standing } from './words.js';

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
      const trouble = problemOf(refused, 'email');
      needsEmail = Boolean(trouble);
      if (!needsEmail) error.say(problem(refused));
      else if (body.email) return trouble;
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
      return [title(say('identity.rejected')), h('p', {}, say('identity.rejected_why')),
        h('p', {}, say('identity.nothing_sold')), wayBack(page, page.session.cancel_url ?? page.session.return_url) ?? ''];
    }
    const isPending = page.session.kyc_status === 'pending';
    const waiting = isOpened || isPending;
    return [
      title(say(waiting ? 'identity.waiting' : 'identity.first')),
      h('p', {}, say(isPending ? 'identity.pending' : waiting ? 'identity.other_tab' : 'identity.why')),
      ...wayThere(waiting),
    ].filter(Boolean);
  }

  // Money has arrived, and the verification has lapsed meanwhile.
  function tellAgain() {
    const { title: head, text } = standing(page.session.sell);
    const isWaiting = isOpened || again === 'pending';
    return [
      title(again === 'rejected' ? head : say('identity.again')),
      h('p', {}, again === 'rejected' ? say('identity.again_rejected') : text),
      ...(again === 'rejected' ? [] : again === 'verified' ? [note(say('identity.thanks'), 'busy')] : wayThere(isWaiting)),
      account(page.session.sell),
    ].filter(Boolean);
  }

  function wayThere(waiting) {
    const open = () => { isOpened = true; setTimeout(draw); };
    return [
      waiting && note(say('identity.result'), 'busy'),
      link ? h('a', { class: waiting ? 'quiet' : 'main', href: link, target: '_blank', rel: 'noopener', onclick: open }, say(waiting ? 'identity.open_again' : 'identity.open'))
        : button(say('page.try_again'), () => ask(), 'quiet'),
      // Some apps and frames open no tab, and say nothing of it.
      waiting && link && h('p', { class: 'hint' }, `${say('identity.no_tab')} `, h('a', { href: link, rel: 'noopener' }, say('identity.in_place')), ` ${say('identity.come_back')}`),
      error.element,
    ].filter(Boolean);
  }

  element.append(h('p', { class: 'loading', role: 'status' }, say('page.wait')));
  ask();
  return { element, update: draw, leave: () => window.removeEventListener('focus', returned) };
}

function askEmail(ask) {
  const email = field({ id: 'email', label: say('identity.email'), type: 'email', autocomplete: 'email', inputmode: 'email', hint: say('identity.email_hint') });
  const submit = button(say('page.continue'), async () => {
    email.complain(null);
    const address = email.box.value.trim();
    email.complain(address.includes('@') ? await ask({ email: address }) : say('field.invalid_email'));
  }, 'main', { type: 'submit' });
  return [title(say('identity.email_title')), form(submit, email.element)];
}
