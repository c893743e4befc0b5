// Another site: it serves the pages that it is given.
import http from "node:http";
import { once } from "node:events";

export class Host {
  #server = http.createServer((req, res) => {
    const page = this.pages[new URL(req.url, "http://host").pathname];
    res.writeHead(page === undefined ? 204 : 200, { "Content-Type": "text/html; charset=utf-8", ...this.headers });
    res.end(page ?? "");
  });
  pages = {};
  headers = {};

  constructor(name) { this.name = name; }

  async open() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.origin = `http://${this.name}:${this.#server.address().port}`;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
