// Small pieces that every page of ours is made of. Texts are set as texts, whoever wrote them.

/** An element: properties, `on…` listeners, and children (texts, elements; nothing for null and false). */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A sentence that may say something later. */
export function message(properties = {}) {
  const element = h('p', { class: 'error', role: 'alert', hidden: true, ...properties });
  return { element, say(text) { element.hidden = !text; element.textContent = text ?? ''; } };
}

/** Says beside an input what is wrong with it, and marks it for whoever cannot see; without a text both are taken back. */
export const complain = (box, error, text) => {
  error.say(text);
  if (text) box.setAttribute('aria-invalid', 'true');
  else box.removeAttribute('aria-invalid');
};

/** A button that waits for what it has begun: a second click meanwhile does nothing. */
export function button(text, onPress, kind = '', properties = {}) {
  const element = h('button', { type: 'button', class: kind, ...properties }, text);
  let busy = false;
  const press = async event => {
    event?.preventDefault();
    if (busy) return;
    busy = true;
    element.setAttribute('aria-busy', 'true');
    try {
      await onPress();
    } finally {
      busy = false;
      element.removeAttribute('aria-busy');
    }
  };
  if (properties.type !== 'submit') element.addEventListener('click', press);
  return Object.assign(element, { press });
}
