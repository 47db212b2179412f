// Embeds the sell page in a partner's page:
//   const sale = OffRamp.mount('#sell', { widget_url, onReady, onStatusChange, onDepositAddress, onClose });
// or leaves for it:
//   OffRamp.redirectToSellPage(widget_url);
// The widget_url holds the session's secret in its fragment. It goes into the frame's address and nowhere else.
(() => {
  'use strict';

  const ENVELOPE = { source: 'offramp', version: 1 };
  const CALLBACKS = { ready: 'onReady', status_changed: 'onStatusChange', deposit_address: 'onDepositAddress', close: 'onClose' };
  const TALLEST = 4000;

  function sellPage(widgetUrl) {
    const url = new URL(widgetUrl);
    const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal) || !/\/sell\/[^/]+$/.test(url.pathname))
      throw new TypeError('OffRamp: widget_url must be the one that the session came with.');
    return url;
  }

  function mount(target, options) {
    const element = typeof target === 'string' ? document.querySelector(target) : target;
    if (!(element instanceof Element)) throw new TypeError('OffRamp: there is no element to mount the sell page in.');
    const page = sellPage(options.widget_url);
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

  window.OffRamp = Object.freeze({
    mount,
    redirectToSellPage(widgetUrl) {
      window.location.assign(sellPage(widgetUrl).href);
    },
  });
})();
