// Webhooks are signed as Standard Webhooks 1.0 says: HMAC-SHA256 over "id.timestamp.body".

import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookSignatureError } from './errors.js';

const PREFIX = 'whsec_';

/**
 * The event in a webhook that is signed with the secret and recent.
 * @param {object} webhook `{headers, body}`: a request's headers (Node's object, or Headers), and the exact bytes of its body
 * @param {string|string[]} secrets `whsec_…`; two while one replaces the other
 * @param {object} [options] `{tolerance}` in seconds, 300; `{now}` in milliseconds
 * @throws {WebhookSignatureError} answer 401
 */
export function verifyWebhook({ headers, body }, secrets, { tolerance = 300, now = Date.now() } = {}) {
  const [id, sentAt, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => header(headers, name));
  if (!id || !sentAt || !signatures) throw new WebhookSignatureError('It is not signed.');
  if (!/^\d{1,12}$/.test(sentAt) || Math.abs(now / 1000 - Number(sentAt)) > tolerance)
    throw new WebhookSignatureError('It was signed too long ago, or in the future.');
  const bytes = Buffer.from(body);
  const isOurs = [secrets].flat().some(secret => signatures.split(' ').some(given => same(given, sign(secret, id, sentAt, bytes))));
  if (!isOurs) throw new WebhookSignatureError('No signature is by this secret.');
  return JSON.parse(bytes.toString('utf8'));
}

function sign(secret, id, sentAt, body) {
  if (!secret?.startsWith?.(PREFIX)) throw new TypeError(`OffRamp: a webhook secret begins with ${PREFIX}.`);
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${sentAt}.`).update(body).digest('base64')}`;
}

function same(given, expected) {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const header = (headers, name) => (typeof headers.get === 'function' ? headers.get(name) : headers[name]) ?? null;
