// The line between browser and service: a proxy that can hold an answer back,
// cut it at an event, or lose a message, and that remembers what was sent.
import http from "node:http";
import { once } from "node:events";

export class Line {
  #server = http.createServer((req, res) => this.#pass(req, res).catch((e) => this.faults.push(e)));
  #agent = new http.Agent({ keepAlive: true });
  #plans = [];
  #waiting = [];
  sent = []; // messages: { path, key, last, body, fate }
  faults = [];
  bytes = 0; // of answers, heads and bodies as they go over the wire

  async open(port = 0) {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = this.#server.address().port;
    this.origin = `http://127.0.0.1:${this.port}`;
  }

  to(target) { this.target = new URL(target); }

  async close() {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  down = false; // no message gets through

  // reset forgets plans and lets go of what is held.
  reset() {
    this.down = false;
    this.#plans = [];
    this.#waiting.splice(0).forEach((go) => go());
    this.sent = [];
    this.bytes = 0;
  }

  // hold keeps the answer to the next message back until release is called;
  // arrived tells that the message reached the service.
  hold() {
    const plan = { kind: "hold" };
    plan.arrived = new Promise((resolve) => { plan.reached = resolve; });
    plan.gate = new Promise((resolve) => { plan.release = resolve; });
    this.#waiting.push(plan.release);
    this.#plans.push(plan);
    return plan;
  }

  // cutAfter lets nothing of the next answer through behind an event, and ends
  // the connection when cut is called: an end may overtake what went before it.
  cutAfter(event) {
    const plan = { kind: "cut", event };
    plan.gate = new Promise((resolve) => { plan.cut = resolve; });
    this.#waiting.push(plan.cut);
    this.#plans.push(plan);
    return plan;
  }

  // lose lets the next message reach the service and loses the whole answer.
  lose() { this.#plans.push({ kind: "lose" }); }

  // refuse ends the connection before the next message reaches the service.
  refuse() { this.#plans.push({ kind: "refuse" }); }

  async #pass(req, res) {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const message = req.method === "POST" && /\/chat$/.test(req.url.split("?")[0]);
    const plan = message ? this.#plans.shift() : undefined;
    if (message) {
      const form = new URLSearchParams(body.toString());
      this.sent.push({ path: req.url, key: form.get("key"), last: req.headers["last-event-id"], text: form.get("text"), action: form.get("action"), fate: plan?.kind });
    }
    if (plan?.kind === "refuse" || message && this.down) {
      res.destroy();
      return;
    }
    const up = http.request({ host: this.target.hostname, port: this.target.port, method: req.method, path: req.url, headers: req.headers, agent: this.#agent });
    up.end(body);
    let answer;
    try {
      [answer] = await once(up, "response");
    } catch {
      res.destroy(); // the service is gone: so is the line
      return;
    }
    res.on("close", () => { if (!answer.complete) answer.destroy(); });
    try {
      if (plan?.kind === "hold") {
        plan.reached();
        await plan.gate;
      }
      if (plan?.kind === "lose") {
        answer.resume();
        await once(answer, "end");
        res.destroy();
        return;
      }
      const headers = { ...answer.headers };
      delete headers["transfer-encoding"];
      res.writeHead(answer.statusCode, headers);
      res.flushHeaders();
      let text = "";
      this.bytes += answer.rawHeaders.reduce((sum, text) => sum + text.length + 2, 20);
      for await (const chunk of answer) {
        this.bytes += chunk.length;
        if (plan?.kind !== "cut") {
          res.write(chunk);
          continue;
        }
        const before = text.length;
        text += chunk.toString("latin1");
        const at = text.indexOf(`event: ${plan.event}\n`);
        const end = at < 0 ? -1 : text.indexOf("\n\n", at);
        if (end < 0) {
          res.write(chunk);
          continue;
        }
        res.write(chunk.subarray(0, end + 2 - before));
        answer.resume();
        await plan.gate;
        res.destroy();
        return;
      }
      res.end();
    } catch {
      res.destroy(); // the browser or the service hung up: the other hears of it
    }
  }
}
