// Made of the API's own document by types.js. Do not change it here.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AmountBody: {
            /**
             * @description What is to be sold; one of the two, unless the session fixed an amount.
             * @example 250.5
             */
            crypto_amount?: string | null;
            /**
             * @description What is to be paid out; one of the two, unless the session fixed an amount.
             * @example 250.5
             */
            fiat_amount?: string | null;
        };
        /** @description The least or the most of an asset. */
        AmountLimit: {
            /**
             * @description In units of `currency`.
             * @example 250.5
             */
            amount: string;
            /**
             * @description The asset.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /**
             * @description What it is a limit of: one sell, or one user's UTC day.
             * @enum {string}
             */
            per: "sell" | "user_day";
        };
        AssetCapability: {
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            asset: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /** @description The token's contract on its network. */
            contract_address: string;
            /**
             * Format: int32
             * @description How many digits after the point its smallest unit has.
             */
            decimals: number;
            /**
             * @description The smallest sell, in the asset.
             * @example 250.5
             */
            minimum: string;
            /**
             * @description The largest sell of this partner's users, in the asset.
             * @example 250.5
             */
            maximum: string;
            /**
             * Format: int32
             * @description How many a deposit needs.
             */
            confirmations: number;
            /**
             * @description A transfer of at most so much of the asset is no deposit of its own, and so much in all is not worth sending back.
             * @example 250.5
             */
            dust: string;
            /**
             * @description What the user bears of sending back what came late, twice or beyond the quote, in the asset.
             * @example 250.5
             */
            refund_cost: string;
            /** @description No new quotes at the moment. */
            paused: boolean;
        };
        /** @description What you have earned. */
        Balances: {
            /** @description What this is. */
            object: string;
            /** @description By currency; one in which nothing was paid out is not there. */
            data: components["schemas"]["MarginBalance"][];
            /**
             * Format: date-time
             * @description When that was so.
             */
            as_of: string;
        };
        /** @description What this partner's users can sell, and on what terms. */
        Capabilities: {
            /** @description What this is. */
            object: string;
            /** @description What is taken, as the filter has it. */
            assets: components["schemas"]["AssetCapability"][];
            /** @description What can be paid out. */
            fiat_currencies: components["schemas"]["Currency"][];
            /** @description How the payout provider pays out what is asked about. */
            payout_methods: "card"[];
            /** @description Caps, in units of the asset. */
            limits: components["schemas"]["Limits"];
            /** @description What we keep. */
            fee: components["schemas"]["Fee"];
            /**
             * Format: int64
             * @description How long after the sell was made the crypto may come; later is late.
             */
            deposit_window_seconds: number;
            /** @description Whether what was asked about can be sold now. Only with a filter. */
            eligible?: boolean;
            /**
             * @description Why not.
             * @enum {string|null}
             */
            unavailable_reason?: "offramp_disabled" | "country_not_supported" | "fiat_not_supported" | "asset_not_supported" | "asset_paused" | "provider_unavailable" | null;
        };
        Card: {
            /** @description Such as `visa`. */
            brand: string;
            /** @description The number's last four digits. */
            last4: string;
        };
        /** @enum {string} */
        Currency: "EUR" | "USD" | "USDT" | "USDC";
        /** @description One try to deliver. */
        DeliveryAttempt: {
            /**
             * Format: date-time
             * @description When it was sent.
             */
            at: string;
            /**
             * Format: int32
             * @description What the endpoint answered; null where no answer came.
             */
            status_code: number | null;
            /**
             * @description Why none came.
             * @enum {string|null}
             */
            error: "timed_out" | "connection_failed" | "tls_failed" | "name_not_resolved" | "address_refused" | "bad_answer" | "secret_lost" | null;
        };
        /** @enum {string} */
        DeliveryState: "pending" | "delivered" | "dead" | "skipped";
        /** @description One transfer to the sell's address. */
        Deposit: {
            /** @description `dep_`, the sell's 26 characters, and a number. */
            id: string;
            /** @description Of the transaction. */
            tx_hash: string;
            /**
             * Format: int32
             * @description Which transfer of the transaction.
             */
            log_index: number;
            /**
             * @description In the asset.
             * @example 250.5
             */
            amount: string;
            /** @description `dropped`: it was seen and is not on the chain any more. */
            status: components["schemas"]["DepositStatus"];
            /**
             * Format: int32
             * @description How many it has.
             */
            confirmations: number;
            /**
             * Format: date-time
             * @description When it was first seen on the network.
             */
            seen_at: string;
            /**
             * Format: date-time
             * @description When it had enough confirmations.
             */
            confirmed_at: string | null;
            /**
             * Format: int32
             * @description Only on what a recovery after the end added: which one, from 1.
             */
            recovery?: number;
        };
        DepositInstructions: {
            /** @description On the network. */
            address: string;
            /** @description To be given with the transfer; null where none is needed. */
            memo: string | null;
            /** @description The same for wallets: a QR code's content. On Ethereum a link by EIP-681; on TRON the address alone, because wallets there take nothing else. */
            uri: string;
            /**
             * Format: date-time
             * @description Until when the crypto must be seen.
             */
            deadline: string;
        };
        /** @enum {string} */
        DepositStatus: "seen" | "confirmed" | "dropped";
        /** @description Something that happened to a session or its sell, as its partner is told: the webhook's body. */
        Event: {
            /** @description What it is known by. */
            id: string;
            /**
             * @description What happened.
             * @enum {string}
             */
            type: "session.created" | "session.expired" | "session.cancelled" | "kyc.updated" | "deposit.seen" | "deposit.confirmed" | "deposit.dropped" | "sell.pending" | "sell.processing" | "sell.completed" | "sell.failed" | "sell.cancelled" | "sell.on_hold" | "sell.action_required" | "sell.delayed" | "payout.submitted" | "payout.settled" | "payout.failed" | "payout.returned" | "refund.pending" | "refund.sent" | "refund.failed" | "test.ping";
            /** @description Of the shape of `data`. */
            api_version: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: int64
             * @description Counts the events of a session and its sell together, from 1, without gaps.
             */
            sequence: number;
            /** @description Where it stood before; null for the first one, and where there is none. */
            previous_status: string | null;
            /** @description The session or the sell, as it was right then. */
            data: components["schemas"]["Sell"] | components["schemas"]["Session"];
        };
        EventList: {
            /** @description What there is, in the order that the call names. */
            data: components["schemas"]["Event"][];
            /** @description There are more after these. */
            has_more: boolean;
            /** @description Given as `after` it asks for what comes next, now or later; never null. */
            next_cursor: string | null;
        };
        Example: {
            /**
             * @description Suppose that this came, in the asset.
             * @example 250.5
             */
            received_amount: string;
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string;
            /**
             * @description What goes back, in the asset.
             * @example 250.5
             */
            refunded_amount: string;
        };
        Fee: {
            /** @description Of the rate, for every unit converted. */
            percent: string;
        };
        FieldCode: string & ("ambiguous_amount" | "ambiguous_choice" | "flow_not_supported" | "invalid_address" | "invalid_amount" | "invalid_characters" | "invalid_country" | "invalid_currency" | "invalid_cursor" | "invalid_date" | "invalid_email" | "invalid_hash" | "invalid_time" | "invalid_tx_hash" | "invalid_type" | "invalid_url" | "invalid_value" | "not_supported" | "out_of_range" | "repeated" | "required" | "too_long" | "too_many" | "too_short" | "url_not_public" | "url_not_resolved");
        /** @description What is wrong with one field. */
        FieldProblem: {
            /** @description Where in the body or query: `limits.per_sell`. */
            path: string;
            /** @description What to decide by; it does not change. */
            code: components["schemas"]["ProblemCode"] | components["schemas"]["FieldCode"];
            /** @description What is wrong with the field, in a sentence. */
            message: string;
            /**
             * @description What is wrong with an address or a card, where the code does not say it.
             * @enum {string}
             */
            reason?: "not_an_address" | "token_contract" | "deposit_address" | "address_not_allowed" | "card_expired" | "card_unknown";
            /** @description The limit that the amount is under or over. */
            limit?: components["schemas"]["AmountLimit"];
        };
        Follow: {
            /** @description The WebSocket's address, for one connection within 60 s. */
            url: string;
        };
        FollowBody: {
            /**
             * Format: int64
             * @description The last sequence that the client has; every change after it comes first.
             */
            after?: number | null;
        };
        GateSessionBody: {
            /**
             * @description Always `off_ramp`.
             * @enum {string}
             */
            flow: "off_ramp";
            /**
             * @description Fixes what is paid out, in `currency`.
             * @example 250.5
             */
            amount?: string | null;
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            currency: "EUR" | "USD";
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            target_token: "USDT" | "USDC";
            /**
             * @description The chain on which the crypto comes: `TRON`, `ETHEREUM`, or a `network` that capabilities list besides.
             * @example ETHEREUM
             */
            target_network: string;
            /** @description The partner's own reference for this attempt. */
            user_reference: string;
            /** @description The user, as the partner knows them. */
            partner_user_id?: string | null;
            /** @description The user's e-mail address. */
            user_email?: string | null;
            /** @description Where the user goes when done: https, or http on localhost. */
            return_url?: string | null;
            /** @description Where the user goes when they give up: https, or http on localhost. */
            cancel_url?: string | null;
            /**
             * @description Where the user is; needed where the partner's policies name countries.
             * @example DE
             */
            country?: string | null;
            /** @description The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it. */
            metadata?: {
                [key: string]: string;
            } | null;
        };
        HistoryEntry: {
            /**
             * Format: int64
             * @description Counts the events of a session and its sell together, from 1; of a sell its last event's.
             */
            sequence: number;
            /** @description Where it stands. */
            status: components["schemas"]["SellStatus"];
            /** @description Where it stands in its story. */
            phase: components["schemas"]["SellPhase"];
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Why; null where it goes without saying. */
            reason: string | null;
        };
        IfLate: {
            /**
             * @description What is done.
             * @enum {string}
             */
            outcome: "refund";
            /**
             * Format: int64
             * @description How long after the sell was made the crypto may come; later is late.
             */
            deposit_window_seconds: number;
            /**
             * @description What goes back, in the asset.
             * @example 250.5
             */
            refunded_amount: string;
        };
        IfOver: {
            /**
             * @description What is done with an excess above `converted_below`.
             * @enum {string}
             */
            outcome: "refund_excess";
            /**
             * @description An excess of at most so much of the asset is paid with the rest, at the quote's rate; it never goes back.
             * @example 250.5
             */
            converted_below: string;
            /** @description One amount that might come, and what becomes of it. */
            example: components["schemas"]["Example"];
        };
        IfUnder: {
            /**
             * @description From here on it counts as exact.
             * @example 250.5
             */
            accepted_from: string;
            /**
             * @description What is done.
             * @enum {string}
             */
            outcome: "convert_actual" | "refund";
            /**
             * @description Below it nothing is converted: it is refunded.
             * @example 250.5
             */
            minimum: string;
            /** @description One amount that might come, and what becomes of it. */
            example: components["schemas"]["Example"];
        };
        KycBody: {
            /** @description The user's e-mail address; needed where the partner named no user. */
            email?: string | null;
        };
        /** @enum {string} */
        KycStatus: "not_started" | "pending" | "verified" | "rejected";
        LedgerEntry: {
            /**
             * Format: int64
             * @description Counts the events of a session and its sell together, from 1; of a sell its last event's.
             */
            sequence: number;
            /**
             * @description Where the value is.
             * @enum {string}
             */
            account: "received" | "held" | "converted" | "refunded" | "refund_costs" | "network_costs" | "own_funds" | "paid_out" | "fees" | "margin" | "rounding" | "return_costs";
            /**
             * @description Of the amount.
             * @enum {string}
             */
            currency: "EUR" | "USD" | "USDT" | "USDC";
            /**
             * @description Signed: sources are negative, uses positive.
             * @example 250.5
             */
            amount: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
        };
        Limits: {
            /**
             * @description The largest sell; null for no cap of the partner's own.
             * @example 250.5
             */
            per_sell: string;
            /**
             * @description The most that one user sells in one UTC day; null for no cap of the partner's own.
             * @example 250.5
             */
            per_user_day: string;
        };
        /** @description What you have earned in one currency. */
        MarginBalance: {
            /** @description Of the amount. */
            currency: string;
            /**
             * @description Your margin on what was paid out, less that on what came back.
             * @example 250.5
             */
            margin: string;
        };
        Network: ("TRC20" | "ERC20") | string;
        /** @description Nothing is looked for in it. */
        NoFields: Record<string, never>;
        /** @description Crypto that a user sends, and the fiat that goes to their card for it. */
        PageSell: {
            /** @description What it is known by. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description The session; it and its sell share their 26 characters. */
            session_id: string;
            /**
             * Format: int64
             * @description Counts the events of a session and its sell together, from 1; of a sell its last event's.
             */
            sequence: number;
            /** @description What partners need to know, in five words. */
            status: components["schemas"]["SellStatus"];
            /** @description Where it stands in its story. */
            phase: components["schemas"]["SellPhase"];
            /** @description What was odd about it, whatever its status. `under`: less came than was quoted; while there is time, `amount_due` says how much is missing. `over`: more came than was quoted; an excess above the quote's `if_over.converted_below` goes back, a smaller one is paid with the rest. `late`: something came after it had expired or was cancelled. `duplicate`: something came after it was covered or decided; it goes back. `reorged`: a confirmed deposit was lost again. `slow`: a deposit did not confirm in 24 h. `returned`: the bank sent the payout back. */
            labels: ("under" | "over" | "late" | "duplicate" | "reorged" | "slow" | "returned")[];
            /**
             * @description Why it failed, and what to do next. `deposit_timeout`: nothing came in time; open a new session if the user still wants to sell. `underpaid`: too little came and goes back; open a new session. `payout_failed`: the card could not be paid and all of the crypto goes back; open a new session with another card. `refund_requested`: the user wanted the crypto back; nothing to do. `kyc_required`: the user was not verified any more and the crypto goes back; verification comes first, then a new session. `operator`: an operator sent the crypto back; ask them.
             * @enum {string|null}
             */
            failure_code: "deposit_timeout" | "underpaid" | "payout_failed" | "refund_requested" | "kyc_required" | "operator" | null;
            /** @description Of a sell that failed: whether the user may try again in a new session; what to mind then, `failure_code` says. Null for any other. */
            new_session_can_help: boolean | null;
            /**
             * @description Why it waits for an operator. `compliance_review`: the sender is risky, too much came, or more would go back than a user may sell on a day. `confirmation_timeout`: a deposit did not confirm in 24 h. `deposit_mismatch`: the custodian counts less than was reported. `payout_unresolved`: nobody knows whether the fiat was paid. `rate_moved`: the rate has fallen below the quote's. `kyc_required`: the user is not verified any more; verified again the sell goes on, after 7 days the crypto goes back. `operator`: too little or too much came to decide by rule, or an operator held it.
             * @enum {string|null}
             */
            hold_reason: "compliance_review" | "confirmation_timeout" | "deposit_mismatch" | "payout_unresolved" | "refund_unresolved" | "rate_moved" | "kyc_required" | "operator" | null;
            /** @description Where the partner's users find help; null where the partner has not said. */
            support: components["schemas"]["Support"] | null;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string;
            /**
             * @description What has come and is confirmed, in the asset.
             * @example 250.5
             */
            received_amount: string;
            /**
             * @description What the user still has to send, in the asset.
             * @example 250.5
             */
            amount_due: string;
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string;
            /** @description The terms that the user accepted. */
            quote: components["schemas"]["SellQuote"];
            /** @description Where the user sends the crypto. */
            deposit: components["schemas"]["DepositInstructions"];
            /** @description What came. */
            deposits: components["schemas"]["Deposit"][];
            /** @description Transfers too small to be deposits of their own; null where there are none. They count as received, and are held or paid with the rest. */
            specks: components["schemas"]["Specks"] | null;
            /** @description Attempts to pay, the latest last. */
            payouts: components["schemas"]["Payout"][];
            /** @description Crypto that goes back, the latest last. */
            refunds: components["schemas"]["Refund"][];
            /** @description What the user is asked for; null for nothing. */
            user_action: components["schemas"]["UserAction"] | null;
            /**
             * Format: date-time
             * @description Since when it is known to take longer than usual (`sell.delayed`, once a sell): a deposit to confirm, or a payout to settle; in which phase, `status_history` says. It stays, also when the sell has gone on. Null where nothing took that long.
             */
            delayed_at: string | null;
            /** @description Its story, oldest first. */
            status_history: components["schemas"]["HistoryEntry"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description One attempt, opened by a partner's backend, that one user may turn into at most one sell. */
        PageSession: {
            /** @description What it is known by. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description False in local mode, where no money is real. */
            livemode: boolean;
            /**
             * @description What it is about.
             * @enum {string}
             */
            type: "sell";
            /**
             * @description Always `off_ramp`.
             * @enum {string}
             */
            flow: "off_ramp";
            /** @description Its own words while there is no sell, then the sell's. `open`: the user may go on. `expired`: it was not used for 30 minutes (24 hours while the verification was pending), nothing was sold and nothing is owed; `session.expired` is sent, who polls sees `failed`, and a new session begins anew. `cancelled`: the user or you ended it. */
            status: components["schemas"]["SessionStatus"];
            /** @description The user's e-mail address. */
            user_email: string | null;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string | null;
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string | null;
            /** @description Where the user goes when done: https, or http on localhost. */
            return_url: string | null;
            /** @description Where the user goes when they give up: https, or http on localhost. */
            cancel_url: string | null;
            /**
             * @description Where the user is, by ISO 3166-1 alpha-2; null where the partner did not say.
             * @example DE
             */
            country: string | null;
            /** @description Where the partner's users find help; null where the partner has not said. */
            support: components["schemas"]["Support"] | null;
            /** @description Whether the user is verified, as last told to this session. */
            kyc_status: components["schemas"]["KycStatus"];
            /** @description The sell; null while a session has none. */
            sell: components["schemas"]["PageSell"] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires if it is not used again: 30 minutes after its user last did something, 24 hours while the verification is pending. With a sell it expires no more; the sell's own `deposit.deadline` is 6 hours after it was made.
             */
            expires_at: string;
            /** @description The id that its sell will have. Only in the answer to `POST /widget/session`. */
            merchant_transaction_id?: string;
            /** @description Opens the sell page for this session. Shown once. */
            client_secret?: string;
            /** @description The sell page for this session; the secret is in its fragment only. Shown once. */
            widget_url?: string;
        };
        /** @description One attempt to push fiat to the card. */
        Payout: {
            /** @description `pay_`, the sell's 26 characters, and a number. */
            id: string;
            /**
             * Format: int32
             * @description From 1.
             */
            attempt: number;
            /**
             * @description `returned`: it was settled, and came back.
             * @enum {string}
             */
            status: "submitted" | "settled" | "failed" | "returned";
            /**
             * @description In fiat.
             * @example 250.5
             */
            amount: string;
            /**
             * @description Of the amount.
             * @enum {string}
             */
            currency: "EUR" | "USD";
            /** @description The card that it goes to. */
            card: components["schemas"]["Card"];
            /**
             * @description What came back, of a payout that was returned; null for any other.
             * @example 250.5
             */
            returned_amount: string | null;
            /** @description The payout provider's word for why it failed. */
            failure_code: string | null;
            /** @description What the payout provider calls it. */
            provider_reference: string | null;
            /**
             * Format: date-time
             * @description When it was handed to the payout provider.
             */
            submitted_at: string;
            /**
             * Format: date-time
             * @description When it was paid.
             */
            settled_at: string | null;
            /**
             * Format: int32
             * @description Only on what a recovery after the end added: which one, from 1.
             */
            recovery?: number;
        };
        PayoutDetailsBody: {
            /** @description The card to pay to, as the payout provider's form gave it. */
            card_token?: string | null;
            /** @description True: the user wants the crypto back instead. */
            refund?: boolean | null;
            /** @description The user's own address on the sell's network, for crypto that goes back. */
            refund_address?: string | null;
        };
        /** @description Why a request was not done (RFC 9457). */
        Problem: {
            /** @description `urn:offramp:problem:` and the code. */
            type: string;
            /** @description The code in words; the same for every such problem. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong with this request, in a sentence. */
            detail: string;
            /** @description What to decide by; it does not change. */
            code: components["schemas"]["ProblemCode"] | components["schemas"]["FieldCode"];
            /** @description The same as in the header `X-Request-Id`; helps to find the request in the logs. */
            request_id: string;
            /** @description The same request may succeed later, unchanged. */
            retryable: boolean;
            /** @description The fields to blame, all of them. With one `code` is its code; with several `validation_failed`. */
            errors?: components["schemas"]["FieldProblem"][];
        };
        ProblemCode: string & ("action_not_possible" | "amount_fixed" | "asset_paused" | "body_too_large" | "country_not_supported" | "deadline_exceeded" | "decision_pending" | "deposit_already_detected" | "fiat_not_supported" | "forbidden" | "idempotency_in_progress" | "idempotency_key_required" | "idempotency_key_reused" | "internal_error" | "invalid_card_token" | "invalid_idempotency_key" | "invalid_json" | "invalid_refund_address" | "invalid_request" | "invalid_signature" | "kyc_required" | "length_required" | "limit_exceeded" | "live_updates_unavailable" | "method_not_allowed" | "no_action_required" | "not_found" | "not_ready" | "notice_processed" | "offramp_disabled" | "orchestrations_unavailable" | "payout_unresolved" | "precondition_failed" | "provider_unavailable" | "quote_expired" | "quote_not_valid" | "rate_limited" | "rate_unavailable" | "same_operator" | "sell_exists" | "session_busy" | "session_ended" | "session_not_cancellable" | "stale" | "storage_unavailable" | "type_not_supported" | "unauthorized" | "unsupported_media_type" | "validation_failed");
        ProofSessionBody: {
            /**
             * @description `buy` is refused as `type_not_supported`.
             * @enum {string}
             */
            type: "sell";
            /** @description The user, as the partner knows them. */
            partner_user_id: string;
            /** @description The user's e-mail address. */
            user_email: string;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT";
            /** @description The chain on which the crypto comes; `TRC20` where it is not said. */
            network?: components["schemas"]["Network"] | null;
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description Fixes what is paid out; at most one of the two amounts.
             * @example 250.5
             */
            fiat_amount?: string | null;
            /**
             * @description Fixes what is sold; at most one of the two amounts.
             * @example 250.5
             */
            crypto_amount?: string | null;
            /** @description Where the user goes when done or when they give up: https, or http on localhost. */
            redirect_url?: string | null;
            /**
             * @description Where the user is; needed where the partner's policies name countries.
             * @example DE
             */
            country?: string | null;
            /** @description The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it. */
            metadata?: {
                [key: string]: string;
            } | null;
        };
        /** @description Terms. Rate, fee and margin are fiat per unit of the asset. */
        Quote: {
            /** @description Opaque; it carries its signed terms. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description The session that may sell on it; null where nobody may. */
            session_id: string | null;
            /** @description Nobody can sell on it. */
            indicative: boolean;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            asset: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description Fiat per unit of the asset, before fee and margin.
             * @example 250.5
             */
            rate: string;
            /**
             * @description What we keep, in fiat per unit of the asset.
             * @example 250.5
             */
            fee: string;
            /**
             * @description The partner's own part, in fiat per unit of the asset; zero where it takes none.
             * @example 250.5
             */
            margin: string;
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string;
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string;
            /**
             * Format: date-time
             * @description Until when it can be used.
             */
            expires_at: string;
            /**
             * @description A transfer of at most so much of the asset is no deposit of its own, and so much in all is not worth sending back.
             * @example 250.5
             */
            dust: string;
            /**
             * @description What the user bears of sending back what came late, twice or beyond the quote, in the asset.
             * @example 250.5
             */
            refund_cost: string;
            /** @description What happens to less than this at the deadline. */
            if_under: components["schemas"]["IfUnder"];
            /** @description What happens to more than this: an excess above `converted_below` goes back, after the payout; a smaller one is paid with the rest. */
            if_over: components["schemas"]["IfOver"];
            /** @description What happens to what comes after the deadline. */
            if_late: components["schemas"]["IfLate"];
        };
        QuoteBody: {
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            asset: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is to be sold; exactly one of the two amounts.
             * @example 250.5
             */
            crypto_amount?: string | null;
            /**
             * @description What is to be paid out; exactly one of the two amounts.
             * @example 250.5
             */
            fiat_amount?: string | null;
        };
        /** @description Crypto on its way back to the refund address. */
        Refund: {
            /** @description `ref_`, the sell's 26 characters, and a number. */
            id: string;
            /**
             * @description `sent`: it is confirmed on the network.
             * @enum {string}
             */
            status: "pending" | "sent" | "failed";
            /**
             * @description In the asset.
             * @example 250.5
             */
            amount: string;
            /** @description Where it goes. */
            address: string;
            /** @description Why it goes back. */
            reason: string;
            /** @description Of the transaction. */
            tx_hash: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: int32
             * @description Only on what a recovery after the end added: which one, from 1.
             */
            recovery?: number;
        };
        /** @description Crypto that a user sends, and the fiat that goes to their card for it. */
        Sell: {
            /** @description What it is known by. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description The session; it and its sell share their 26 characters. */
            session_id: string;
            /**
             * Format: int64
             * @description Counts the events of a session and its sell together, from 1; of a sell its last event's.
             */
            sequence: number;
            /** @description What partners need to know, in five words. */
            status: components["schemas"]["SellStatus"];
            /** @description Where it stands in its story. */
            phase: components["schemas"]["SellPhase"];
            /** @description What was odd about it, whatever its status. `under`: less came than was quoted; while there is time, `amount_due` says how much is missing. `over`: more came than was quoted; an excess above the quote's `if_over.converted_below` goes back, a smaller one is paid with the rest. `late`: something came after it had expired or was cancelled. `duplicate`: something came after it was covered or decided; it goes back. `reorged`: a confirmed deposit was lost again. `slow`: a deposit did not confirm in 24 h. `returned`: the bank sent the payout back. */
            labels: ("under" | "over" | "late" | "duplicate" | "reorged" | "slow" | "returned")[];
            /**
             * @description Why it failed, and what to do next. `deposit_timeout`: nothing came in time; open a new session if the user still wants to sell. `underpaid`: too little came and goes back; open a new session. `payout_failed`: the card could not be paid and all of the crypto goes back; open a new session with another card. `refund_requested`: the user wanted the crypto back; nothing to do. `kyc_required`: the user was not verified any more and the crypto goes back; verification comes first, then a new session. `operator`: an operator sent the crypto back; ask them.
             * @enum {string|null}
             */
            failure_code: "deposit_timeout" | "underpaid" | "payout_failed" | "refund_requested" | "kyc_required" | "operator" | null;
            /** @description Of a sell that failed: whether the user may try again in a new session; what to mind then, `failure_code` says. Null for any other. */
            new_session_can_help: boolean | null;
            /**
             * @description Why it waits for an operator. `compliance_review`: the sender is risky, too much came, or more would go back than a user may sell on a day. `confirmation_timeout`: a deposit did not confirm in 24 h. `deposit_mismatch`: the custodian counts less than was reported. `payout_unresolved`: nobody knows whether the fiat was paid. `rate_moved`: the rate has fallen below the quote's. `kyc_required`: the user is not verified any more; verified again the sell goes on, after 7 days the crypto goes back. `operator`: too little or too much came to decide by rule, or an operator held it.
             * @enum {string|null}
             */
            hold_reason: "compliance_review" | "confirmation_timeout" | "deposit_mismatch" | "payout_unresolved" | "refund_unresolved" | "rate_moved" | "kyc_required" | "operator" | null;
            /** @description The user, as the partner knows them. */
            partner_user_id: string | null;
            /** @description The partner's own reference for this attempt. Null in Proof's shape. */
            user_reference: string | null;
            /** @description The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it. */
            metadata: {
                [key: string]: string;
            } | null;
            /** @description Where the partner's users find help; null where the partner has not said. */
            support: components["schemas"]["Support"] | null;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string;
            /**
             * @description What has come and is confirmed, in the asset.
             * @example 250.5
             */
            received_amount: string;
            /**
             * @description What the user still has to send, in the asset.
             * @example 250.5
             */
            amount_due: string;
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string;
            /** @description The terms that the user accepted. */
            quote: components["schemas"]["SellQuote"];
            /** @description Where the user sends the crypto. */
            deposit: components["schemas"]["DepositInstructions"];
            /** @description What came. */
            deposits: components["schemas"]["Deposit"][];
            /** @description Transfers too small to be deposits of their own; null where there are none. They count as received, and are held or paid with the rest. */
            specks: components["schemas"]["Specks"] | null;
            /** @description Attempts to pay, the latest last. */
            payouts: components["schemas"]["Payout"][];
            /** @description Crypto that goes back, the latest last. */
            refunds: components["schemas"]["Refund"][];
            /** @description What the user is asked for; null for nothing. */
            user_action: components["schemas"]["UserAction"] | null;
            /**
             * Format: date-time
             * @description Since when it is known to take longer than usual (`sell.delayed`, once a sell): a deposit to confirm, or a payout to settle; in which phase, `status_history` says. It stays, also when the sell has gone on. Null where nothing took that long.
             */
            delayed_at: string | null;
            /** @description Its story, oldest first. */
            status_history: components["schemas"]["HistoryEntry"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        SellBody: {
            /** @description Of a quote that was locked for this session. */
            quote_id: string;
            /** @description The card to pay to, as the payout provider's form gave it. */
            card_token: string;
            /** @description The user's own address on the sell's network, for crypto that goes back. */
            refund_address: string;
        };
        SellList: {
            /** @description What there is, in the order that the call names. */
            data: components["schemas"]["Sell"][];
            /** @description There are more after these. */
            has_more: boolean;
            /** @description Given as `cursor` it asks for what follows; null at the end. */
            next_cursor: string | null;
        };
        /** @enum {string} */
        SellPhase: "awaiting_deposit" | "confirming_deposit" | "on_hold" | "paying_out" | "action_required" | "paid" | "expired" | "refunding" | "refund_failed" | "refunded" | "cancelled";
        /** @description The terms that the user accepted. */
        SellQuote: {
            /**
             * @description Fiat per unit of the asset, before fee and margin.
             * @example 250.5
             */
            rate: string;
            /**
             * @description What we keep, in fiat per unit of the asset.
             * @example 250.5
             */
            fee: string;
            /**
             * @description The partner's own part, in fiat per unit of the asset; zero where it takes none.
             * @example 250.5
             */
            margin: string;
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string;
            /**
             * Format: date-time
             * @description Until when it can be used.
             */
            expires_at: string;
        };
        /** @enum {string} */
        SellStatus: "pending" | "processing" | "completed" | "failed" | "cancelled";
        /** @description One attempt, opened by a partner's backend, that one user may turn into at most one sell. */
        Session: {
            /** @description What it is known by. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description False in local mode, where no money is real. */
            livemode: boolean;
            /**
             * @description What it is about.
             * @enum {string}
             */
            type: "sell";
            /**
             * @description Always `off_ramp`.
             * @enum {string}
             */
            flow: "off_ramp";
            /** @description Its own words while there is no sell, then the sell's. `open`: the user may go on. `expired`: it was not used for 30 minutes (24 hours while the verification was pending), nothing was sold and nothing is owed; `session.expired` is sent, who polls sees `failed`, and a new session begins anew. `cancelled`: the user or you ended it. */
            status: components["schemas"]["SessionStatus"];
            /** @description The user, as the partner knows them. */
            partner_user_id: string | null;
            /** @description The partner's own reference for this attempt. Null in Proof's shape. */
            user_reference: string | null;
            /** @description The user's e-mail address. */
            user_email: string | null;
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string | null;
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string | null;
            /** @description Where the user goes when done: https, or http on localhost. */
            return_url: string | null;
            /** @description Where the user goes when they give up: https, or http on localhost. */
            cancel_url: string | null;
            /** @description The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it. */
            metadata: {
                [key: string]: string;
            } | null;
            /**
             * @description Where the user is, by ISO 3166-1 alpha-2; null where the partner did not say.
             * @example DE
             */
            country: string | null;
            /** @description Where the partner's users find help; null where the partner has not said. */
            support: components["schemas"]["Support"] | null;
            /** @description Whether the user is verified, as last told to this session. */
            kyc_status: components["schemas"]["KycStatus"];
            /** @description The sell; null while a session has none. */
            sell: components["schemas"]["Sell"] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it expires if it is not used again: 30 minutes after its user last did something, 24 hours while the verification is pending. With a sell it expires no more; the sell's own `deposit.deadline` is 6 hours after it was made.
             */
            expires_at: string;
            /** @description The id that its sell will have. Only in the answer to `POST /widget/session`. */
            merchant_transaction_id?: string;
            /** @description Opens the sell page for this session. Shown once. */
            client_secret?: string;
            /** @description The sell page for this session; the secret is in its fragment only. Shown once. */
            widget_url?: string;
        };
        SessionList: {
            /** @description What there is, in the order that the call names. */
            data: components["schemas"]["Session"][];
            /** @description There are more after these. */
            has_more: boolean;
            /** @description Given as `cursor` it asks for what follows; null at the end. */
            next_cursor: string | null;
        };
        /** @enum {string} */
        SessionStatus: "open" | "pending" | "processing" | "completed" | "failed" | "cancelled" | "expired";
        /** @description A sell on which something was booked that day. */
        SettledSell: {
            /** @description The sell. */
            sell_id: string;
            /** @description The session; it and its sell share their 26 characters. */
            session_id: string;
            /** @description The user, as the partner knows them. */
            partner_user_id: string | null;
            /** @description The partner's own reference for this attempt. Null in Proof's shape. */
            user_reference: string | null;
            /** @description Where it stands. */
            status: components["schemas"]["SellStatus"];
            /** @description Where it stands in its story. */
            phase: components["schemas"]["SellPhase"];
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /** @description What was booked that day, in order. */
            entries: components["schemas"]["LedgerEntry"][];
            /** @description Of the entries, by currency. */
            totals: components["schemas"]["SettlementTotals"][];
            /** @description What came. */
            deposits: components["schemas"]["Deposit"][];
            /** @description Attempts to pay, the latest last. */
            payouts: components["schemas"]["Payout"][];
            /** @description Crypto that goes back, the latest last. */
            refunds: components["schemas"]["Refund"][];
        };
        /** @description What was booked on one UTC day, by sell. */
        Settlement: {
            /** @description What this is. */
            object: string;
            /**
             * Format: date
             * @description The UTC day.
             */
            date: string;
            /** @description The day is over by 10 min and more: nothing is booked on it any more. */
            final: boolean;
            /** @description What there is, in the order that the call names. */
            data: components["schemas"]["SettledSell"][];
            /** @description Of all pages so far; on the last page of the whole day. */
            totals: components["schemas"]["SettlementTotals"][];
            /** @description There are more after these. */
            has_more: boolean;
            /** @description Given as `cursor` it asks for what follows; null at the end. */
            next_cursor: string | null;
        };
        /** @description What was booked in one currency, signed as in the ledger: where it came from is negative. All of it is zero together. */
        SettlementTotals: {
            /** @description Of the amounts. */
            currency: string;
            /**
             * @description Confirmed deposits.
             * @example 250.5
             */
            received: string;
            /**
             * @description Not sold and not sent back yet.
             * @example 250.5
             */
            held: string;
            /**
             * @description Sold: crypto that went, or the fiat that it was worth.
             * @example 250.5
             */
            converted: string;
            /**
             * @description Sent back.
             * @example 250.5
             */
            refunded: string;
            /**
             * @description What users bore of sending back what came late, twice or beyond the quote.
             * @example 250.5
             */
            refund_costs: string;
            /**
             * @description What networks took for sending refunds, in the asset: our expense.
             * @example 250.5
             */
            network_costs: string;
            /**
             * @description What of ours went into that; the same amount, negative.
             * @example 250.5
             */
            own_funds: string;
            /**
             * @description Settled on cards.
             * @example 250.5
             */
            paid_out: string;
            /**
             * @description What we keep.
             * @example 250.5
             */
            fees: string;
            /**
             * @description Yours.
             * @example 250.5
             */
            margin: string;
            /**
             * @description What the smallest unit cannot hold.
             * @example 250.5
             */
            rounding: string;
            /**
             * @description What banks kept of payouts that came back; negative: it is our cost.
             * @example 250.5
             */
            return_costs: string;
        };
        Specks: {
            /**
             * Format: int32
             * @description How many there are.
             */
            count: number;
            /**
             * @description What they come to, in the asset.
             * @example 250.5
             */
            amount: string;
        };
        StartedKyc: {
            /** @description Whether the user may sell: only `verified` may. */
            status: components["schemas"]["KycStatus"];
            /** @description Where the user is verified; null for one who is already. */
            verification_url: string | null;
        };
        /** @description A month, day by day. */
        Statement: {
            /** @description What this is. */
            object: string;
            /** @description The month. */
            month: string;
            /** @description The month is over by 10 min and more: nothing is booked in it any more. */
            final: boolean;
            /** @description The days on which something was booked, in their order. */
            data: components["schemas"]["StatementDay"][];
            /** @description Of the month. */
            totals: components["schemas"]["SettlementTotals"][];
        };
        /** @description A UTC day on which something was booked. */
        StatementDay: {
            /**
             * Format: date
             * @description The UTC day.
             */
            date: string;
            /**
             * Format: int32
             * @description On how many sells something was booked.
             */
            sells: number;
            /** @description Of the day. */
            totals: components["schemas"]["SettlementTotals"][];
        };
        /** @description Where a partner's users find help. */
        Support: {
            /** @description An address to write to. */
            email: string | null;
            /** @description A page. */
            url: string | null;
        };
        /** @description A sell in five words, for those who poll. */
        Transaction: {
            /** @description The sell's id, also while there is no sell yet. */
            merchant_transaction_id: string;
            /** @description The user, as the partner knows them. */
            partner_user_id: string | null;
            /**
             * @description What it is about.
             * @enum {string}
             */
            type: "sell";
            /** @description Where it stands. */
            status: components["schemas"]["SellStatus"];
            /**
             * @description The asset that is sold.
             * @enum {string}
             */
            currency: "USDT" | "USDC";
            /** @description The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides. */
            network: components["schemas"]["Network"];
            /**
             * @description What is sold, in the asset.
             * @example 250.5
             */
            crypto_amount: string | null;
            /**
             * @description The currency that is paid out.
             * @enum {string}
             */
            fiat_currency: "EUR" | "USD";
            /**
             * @description What is paid out, in `fiat_currency`.
             * @example 250.5
             */
            fiat_amount: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        UserAction: {
            /**
             * @description `payout_details`: another card, or the wish to have the crypto back. `refund_address`: another address, because the one on record took no refund.
             * @enum {string}
             */
            kind: "payout_details" | "refund_address";
            /**
             * Format: date-time
             * @description Until when; null for no end. Then the crypto goes back.
             */
            until: string | null;
        };
        UserKyc: {
            /** @description The user, as the partner knows them. */
            partner_user_id: string;
            /** @description Whether the user may sell: only `verified` may. */
            status: components["schemas"]["KycStatus"];
        };
        /** @description What became of one event on its way to the endpoint. */
        WebhookDelivery: {
            /** @description The delivery's: `whk_` and the characters of its event's id. */
            id: string;
            /** @description What this is. */
            object: string;
            /** @description The event's, which was the header `webhook-id`. */
            event_id: string;
            /** @description What happened: `sell.completed`. */
            type: string;
            /** @description The session; it and its sell share their 26 characters. */
            session_id: string;
            /**
             * Format: int64
             * @description The event's among those of its session and sell.
             */
            sequence: number;
            /** @description What became of it: `dead` was given up, `skipped` nobody wanted: no endpoint, a disabled one, or one for other types. */
            state: components["schemas"]["DeliveryState"];
            /** @description The tries, oldest first. */
            attempts: components["schemas"]["DeliveryAttempt"][];
            /**
             * Format: date-time
             * @description When it happened.
             */
            created_at: string;
        };
        WebhookDeliveryList: {
            /** @description What there is, in the order that the call names. */
            data: components["schemas"]["WebhookDelivery"][];
            /** @description There are more after these. */
            has_more: boolean;
            /** @description Given as `cursor` it asks for what follows; null at the end. */
            next_cursor: string | null;
        };
        /** @description Where a partner's webhooks go. A partner has one endpoint. */
        WebhookEndpoint: {
            /** @description What this is. */
            object: string;
            /** @description Where webhooks go: an https address on the public internet, at any port. */
            url: string;
            /** @description The types that are sent; null for all, those to come included. */
            event_types: ("session.created" | "session.expired" | "session.cancelled" | "kyc.updated" | "deposit.seen" | "deposit.confirmed" | "deposit.dropped" | "sell.pending" | "sell.processing" | "sell.completed" | "sell.failed" | "sell.cancelled" | "sell.on_hold" | "sell.action_required" | "sell.delayed" | "payout.submitted" | "payout.settled" | "payout.failed" | "payout.returned" | "refund.pending" | "refund.sent" | "refund.failed" | "test.ping")[] | null;
            /** @description To a `disabled` one nothing is sent, until its address is set again. */
            status: components["schemas"]["WebhookEndpointStatus"];
            /** @description Why nothing is sent: `gone` where it answered 410. */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Since when nothing is sent.
             */
            disabled_at: string | null;
            /**
             * Format: date-time
             * @description Until when the secret before the last rotation signs too.
             */
            old_secret_until: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /** @description Signs every webhook, by Standard Webhooks 1.0. Shown once. */
            secret?: string;
        };
        WebhookEndpointBody: {
            /** @description Where webhooks go: an https address on the public internet, at any port. */
            url: string;
            /** @description The types that are sent; null for all, those to come included. */
            event_types?: ("session.created" | "session.expired" | "session.cancelled" | "kyc.updated" | "deposit.seen" | "deposit.confirmed" | "deposit.dropped" | "sell.pending" | "sell.processing" | "sell.completed" | "sell.failed" | "sell.cancelled" | "sell.on_hold" | "sell.action_required" | "sell.delayed" | "payout.submitted" | "payout.settled" | "payout.failed" | "payout.returned" | "refund.pending" | "refund.sent" | "refund.failed" | "test.ping")[] | null;
        };
        /** @enum {string} */
        WebhookEndpointStatus: "enabled" | "disabled";
        /** @description What came of a test event. */
        WebhookTest: {
            /** @description The event's, which was the header `webhook-id`. */
            event_id: string;
            /** @description Where webhooks go: an https address on the public internet, at any port. */
            url: string;
            /** @description It was answered with 2xx in time. */
            delivered: boolean;
            /**
             * Format: int32
             * @description What the endpoint answered; null where no answer came.
             */
            status_code: number | null;
            /**
             * @description Why none came.
             * @enum {string|null}
             */
            error: "timed_out" | "connection_failed" | "tls_failed" | "name_not_resolved" | "address_refused" | "bad_answer" | "secret_lost" | null;
            /**
             * Format: date-time
             * @description When it was sent.
             */
            sent_at: string;
            /** @description What this is. */
            object: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
