// Small pieces that the page is made of. Texts are set as texts, whoever wrote them.

import { h } from './dom.js';

export { h };

export const byId = id => document.getElementById(id);

const SHOWN = 8000;
let fading;

/** Says what was done, or why it was not. */
export function say(text, isWrong = false) {
  clearTimeout(fading);
  if (!isWrong) fading = setTimeout(() => { byId('said').hidden = true; }, SHOWN);
  byId('said').hidden = !text;
  byId('said').className = isWrong ? 'wrong' : '';
  byId('said').textContent = text;
}

/** A button that waits for what it has begun, and says how it went. */
export function button(text, press, properties = {}) {
  const element = h('button', { type: 'button', ...properties }, text);
  element.addEventListener('click', () => during(element, press));
  return element;
}

/** Runs what a button begins: once at a time, and said if it fails. */
export async function during(element, work) {
  if (element.hasAttribute('aria-busy')) return;
  element.setAttribute('aria-busy', 'true');
  say('');
  try {
    const said = await work();
    if (typeof said === 'string') say(said);
  } catch (failure) {
    say(failure.message, true);
  } finally {
    element.removeAttribute('aria-busy');
  }
}

export const clockTime = time => new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Without the zeros that say nothing. */
export const short = amount => amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
