// Small pieces that the views are made of. Whatever is shown becomes text, never markup.

import { button, complain, h, message } from './dom.js';
import { explorer } from './words.js';

export { button, h, message };

/** What a view begins with; it gets the focus, so that whoever hears the page knows where it is. */
export const title = (text, ...more) => h('div', { class: 'head' }, h('h1', { tabindex: -1 }, text), ...more);

export const section = (heading, ...content) => h('section', {}, heading && h('h2', {}, heading), ...content);

export const note = (text, kind = '') => h('p', { class: `note ${kind}` }, text);

export const empty = text => h('p', { class: 'empty' }, text);

export const badge = (text, kind = '') => h('span', { class: `badge ${kind}` }, text);

/** A labelled input (or select, or textarea) with its explanation and its error. */
export function field({ id, label, hint, choices, rows, ...input }) {
  const described = { id, name: id, 'aria-describedby': `${id}-hint ${id}-error`, ...input };
  const box = choices ? h('select', described, choices.map(([value, text]) => h('option', { value }, text)))
    : rows ? h('textarea', { rows, ...described }, input.value ?? '')
    : h('input', { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', ...described });
  const error = message({ id: `${id}-error` });
  const help = h('p', { id: `${id}-hint`, class: 'hint', hidden: !hint }, hint);
  const isCheck = input.type === 'checkbox';
  const element = h('div', { class: isCheck ? 'field check' : 'field' }, isCheck && box, h('label', { for: id }, label), !isCheck && box, help, error.element);
  return {
    element,
    box,
    read: () => isCheck ? box.checked : box.value.trim(),
    complain: text => complain(box, error, text),
  };
}

export const form = (submit, ...children) => h('form', { novalidate: true, onsubmit: submit.press }, ...children);

/** A dialog that is closed by Escape too. `fill` gets a way to close it and gives its content. */
export function dialog(heading, fill) {
  return new Promise(done => {
    const close = value => { box.close(); box.remove(); done(value); };
    const box = h('dialog', { 'aria-labelledby': 'dialog-heading', oncancel: event => { event.preventDefault(); close(null); } }, h('h2', { id: 'dialog-heading' }, heading));
    box.append(...[fill(close)].flat());
    document.body.append(box);
    box.showModal();
  });
}

/** A table that is read as blocks where the screen is narrow. Columns: {name, num}. Cells that are null stay empty. */
export function table(caption, columns, rows, kind = null) {
  return h('table', { class: kind },
    h('caption', { class: 'only-heard' }, caption),
    h('thead', {}, h('tr', {}, columns.map(({ name, num }) => h('th', { scope: 'col', class: num && 'num' }, name)))),
    h('tbody', {}, rows.map(cells => h('tr', {}, cells.map((cell, at) =>
      h('td', { class: columns[at].num && 'num', 'data-label': columns[at].name }, h('div', {}, cell)))))));
}

/** A list of names and values. */
export const facts = pairs => h('dl', { class: 'facts' }, pairs.filter(Boolean).map(([name, ...value]) =>
  h('div', {}, h('dt', {}, name), h('dd', {}, ...value))));

/** A long text of which one needs the beginning and the end, with the whole on hover. */
export const shortened = (text, ends = 8) => text.length <= 2 * ends + 3 ? h('span', { class: 'mono' }, text)
  : h('span', { class: 'mono', title: text }, `${text.slice(0, ends)}…${text.slice(-ends)}`);

/** A value with a button that copies it. */
export function copyable(text, shown = h('span', { class: 'mono' }, text)) {
  const copy = button('Copy', async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(shown);
      copy.textContent = 'Selected: copy it';
    }
    setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
  }, 'link', { 'aria-label': `Copy ${text}` });
  return h('span', { class: 'copyable' }, shown, ' ', copy);
}

/** To the explorer of the network, where we know one and the text is what it must be; else the text alone. */
export function onChain(network, kind, text) {
  const to = explorer(network, kind, text);
  return to ? h('a', { href: to, target: '_blank', rel: 'noreferrer noopener', title: `${text}: opens ${new URL(to).host}` }, shortened(text)) : shortened(text);
}

export const sellLink = id => h('a', { href: `#/sells/${encodeURIComponent(id)}`, class: 'mono', title: id }, `${id.slice(0, 9)}…${id.slice(-6)}`);

let clock = () => Date.now();

/** Times are counted by the server's clock. */
export const setClock = now => { clock = now; };

const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [Infinity, 'day']];

/** How long, in the one unit that matters: 3 min, 2 h, 5 days. */
export function span(milliseconds) {
  let count = Math.max(0, Math.floor(Math.abs(milliseconds) / 1000));
  for (const [size, unit] of STEPS) {
    if (count < size) return unit === 'day' ? `${count} ${count === 1 ? 'day' : 'days'}` : `${count} ${{ second: 's', minute: 'min', hour: 'h' }[unit]}`;
    count = Math.floor(count / size);
  }
  return '';
}

const EXACT = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' };

export const exact = time => `${new Date(time).toLocaleString('en-GB', EXACT)} UTC`;

function relative(time, bare) {
  const gone = clock() - Date.parse(time);
  if (Math.abs(gone) < 5000) return bare ? 'now' : 'just now';
  if (bare) return span(gone);
  return gone >= 0 ? `${span(gone)} ago` : `in ${span(gone)}`;
}

/** A time as people say it, with the exact one on hover. `bare`: only how long. */
export const when = (time, { bare = false } = {}) => time
  ? h('time', { datetime: time, title: exact(time), 'data-bare': bare }, relative(time, bare)) : '–';

/** Brings all times that are shown up to date. */
export function tickTimes() {
  for (const one of document.querySelectorAll('time')) {
    const text = relative(one.dateTime, one.hasAttribute('data-bare'));
    if (one.textContent !== text) one.textContent = text;
  }
}
