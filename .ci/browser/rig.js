// What every case stands on: the built service behind a line that can be cut, a
// browser, and scenes that fail on anything a person would not see but should
// worry about: errors in the console, violated policies, foreign requests.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { Line } from "./line.js";
import { Host } from "./host.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = process.env.ZHIRONG_BINARY || path.join(here, "../../dist/zhirong");
export const chromiumPath = process.env.ZHIRONG_CHROMIUM || "/usr/bin/chromium";
export const chromiumArgs = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const shots = path.join(here, "shots");

// missing says what these tests lack on this machine; empty: nothing.
export function missing() {
  if (!existsSync(chromiumPath)) return `there is no browser at ${chromiumPath}: install Debian's chromium, or name another one in ZHIRONG_CHROMIUM`;
  if (!existsSync(binary)) return `there is no program at ${binary}: .ci/browser/run builds it`;
  return "";
}

export const line = new Line();
export const park = new Host("localhost"); // a site that may embed the chat
export const stranger = new Host("localhost"); // one that may not
let browser, service, folder;

// until polls for a condition; the deadline only ends what would never come.
export async function until(what, look, within = 60000) {
  for (const end = Date.now() + within; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}

export async function open() {
  folder = mkdtempSync(path.join(tmpdir(), "zhirong-browser-"));
  mkdirSync(shots, { recursive: true });
  await Promise.all([line.open(), park.open(), stranger.open()]);
  const ready = path.join(folder, "ready");
  service = spawn(binary, ["serve", "--data", path.join(folder, "data"), "--listen", "127.0.0.1:0", "--ready-file", ready], {
    stdio: ["ignore", "ignore", "pipe"],
    // The cases write faster than any hand: what one person may say in a minute is not theirs to keep.
    env: { PATH: process.env.PATH, ZHIRONG_PUBLIC_URL: line.origin, ZHIRONG_WIDGET_ORIGINS: park.origin, ZHIRONG_LIMITS_PER_SESSION_PER_MINUTE: "3600" },
  });
  // Whatever ends the tests ends the service with them.
  process.once("exit", () => service.kill("SIGKILL"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  let told = "";
  service.stderr.on("data", (chunk) => { told += chunk; });
  let gone = false;
  service.once("exit", () => { gone = true; });
  await until("the service", () => {
    if (gone) throw new Error(`the service ended:\n${told}`);
    return existsSync(ready);
  });
  line.to(readFileSync(ready, "utf8").trim());
  browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
}

export async function close() {
  await browser?.close();
  if (service && service.exitCode === null) {
    const ended = once(service, "exit");
    service.kill("SIGTERM");
    await ended;
  }
  await Promise.all([line.close(), park.close(), stranger.close()]);
  rmSync(folder, { recursive: true, force: true });
}

export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const small = { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// scene is a case with a browser profile of its own.
export function scene(name, options, play) {
  if (typeof options === "function") [options, play] = [{}, options];
  test(name, { timeout: 180000 }, async () => {
    const s = new Scene(browser);
    try {
      await s.begin(options);
      await play(s);
      s.expectQuiet();
    } catch (e) {
      await s.page?.screenshot({ path: path.join(shots, `failed ${name.replace(/\W+/gu, " ")}.png`) }).catch(() => {});
      throw e;
    } finally {
      line.reset();
      await s.end();
    }
  });
}

export class Scene {
  line = line;
  #worries = [];
  #tolerated = [];

  constructor(owner) { this.browser = owner; }

  async begin(options) {
    this.scripted = options.javaScriptEnabled !== false;
    this.context = await this.browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 800 }, baseURL: line.origin, ...options });
    await this.watch(this.context);
    this.page = await this.context.newPage();
  }

  // watch notes what no person would see.
  async watch(context) {
    context.setDefaultTimeout(30000);
    context.on("request", (r) => {
      const to = new URL(r.url());
      if (/^(https?|wss?):$/.test(to.protocol) && to.origin !== line.origin) this.#worries.push(`request to ${r.url()}`);
    });
    context.on("console", (m) => { if (["error", "warning"].includes(m.type())) this.#worries.push(`console: ${m.text()}`); });
    context.on("weberror", (e) => this.#worries.push(`script: ${e.error()}`));
    await context.addInitScript(() => {
      window.seenViolations = [];
      document.addEventListener("securitypolicyviolation", (e) => {
        window.seenViolations.push(e.violatedDirective);
        console.error(`policy violated: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`);
      });
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const e of list.getEntries()) window.shifts.push({ value: e.value, input: e.hadRecentInput });
      }).observe({ type: "layout-shift", buffered: true });
    });
  }

  // tolerate names worries that belong to the case.
  tolerate(...patterns) { this.#tolerated.push(...patterns); }

  expectQuiet() {
    assert.deepEqual(this.#worries.filter((w) => !this.#tolerated.some((p) => p.test(w))), []);
    assert.deepEqual(line.faults, []);
  }

  async end() { await this.context?.close(); }

  async open(where = "/") { await this.page.goto(where); }
  get box() { return this.page.locator("#text"); }
  get send() { return this.page.locator("#send"); }
  get said() { return this.page.locator(".msg.you"); }
  get answers() { return this.page.locator("article.msg.bot"); }
  get last() { return this.answers.last(); }

  // say writes a message, sends it with Enter and returns its answer.
  async say(text) {
    const before = await this.answers.count();
    await this.box.fill(text);
    await this.box.press("Enter");
    return this.answer(before);
  }

  // press presses a button of the conversation.
  async press(name) {
    const before = await this.answers.count();
    await this.page.getByRole("button", { name, exact: true }).last().click();
    return this.answer(before);
  }

  // answer waits for the answer that follows the n-th, and for the page to rest.
  // What the page gives up with is told at once.
  async answer(n) {
    const given = await this.page.waitForFunction(([n]) => {
      if (document.querySelector("#send.stopping")) return null;
      if (document.querySelectorAll("article.msg.bot").length > n) return { refused: "" };
      const last = document.querySelector("#log > :last-child.note");
      return last && { refused: last.innerText };
    }, [n]);
    const { refused } = await given.jsonValue();
    assert.equal(refused, "", "the page gave no answer");
    return this.answers.nth(n);
  }

  // rest waits until the page does not scroll any more.
  async rest() {
    await this.page.evaluate(() => new Promise((resolve) => {
      let last = scrollY, still = 0;
      const look = () => {
        still = scrollY === last ? still + 1 : 0;
        last = scrollY;
        still > 5 ? resolve() : requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }));
  }

  // shot keeps a picture to look at.
  async shot(name, whole = false) {
    if (this.scripted) await this.rest();
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: whole });
  }
}

export const questions = {
  loan: "我们在武汉东湖高新区，有3件发明专利，想贷500万，有哪些产品？",
  papers: "专利质押贷款要准备什么材料？",
  pilot: "蕲春县是不是试点？试点做什么？",
  subsidy: "知识产权质押贷款有没有贴息？",
};
