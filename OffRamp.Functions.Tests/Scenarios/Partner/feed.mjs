// A reader of the feed, who keeps what was read together with the cursor.
export class Feed {
  events = [];
  #after;

  constructor(partner) {
    this.partner = partner;
  }

  /** Reads on to the end, as it is now. */
  async catchUp() {
    for (let more = true; more; ) {
      const page = await this.partner.events.list({ limit: 100, after: this.#after });
      this.events.push(...page.data);
      [this.#after, more] = [page.next_cursor, page.has_more];
    }
  }
}
