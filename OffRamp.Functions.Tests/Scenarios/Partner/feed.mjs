// A reader of the feed, who keeps what was read together with the cursor.
export class Feed {
  events = [];
  #after = '';

  constructor(api) {
    this.api = api;
  }

  /** Reads on to the end, as it is now. */
  async catchUp() {
    for (let more = true; more; ) {
      const page = await this.api.get(`/v1/events?limit=100${this.#after && `&after=${encodeURIComponent(this.#after)}`}`);
      this.events.push(...page.data);
      [this.#after, more] = [page.next_cursor, page.has_more];
    }
  }
}
