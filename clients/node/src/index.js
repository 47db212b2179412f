// OffRamp for a partner's backend. Never in a browser: the client token is a secret.

import { Http } from './http.js';
import { Feed, List } from './lists.js';
import { follow } from './live.js';

export * from './errors.js';
export { verifyWebhook } from './webhooks.js';

const at = encodeURIComponent;

export class OffRamp {
  /** @param {object} options `{baseUrl, token}`, and `{timeout, maxRetries, fetch}` where they should be others */
  constructor(options) {
    const http = new Http(options);
    const list = (path, { cursor, ...query } = {}, options = {}) =>
      new List(next => http.get(path, { ...query, cursor: next ?? cursor }, options));

    this.sessions = {
      create: (session, options) => http.post('/v1/sessions', session, options),
      get: (id, options) => http.get(`/v1/sessions/${at(id)}`, {}, options),
      list: (query, options) => list('/v1/sessions', query, options),
      cancel: (id, options) => http.post(`/v1/sessions/${at(id)}/cancel`, {}, options),
      renewClientSecret: (id, options) => http.post(`/v1/sessions/${at(id)}/client_secret`, {}, options),
    };
    this.sells = {
      get: (id, options) => http.get(`/v1/sells/${at(id)}`, {}, options),
      list: (query, options) => list('/v1/sells', query, options),
      follow: (id, options) => follow(http, `/v1/sells/${at(id)}/realtime`, options),
    };
    this.quotes = { create: (quote, options) => http.post('/v1/quotes', quote, options) };
    this.capabilities = { get: (query, options) => http.get('/v1/capabilities', query, options) };
    this.events = {
      list: (query, options) => http.get('/v1/events', query, options),
      feed: options => new Feed(http, options),
    };
    this.webhookEndpoint = {
      get: options => http.get('/v1/webhook_endpoint', {}, options),
      set: (endpoint, options) => http.put('/v1/webhook_endpoint', endpoint, options),
      rotateSecret: options => http.post('/v1/webhook_endpoint/rotate_secret', {}, options),
      test: options => http.post('/v1/webhook_endpoint/test', {}, options),
    };
    this.webhookDeliveries = {
      list: (query, options) => list('/v1/webhook_deliveries', query, options),
      replay: (id, options) => http.post(`/v1/webhook_deliveries/${at(id)}/replay`, {}, options),
    };
    this.settlements = {
      get: (query, options) => http.get('/v1/settlements', query, options),
      csv: (query, options) => http.send('GET', '/v1/settlements', { query, accept: 'text/csv' }, options),
    };
    this.statements = {
      get: (query, options) => http.get('/v1/statements', query, options),
      csv: (query, options) => http.send('GET', '/v1/statements', { query, accept: 'text/csv' }, options),
    };
    this.balances = { get: options => http.get('/v1/balances', {}, options) };
    /** The shapes of the widget API. */
    this.widget = {
      createSession: (session, options) => http.post('/widget/session', session, options),
      getTransaction: (id, options) => http.get(`/widget/transactions/${at(id)}`, {}, options),
      getKycStatus: (partnerUserId, options) => http.get(`/widget/users/${at(partnerUserId)}/kyc-status`, {}, options),
    };
  }
}

/** What the sell page does, for a page of one's own: by a session's `client_secret`, which belongs to its user. */
export class SellPage {
  /** @param {object} options `{baseUrl, sessionId, clientSecret}`, and as of OffRamp */
  constructor({ sessionId, clientSecret, ...options }) {
    const http = new Http({ ...options, token: clientSecret });
    const base = `/widget/sessions/${at(sessionId)}`;
    this.get = options => http.get(base, {}, options);
    this.startKyc = (body, options) => http.post(`${base}/kyc`, body, options);
    this.lockQuote = (body, options) => http.post(`${base}/quote`, body, options);
    this.startSell = (body, options) => http.post(`${base}/sell`, body, options);
    this.cancel = options => http.post(`${base}/cancel`, {}, options);
    this.checkDeposit = options => http.post(`${base}/check_deposit`, {}, options);
    this.givePayoutDetails = (body, options) => http.post(`${base}/payout_details`, body, options);
    this.follow = options => follow(http, `${base}/realtime`, options);
  }
}
