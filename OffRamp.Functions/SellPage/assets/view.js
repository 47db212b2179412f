// Small pieces that pages are made of.

import * as dom from './dom.js';
import { h, message } from './dom.js';
import { locale, say } from './language.js';

export { h, message };

/** What a step begins with; it gets the focus, so that whoever hears the page knows where it is. */
export const title = text => h('h1', { tabindex: -1 }, text);

export const note = (text, kind = '') => h('p', { class: `note ${kind}` }, text);

/** A labelled input with its explanation and its error. */
export function field({ id, label, hint, ...input }) {
  const box = h('input', { id, name: id, autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': `${id}-hint ${id}-error`, ...input });
  const error = message({ id: `${id}-error` });
  const element = h('div', { class: 'field' }, h('label', { for: id }, label), box, hint && h('p', { id: `${id}-hint`, class: 'hint' }, hint), error.element);
  return {
    element,
    box,
    complain(text) {
      dom.complain(box, error, text);
      if (text) box.focus();
    },
  };
}

/** A button; here most are the one that goes on. */
export const button = (text, onPress, kind = 'main', properties = {}) => dom.button(text, onPress, kind, properties);

/** A form whose only button is pressed by Enter too. */
export const form = (submit, ...children) => h('form', { novalidate: true, onsubmit: submit.press }, ...children, submit);

/** A value, or a text that shows it to people, with a button that copies it, and says so if it could not: what was copied before would be pasted instead. */
export function copyable(label, value, properties = {}, text = value) {
  const shown = h('output', properties, text);
  const answer = h('span', { class: 'copied', role: 'status' });
  const copy = button(say('page.copy'), async () => {
    const isCopied = await copyText(value, shown);
    answer.textContent = isCopied ? '' : say('page.not_copied');
    copy.textContent = say(isCopied ? 'page.copied' : 'page.copy');
    setTimeout(() => { copy.textContent = say('page.copy'); }, 2000);
  }, 'copy', { 'aria-label': say('page.copy_what', { what: label }) });
  return h('div', { class: 'copyable' }, h('span', { class: 'label' }, label), shown, copy, answer);
}

// A frame without permission for the clipboard has the old way left. Where that fails too, the text is selected at least.
async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    try {
      return document.execCommand('copy');
    } catch {
      return false;
    }
  }
}

/** A list of names and values. */
export const facts = pairs => h('dl', { class: 'facts' }, pairs.filter(Boolean).map(([name, value, kind]) =>
  h('div', { class: kind ?? null }, h('dt', {}, name), h('dd', {}, value))));

export const shortcut = (text, hash) => h('span', { class: 'hash', title: hash }, `${text ? `${text} ` : ''}${hash.slice(0, 8)}…${hash.slice(-8)}`);

/** Time that is left, in the units that matter. */
export function left(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${unit(Math.floor(hours / 24), 'day')}, ${unit(hours % 24, 'hour')}`;
  const two = number => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long something lasts, to a tenth of an hour. */
export const duration = seconds => unit(Math.round(seconds / 360) / 10, 'hour');

const unit = (number, name) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(number);

export const moment = time => new Date(time).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** Asks before something is done that cannot be undone. */
export function confirm(question, yes, no = say('page.back')) {
  return new Promise(answer => {
    const close = value => { dialog.close(); dialog.remove(); answer(value); };
    const dialog = h('dialog', { 'aria-labelledby': 'question', oncancel: event => { event.preventDefault(); close(false); } },
      h('p', { id: 'question' }, question),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'quiet', onclick: () => close(false) }, no),
        h('button', { type: 'button', class: 'danger', onclick: () => close(true) }, yes)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
