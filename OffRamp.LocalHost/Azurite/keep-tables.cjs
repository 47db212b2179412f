// Loaded into Azurite (node --require): makes its tables outlive kill -9.
//
// Azurite holds its tables in LokiJS, which writes the whole database every few seconds; what happened since is lost when
// the process is killed. Here every change also goes to a small log, one line for each answered request, written before
// the answer. A save starts a new log and, once it is on disk, drops the old ones; loading applies what logs there are.
// A line cut off by the kill belongs to a request that was never answered, and is ignored.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const Module = require('module');

const SAVE_EVERY_MS = 30_000;

class ChangeLog {
  constructor(databaseFile) {
    this.base = databaseFile + '.changes.';
    this.pending = [];
    this.loading = false;
    const old = this.numbers();
    this.number = old.length ? old[old.length - 1] + 1 : 1;
    this.file = null;
  }

  numbers() {
    const folder = path.dirname(this.base), prefix = path.basename(this.base);
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder).filter(name => name.startsWith(prefix)).map(name => Number(name.slice(prefix.length))).sort((a, b) => a - b);
  }

  add(change) {
    if (!this.loading) this.pending.push(JSON.stringify(change));
  }

  flush() {
    if (this.pending.length === 0) return;
    if (this.file === null) this.file = fs.openSync(this.base + this.number, 'a');
    fs.writeSync(this.file, '[' + this.pending.join(',') + ']\n');
    this.pending.length = 0;
  }

  // What is serialised now covers every change so far; later ones go to the next file.
  turnOver() {
    this.flush();
    if (this.file !== null) fs.closeSync(this.file);
    this.file = null;
    return this.number++;
  }

  dropThrough(number) {
    for (const old of this.numbers()) if (old <= number) fs.unlinkSync(this.base + old);
  }

  *changes() {
    for (const number of this.numbers())
      for (const line of fs.readFileSync(this.base + number, 'utf8').split('\n')) {
        let changes;
        try { changes = JSON.parse(line); } catch { continue; }
        yield* changes;
      }
  }
}

// Applies logged changes to the database as it was saved (plain JSON). Applying one twice does no harm.
function bringUpToDate(database, log) {
  const positions = new Map();
  const positionsOf = collection => {
    if (!positions.has(collection.name)) positions.set(collection.name, new Map(collection.data.map((doc, at) => [doc.$loki, at])));
    return positions.get(collection.name);
  };
  const find = name => database.collections.find(collection => collection.name === name);
  for (const { op, name, doc, id, template } of log.changes()) {
    let collection = find(name);
    if (op === 'drop') {
      database.collections = database.collections.filter(one => one.name !== name);
      positions.delete(name);
    } else if (op === 'create') {
      if (!collection) database.collections.push({ ...template, data: [] });
    } else if (collection && op === 'put') {
      const at = positionsOf(collection);
      if (at.has(doc.$loki)) collection.data[at.get(doc.$loki)] = doc;
      else at.set(doc.$loki, collection.data.push(doc) - 1);
      collection.maxId = Math.max(collection.maxId || 0, doc.$loki);
    } else if (collection && op === 'remove') {
      const at = positionsOf(collection);
      if (at.has(id)) collection.data[at.get(id)] = null;
      at.delete(id);
    }
  }
  for (const collection of database.collections) collection.data = collection.data.filter(doc => doc !== null);
  return database;
}

function keep(Loki) {
  const logs = new Set();
  const logOf = new WeakMap(); // database or collection -> its log

  const { addCollection, removeCollection, configureOptions, loadDatabase } = Loki.prototype;
  const { insertOne, update, remove } = Loki.Collection.prototype;
  const adapter = Loki.LokiFsAdapter.prototype;
  const { loadDatabase: read, saveDatabase: write } = adapter;

  Loki.prototype.configureOptions = function (options, initial) {
    const isTables = !!options && options.persistenceMethod === 'fs' && path.basename(this.filename).includes('_db_table');
    if (isTables && !logOf.has(this)) {
      const log = new ChangeLog(this.filename);
      logs.add(log);
      logOf.set(this, log);
      options = { ...options, autosaveInterval: SAVE_EVERY_MS };
    }
    const result = configureOptions.call(this, options, initial);
    if (isTables) logOf.set(this.persistenceAdapter, logOf.get(this));
    return result;
  };

  Loki.prototype.addCollection = function (name, options) {
    const isNew = !this.getCollection(name);
    const collection = addCollection.call(this, name, options);
    const log = logOf.get(this);
    if (log) {
      logOf.set(collection, log);
      if (isNew && !log.loading) log.add({ op: 'create', name, template: JSON.parse(JSON.stringify(collection, this.serializeReplacer)) });
    }
    return collection;
  };

  Loki.prototype.removeCollection = function (name) {
    logOf.get(this)?.add({ op: 'drop', name });
    return removeCollection.call(this, name);
  };

  Loki.prototype.loadDatabase = function (options, callback) {
    const log = logOf.get(this);
    if (!log) return loadDatabase.call(this, options, callback);
    log.loading = true;
    return loadDatabase.call(this, options, error => {
      log.loading = false;
      // Saved indices do not know the changes that were applied.
      if (!error) for (const collection of this.collections) collection.ensureAllIndexes(true);
      callback(error);
    });
  };

  adapter.loadDatabase = function (file, callback) {
    const log = logOf.get(this);
    if (!log) return read.call(this, file, callback);
    return read.call(this, file, text => callback(typeof text === 'string' ? bringUpToDate(JSON.parse(text), log) : text));
  };

  adapter.saveDatabase = function (file, text, callback) {
    const log = logOf.get(this);
    if (!log) return write.call(this, file, text, callback);
    const covered = log.turnOver();
    return write.call(this, file, text, error => {
      if (!error) log.dropThrough(covered);
      callback(error);
    });
  };

  Loki.Collection.prototype.insertOne = function (doc, bulk) {
    const stored = insertOne.call(this, doc, bulk);
    if (stored) logOf.get(this)?.add({ op: 'put', name: this.name, doc: stored });
    return stored;
  };

  Loki.Collection.prototype.update = function (doc) {
    const stored = update.call(this, doc);
    const log = logOf.get(this);
    if (log && !Array.isArray(doc)) log.add({ op: 'put', name: this.name, doc: this.get(doc.$loki) });
    return stored;
  };

  Loki.Collection.prototype.remove = function (doc) {
    const log = logOf.get(this);
    if (log) for (const one of Array.isArray(doc) ? doc : [doc]) log.add({ op: 'remove', name: this.name, id: typeof one === 'number' ? one : one.$loki });
    return remove.call(this, doc);
  };

  const writeHead = http.ServerResponse.prototype.writeHead;
  http.ServerResponse.prototype.writeHead = function (...head) {
    for (const log of logs) log.flush();
    return writeHead.apply(this, head);
  };
}

const load = Module._load;
let kept = false;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (request === 'lokijs' && !kept) {
    kept = true;
    keep(loaded);
  }
  return loaded;
};
