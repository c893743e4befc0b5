// The chat within other sites.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { chromiumArgs, chromiumPath, line, park, questions, scene, Scene, stranger } from "../rig.js";
import { audit } from "../rules.js";
import { test } from "node:test";

const site = (script) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>园区</title>
<body><main><h1>某某科技园</h1><p>园区服务</p><a href="#">一个链接</a></main><script src="${script}" async></script></body></html>`;

function prepare() {
  for (const host of [park, stranger]) {
    host.pages = { "/": site(`${line.origin}/widget.js`), "/direct": `<!doctype html><title>x</title><iframe src="${line.origin}/embed" width="400" height="600"></iframe>` };
    // A strict policy of the park itself: the widget needs no inline style or script.
    host.headers = { "Content-Security-Policy": `default-src 'none'; script-src ${line.origin}; connect-src ${line.origin}; frame-src ${line.origin}` };
  }
}

const foreign = /request to http:\/\/localhost/;

async function converse(s) {
  await s.page.goto(park.origin);
  await s.page.getByRole("button", { name: "咨询知识产权融资" }).click();
  const frame = s.page.frameLocator("#zhirong-panel iframe");
  await frame.getByRole("heading", { name: "知识产权融资，直接问" }).waitFor();
  await frame.locator("#text").fill(questions.papers);
  await frame.locator("#text").press("Enter");
  await frame.locator("article.msg.bot .source").first().waitFor();
  await frame.locator("#send:not(.stopping)").waitFor();
  await frame.locator("#text").fill(questions.subsidy);
  await frame.locator("#text").press("Enter");
  await frame.locator("article.msg.bot").nth(1).waitFor();
  await frame.locator("#send:not(.stopping)").waitFor();
  assert.equal(await frame.locator(".msg.you").count(), 2);
  return frame;
}

scene("an allowed site embeds the chat", async (s) => {
  s.tolerate(foreign);
  prepare();
  const frame = await converse(s);
  await s.shot("widget");
  // An answer is printed from a page of its own.
  const opening = s.context.waitForEvent("page");
  await frame.locator("article.msg.bot").last().getByRole("button", { name: "打印", exact: true }).click();
  const paper = await opening;
  await paper.locator(".paper-head").waitFor();
  assert.match(await paper.locator("main").innerText(), /依据/);
  await paper.close();
  assert.deepEqual(await s.context.cookies(), [], "the widget sets no cookie");
  const inner = s.page.frames().find((f) => f.url().includes("/embed"));
  console.log(`axe, widget: ${await audit(s, inner)}`);
  // Esc closes it, and the focus goes back to its button.
  await frame.locator("#text").press("Escape");
  const button = s.page.getByRole("button", { name: "咨询知识产权融资" });
  await button.waitFor();
  assert.ok(await button.evaluate((e) => e === document.activeElement));
});

scene("the widget draws charts", async (s) => {
  s.tolerate(foreign);
  prepare();
  const frame = await converse(s);
  let n = 2;
  for (const text of ["我的发明专利值多少钱", "2019-05-10", "已授权，正常", "都交了", "500万", "不知道", "100万", "质押融资"]) {
    await frame.locator("#text").fill(text);
    await frame.locator("#text").press("Enter");
    await frame.locator("article.msg.bot").nth(n++).waitFor();
    await frame.locator("#send:not(.stopping)").waitFor();
  }
  const charts = frame.locator("article.msg.bot").last().locator("figure.chart svg");
  assert.equal(await charts.count(), 2);
  assert.ok((await charts.first().boundingBox()).width > 200);
  await s.shot("widget-charts");
});

scene("the widget clears its conversation", async (s) => {
  s.tolerate(foreign);
  prepare();
  const frame = await converse(s);
  s.page.once("dialog", (d) => d.accept());
  await frame.getByRole("button", { name: "清空对话" }).click();
  await frame.locator("#welcome").waitFor();
});

scene("on a phone the widget fits", { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }, async (s) => {
  s.tolerate(foreign);
  prepare();
  await converse(s);
  await s.shot("widget-phone");
  const inner = s.page.frames().find((f) => f.url().includes("/embed"));
  assert.ok(await inner.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  assert.ok(await s.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
});

scene("a site that is not listed is refused in words", async (s) => {
  s.tolerate(foreign, /403/);
  prepare();
  await s.page.goto(stranger.origin);
  await s.page.getByRole("button", { name: "咨询知识产权融资" }).click();
  await s.page.getByRole("alert").getByText("这个网站还没有获准嵌入知融").waitFor();
  assert.equal(await s.page.locator("iframe").count(), 0);
  await s.shot("widget-refused");
});

scene("a site that is not listed cannot frame the chat or the main page by itself", async (s) => {
  s.tolerate(foreign, /frame-ancestors|403|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE|policy violated|Refused to|Unsafe attempt/);
  prepare();
  for (const where of ["/embed", "/"]) {
    stranger.pages["/direct"] = `<!doctype html><title>x</title><iframe src="${line.origin}${where}" width="400" height="600"></iframe>`;
    await s.page.goto(`${stranger.origin}/direct`, { waitUntil: "load" });
    const inner = s.page.frames().find((f) => f !== s.page.mainFrame());
    assert.equal(await inner.locator("#text").count().catch(() => 0), 0, where);
  }
});

// profile plays in a browser profile of its own with a choice about third-party cookies.
function profile(name, blocked, play) {
  test(name, { timeout: 180000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "zhirong-profile-"));
    mkdirSync(path.join(folder, "Default"));
    writeFileSync(path.join(folder, "Default", "Preferences"), JSON.stringify({ profile: { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked } }));
    const context = await chromium.launchPersistentContext(folder, { executablePath: chromiumPath, args: chromiumArgs, locale: "zh-CN", viewport: { width: 1280, height: 800 } });
    try {
      const s = new Scene();
      s.tolerate(foreign);
      s.context = context;
      await s.watch(context);
      s.page = context.pages()[0];
      prepare();
      const frame = await converse(s);
      const kept = await s.page.frames().find((f) => f.url().includes("/embed")).evaluate(() => {
        document.cookie = "probe=1; SameSite=None; Secure";
        return document.cookie;
      });
      assert.equal(kept, blocked ? "" : "probe=1", "the browser treats third-party cookies as the case says");
      await play(s, frame);
      s.expectQuiet();
    } finally {
      line.reset();
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

profile("with third-party cookies blocked the widget works", true, async (s) => {
  await s.shot("widget-no-cookies");
});

profile("where the browser lets it, the widget's conversation outlives a reload of the park's page", false, async (s, frame) => {
  await s.page.reload();
  await s.page.getByRole("button", { name: "咨询知识产权融资" }).click();
  await frame.locator("article.msg.bot").nth(1).waitFor();
  assert.equal(await frame.locator(".msg.you").count(), 2);
});
