import type { components } from './schema.js';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Sell = Schemas['Sell'];
export type Quote = Schemas['Quote'];
export type Capabilities = Schemas['Capabilities'];
export type OffRampEvent = Schemas['Event'];
export type WebhookEndpoint = Schemas['WebhookEndpoint'];
export type WebhookTest = Schemas['WebhookTest'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type Settlement = Schemas['Settlement'];
export type Statement = Schemas['Statement'];
export type Balances = Schemas['Balances'];
export type Transaction = Schemas['Transaction'];
export type UserKyc = Schemas['UserKyc'];
export type PageSession = Schemas['PageSession'];
export type PageSell = Schemas['PageSell'];
export type StartedKyc = Schemas['StartedKyc'];
export type FieldProblem = Schemas['FieldProblem'];

/** What may be said with each call. */
export interface CallOptions {
  /** Gives up. */
  signal?: AbortSignal;
  /** Milliseconds for each try. */
  timeout?: number;
  /** How often a failed try is repeated; only what is safe to repeat is. */
  maxRetries?: number;
}

export interface PostOptions extends CallOptions {
  /** Yours for this wish: a repeat under it has one effect, also after your process died. Without one each call has its own. */
  idempotencyKey?: string;
}

export interface ClientOptions {
  /** Such as `https://sell.example.com`. */
  baseUrl: string | URL;
  /** Milliseconds for each try; 30,000. */
  timeout?: number;
  /** 4. */
  maxRetries?: number;
  fetch?: typeof fetch;
}

export interface Page<Entry> {
  data: Entry[];
  has_more: boolean;
  next_cursor: string | null;
}

/** Awaited, the first page; with `for await`, every entry. */
export interface List<Entry> extends PromiseLike<Page<Entry>>, AsyncIterable<Entry> {}

export interface ListQuery {
  /** 1 to 100 a page. */
  limit?: number;
  cursor?: string;
}

export interface SessionQuery extends ListQuery {
  status?: Schemas['SessionStatus'];
  user_reference?: string;
}

export interface SellQuery extends ListQuery {
  status?: Schemas['SellStatus'];
  phase?: Schemas['SellPhase'];
  label?: string;
  user_reference?: string;
  tx_hash?: string;
  created_after?: string | Date;
  created_before?: string | Date;
}

export interface FeedOptions extends CallOptions {
  /** The `cursor` to go on from. */
  after?: string | null;
  /** Where there is no cursor yet: the time to begin at. */
  from?: string | Date;
  sell_id?: string;
  /** Events a page, 1 to 100. */
  limit?: number;
  /** Milliseconds to wait where there is nothing new; 5,000. */
  every?: number;
}

export interface Feed extends AsyncIterable<OffRampEvent> {
  /** Moves when every event of a page was taken. */
  readonly cursor: string | null;
}

export interface LiveUpdate {
  event: 'tx.update';
  event_id: string;
  sequence: number;
  merchant_transaction_id: string;
  type: 'sell';
  status: Schemas['SellStatus'];
  phase: Schemas['SellPhase'];
  labels: string[];
  currency: string;
  fiat_currency: string;
  fiat_amount: string;
  crypto_amount: string;
  occurred_at: string;
}

export interface FollowOptions {
  /** The last sequence that was heard: what came after it is told first. */
  after?: number;
  /** Ends when the sell has ended. */
  untilEnd?: boolean;
  signal?: AbortSignal;
  /** Where this Node has none of its own. */
  WebSocket?: new (url: string) => any;
}

/** OffRamp for a partner's backend. Never in a browser: the client token is a secret. */
export class OffRamp {
  constructor(options: ClientOptions & {
    /** The partner's client token. */
    token: string;
  });

  readonly sessions: {
    create(session: Schemas['GateSessionBody'], options?: PostOptions): Promise<Session>;
    get(id: string, options?: CallOptions): Promise<Session>;
    list(query?: SessionQuery, options?: CallOptions): List<Session>;
    cancel(id: string, options?: PostOptions): Promise<Session>;
    renewClientSecret(id: string, options?: PostOptions): Promise<Session>;
  };
  readonly sells: {
    get(id: string, options?: CallOptions): Promise<Sell>;
    list(query?: SellQuery, options?: CallOptions): List<Sell>;
    follow(id: string, options?: FollowOptions): AsyncGenerator<LiveUpdate>;
  };
  readonly quotes: { create(quote: Schemas['QuoteBody'], options?: PostOptions): Promise<Quote> };
  readonly capabilities: {
    get(query?: { country?: string; fiat_currency?: string; asset?: string; network?: string }, options?: CallOptions): Promise<Capabilities>;
  };
  readonly events: {
    list(query?: { after?: string; from?: string | Date; sell_id?: string; limit?: number }, options?: CallOptions): Promise<Page<OffRampEvent>>;
    feed(options?: FeedOptions): Feed;
  };
  readonly webhookEndpoint: {
    get(options?: CallOptions): Promise<WebhookEndpoint>;
    set(endpoint: Schemas['WebhookEndpointBody'], options?: CallOptions): Promise<WebhookEndpoint>;
    rotateSecret(options?: PostOptions): Promise<WebhookEndpoint>;
    test(options?: PostOptions): Promise<WebhookTest>;
  };
  readonly webhookDeliveries: {
    list(query?: ListQuery & { event_id?: string; state?: Schemas['DeliveryState'] }, options?: CallOptions): List<WebhookDelivery>;
    replay(id: string, options?: PostOptions): Promise<WebhookDelivery>;
  };
  readonly settlements: {
    /** @param query `date` is a UTC day, `YYYY-MM-DD` */
    get(query: { date: string; currency?: string }, options?: CallOptions): Promise<Settlement>;
    csv(query: { date: string; currency?: string }, options?: CallOptions): Promise<string>;
  };
  readonly statements: {
    /** @param query `month` is `YYYY-MM` */
    get(query: { month: string }, options?: CallOptions): Promise<Statement>;
    csv(query: { month: string }, options?: CallOptions): Promise<string>;
  };
  readonly balances: { get(options?: CallOptions): Promise<Balances> };
  readonly widget: {
    createSession(session: Schemas['ProofSessionBody'], options?: PostOptions): Promise<Session>;
    getTransaction(id: string, options?: CallOptions): Promise<Transaction>;
    getKycStatus(partnerUserId: string, options?: CallOptions): Promise<UserKyc>;
  };
}

/** What the sell page does, for a page of one's own. */
export class SellPage {
  constructor(options: ClientOptions & { sessionId: string; clientSecret: string });

  get(options?: CallOptions): Promise<PageSession>;
  startKyc(body?: Schemas['KycBody'], options?: PostOptions): Promise<StartedKyc>;
  lockQuote(body?: Schemas['AmountBody'], options?: PostOptions): Promise<Quote>;
  startSell(body: Schemas['SellBody'], options?: PostOptions): Promise<PageSell>;
  cancel(options?: PostOptions): Promise<PageSession>;
  checkDeposit(options?: PostOptions): Promise<PageSell>;
  givePayoutDetails(body: Schemas['PayoutDetailsBody'], options?: PostOptions): Promise<PageSell>;
  follow(options?: FollowOptions): AsyncGenerator<LiveUpdate>;
}

/**
 * The event in a webhook that is signed with the secret and recent. `body` is the exact bytes that came.
 * @throws {WebhookSignatureError} answer 401
 */
export function verifyWebhook(
  webhook: { headers: Headers | Record<string, string | string[] | undefined>; body: Uint8Array | string },
  secrets: string | string[],
  options?: { /** Seconds; 300. */ tolerance?: number; /** Milliseconds. */ now?: number },
): OffRampEvent;

/** Everything that this client throws. */
export class OffRampError extends Error {}
/** No answer. What was asked for may have been done; ask again with the same key. */
export class ConnectionError extends OffRampError {}
/** The API refused, and says why. */
export class ApiError extends OffRampError {
  readonly status: number;
  /** Stable, and what to decide by; null where the platform itself answered. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly retryable: boolean;
  readonly errors: FieldProblem[];
  /** Seconds. */
  readonly retryAfter: number | null;
}
/** 401 */
export class AuthenticationError extends ApiError {}
/** 403 */
export class PermissionError extends ApiError {}
/** 404 */
export class NotFoundError extends ApiError {}
/** 409 */
export class ConflictError extends ApiError {}
/** 400, 413, 415, 422 */
export class ValidationError extends ApiError {}
/** 429 */
export class RateLimitError extends ApiError {}
/** 5xx */
export class ServerError extends ApiError {}
/** Whoever sent this did not sign it with the secret, or long ago: answer 401 and do nothing. */
export class WebhookSignatureError extends OffRampError {}
