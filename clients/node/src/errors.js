// What can go wrong, as classes to catch by.

/** Everything that this client throws. */
export class OffRampError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No answer: the connection failed, or took longer than `timeout`. What was asked for may have been done; ask again with the same key. */
export class ConnectionError extends OffRampError {}

/** The API refused, and says why. */
export class ApiError extends OffRampError {
  /**
   * @param {number} status of the HTTP answer
   * @param {object} problem the body, by RFC 9457; empty where the platform itself answered
   * @param {Headers} headers of the answer
   */
  constructor(status, problem, headers) {
    super(`${problem.code ?? status}: ${problem.detail ?? problem.title ?? 'no further word'}`);
    this.status = status;
    /** Stable, and what to decide by. */
    this.code = problem.code ?? null;
    this.detail = problem.detail ?? null;
    this.requestId = problem.request_id ?? headers?.get('x-request-id') ?? null;
    this.retryable = problem.retryable ?? (status >= 500 && !problem.code);
    /** One for each field that cannot be used: `{path, code, message}`. */
    this.errors = problem.errors ?? [];
    /** Seconds to wait before the next try, where the API says so. */
    this.retryAfter = secondsOf(headers?.get('retry-after'));
  }
}

/** 401: the token is missing, wrong or was replaced. */
export class AuthenticationError extends ApiError {}

/** 403: off-ramp is not enabled for this partner (`offramp_disabled`). */
export class PermissionError extends ApiError {}

/** 404 */
export class NotFoundError extends ApiError {}

/** 409: not as things stand now. `code` says what stands in the way. */
export class ConflictError extends ApiError {}

/** 422, and the like: what was sent cannot be used. `errors` has every field. */
export class ValidationError extends ApiError {}

/** 429: `retryAfter` says when. */
export class RateLimitError extends ApiError {}

/** 5xx: trouble on the other side. */
export class ServerError extends ApiError {}

/** Whoever sent this did not sign it with the secret, or long ago: answer 401 and do nothing. */
export class WebhookSignatureError extends OffRampError {}

const CLASSES = { 401: AuthenticationError, 403: PermissionError, 404: NotFoundError, 409: ConflictError, 429: RateLimitError };

export function errorOf(status, problem, headers) {
  const Refused = CLASSES[status] ?? (status >= 500 ? ServerError : ValidationError);
  return new Refused(status, problem, headers);
}

const secondsOf = text => (text && /^\d+$/.test(text) ? Number(text) : null);
