// Embeds the sell page in a partner's page:
//   const sale = OffRamp.mount('#sell', { widget_url, lang, onReady, onStatusChange, onDepositAddress, onClose });
// or leaves for it:
//   OffRamp.redirectToSellPage(widget_url, lang);
// or takes what POST /widget/session answered, as it is:
//   proofWidget.run(session);
// `lang`, such as 'de', is the language that the page speaks; without one it is the browser's.
// The widget_url holds the session's secret in its fragment. It goes into the frame's address and nowhere else.
(() => {
  'use strict';

  const ENVELOPE = { source: 'offramp', version: 1 };
  const CALLBACKS = { ready: 'onReady', status_changed: 'onStatusChange', deposit_address: 'onDepositAddress', close: 'onClose' };
  const TALLEST = 4000;

  function sellPage(widgetUrl, lang) {
    const url = new URL(widgetUrl);
    if (lang) url.searchParams.set('lang', lang);
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal) || !/\/sell\/[^/]+$/.test(url.pathname))
      throw new TypeError('OffRamp: widget_url must be the one that the session came with.');
    return url;
  }

  function mount(target, options) {
    const element = typeof target === 'string' ? document.querySelector(target) : target;
    if (!(element instanceof Element)) throw new TypeError('OffRamp: there is no element to mount the sell page in.');
    const page = sellPage(options.widget_url, options.lang);
    const frame = document.createElement('iframe');
    frame.title = 'Sell crypto';
    frame.allow = 'clipboard-write';
    frame.referrerPolicy = 'no-referrer';
    Object.assign(frame.style, { width: '100%', height: '640px', border: '0', colorScheme: 'normal' });
    frame.src = page.href;

    // The page learns who frames it from this message, and answers to nobody else.
    frame.addEventListener('load', () =>
      frame.contentWindow.postMessage({ ...ENVELOPE, type: 'hello', data: { closes: Boolean(options.onClose) } }, page.origin));

    const hear = ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== page.origin) return;
      if (data?.source !== ENVELOPE.source || data.version !== ENVELOPE.version) return;
      if (data.type === 'resize' && data.data.height > 0) frame.style.height = `${Math.min(data.data.height, TALLEST)}px`;
      options[CALLBACKS[data.type]]?.(data.data);
    };
    window.addEventListener('message', hear);
    element.replaceChildren(frame);
    return {
      unmount() {
        window.removeEventListener('message', hear);
        frame.remove();
      },
    };
  }

  /**
   * In the element `host`, or in #proof-widget where there is one, or else over the page.
   * @param parameters the answer of POST /widget/session; `host` and the callbacks of mount may be added.
   */
  function run({ host = document.getElementById('proof-widget'), ...parameters }) {
    return host ? mount(host, parameters) : mountOver(parameters);
  }

  function mountOver(parameters) {
    const [dialog, host, close] = ['dialog', 'div', 'button'].map(name => document.createElement(name));
    dialog.setAttribute('aria-label', 'Sell crypto');
    Object.assign(dialog.style, { width: 'min(30rem, 100%)', maxHeight: '100%', padding: '0', border: '0', borderRadius: '12px' });
    close.type = 'button';
    close.textContent = '\u00d7';
    close.setAttribute('aria-label', 'Close');
    Object.assign(close.style, { display: 'block', marginLeft: 'auto', width: '44px', height: '44px', border: '0', background: 'none', font: '24px sans-serif', color: 'inherit', cursor: 'pointer' });
    dialog.append(close, host);
    document.body.append(dialog);
    const { onClose, return_url: back } = parameters;
    // Where there is neither somewhere to go nor somebody to tell, the link at the end closes what was opened.
    const told = onClose || !back ? { onClose: data => { dialog.close(); onClose?.(data); } } : {};
    const mounted = mount(host, { ...parameters, ...told });
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => { mounted.unmount(); dialog.remove(); });
    dialog.showModal();
    return { unmount: () => dialog.close() };
  }

  window.proofWidget = Object.freeze({ run });
  window.OffRamp = Object.freeze({
    mount,
    redirectToSellPage(widgetUrl, lang) {
      window.location.assign(sellPage(widgetUrl, lang).href);
    },
  });
})();
