// Lists come by page. Awaited, a list is its first page; with `for await` it is every entry, page after page.

export class List {
  #ask;

  /** @param ask gives the page that a cursor leads to; the first without one. */
  constructor(ask) {
    this.#ask = ask;
  }

  /** So that `await` gives the first page: `{data, has_more, next_cursor}`. */
  then(done, failed) {
    return this.#ask().then(done, failed);
  }

  async *[Symbol.asyncIterator]() {
    for (let cursor; ;) {
      const page = await this.#ask(cursor);
      yield* page.data;
      if (!page.has_more) return;
      cursor = page.next_cursor;
    }
  }
}

/**
 * The events of a partner, oldest first, and on and on: at the end of what there is it waits for more. `cursor` is the place
 * to go on from; it moves only when every event of a page was taken, so that a process that dies in between hears some again
 * and misses none.
 */
export class Feed {
  #http;
  #query;
  #options;
  #every;

  constructor(http, { after, from, sell_id: sellId, limit = 100, every = 5_000, ...options } = {}) {
    this.#http = http;
    this.#query = { from: after ? undefined : from, sell_id: sellId, limit };
    this.#options = options;
    this.#every = every;
    /** Store it with what the events led to, and give it as `after` next time. */
    this.cursor = after ?? null;
  }

  async *[Symbol.asyncIterator]() {
    const { signal } = this.#options;
    while (!signal?.aborted) {
      const page = await this.#http.get('/v1/events', { ...this.#query, after: this.cursor }, this.#options);
      yield* page.data;
      this.cursor = page.next_cursor ?? this.cursor;
      if (this.cursor) this.#query.from = undefined;
      if (!page.has_more) await this.#http.sleep(this.#every, signal).catch(() => {});
    }
  }
}
