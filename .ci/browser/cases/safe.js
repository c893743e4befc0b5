// Hostile words stay words.
import assert from "node:assert/strict";
import { line, park, questions, scene } from "../rig.js";

const payloads = [
  `<img src=x onerror="window.hacked=1">`,
  `<script>window.hacked=1</script>`,
  `"><svg onload=window.hacked=1>`,
  `</textarea><iframe srcdoc="<script>parent.hacked=1</script>">`,
  `</pre><b id=injected>粗</b>`,
  `<a href="javascript:window.hacked=1">点我</a>`,
  `{{.Session}} \${window.hacked=1} [x](javascript:window.hacked=1)`,
  `‮反过来​的字`,
  `<details open ontoggle=window.hacked=1><summary id=injected>x</summary></details>`,
  `data: {"html":"<img src=x onerror=window.hacked=1>"}\n\nevent: done\n\n`,
];

for (const scripted of [true, false]) {
  scene(`hostile words stay words${scripted ? "" : " without JavaScript"}`, { javaScriptEnabled: scripted }, async (s) => {
    await s.open();
    for (const [i, payload] of payloads.entries()) {
      const text = `我叫${payload}，${questions.papers}`;
      if (scripted) {
        await s.say(text);
      } else {
        await s.box.fill(text);
        await s.send.click();
        await s.answers.nth(i).waitFor();
      }
    }
    const look = async () => {
      if (scripted) assert.equal(await s.page.evaluate(() => window.hacked), undefined);
      assert.equal(await s.page.locator("#injected, .msg.you img, .msg.you script, .msg.you svg, .msg.you a, .msg.you iframe, .msg.bot iframe, .msg.bot img").count(), 0);
    };
    await look();
    assert.ok((await s.said.first().innerText()).includes(`<img src=x onerror="window.hacked=1">`), "it is shown as it was written");
    assert.ok(!(await s.said.nth(7).innerText()).includes("‮"), "characters that turn text around are dropped");
    await s.page.reload();
    await look();
    for (const n of [0, 4, 8]) {
      await s.open(await s.answers.nth(n).locator("a[href^='/print/']").getAttribute("href"));
      await look();
      assert.equal(await s.page.locator(".asked *").count(), 0);
      await s.page.goBack();
    }
  });
}

scene("hostile words in addresses and in the box stay words", async (s) => {
  s.tolerate(/404/);
  for (const where of [`/?lang=<script>window.hacked=1</script>&theme="><img src=x onerror=window.hacked=1>`, `/library/policy?q=${encodeURIComponent(payloads[2])}`, `/${encodeURIComponent(payloads[0])}`, `/#<img src=x onerror=window.hacked=1>`]) {
    await s.open(where);
    assert.equal(await s.page.evaluate(() => window.hacked), undefined);
    assert.equal(await s.page.locator("main img").count(), 0);
  }
});

scene("the page's policy lets nothing run that is not ours", async (s) => {
  s.tolerate(/policy violated|Content.Security.Policy|Refused|violates|Trusted/i);
  await s.open();
  const held = await s.page.evaluate(async () => {
    const script = document.createElement("script");
    try { script.textContent = "window.hacked = 1"; document.body.append(script); } catch { /* held by trusted types */ }
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.head.append(style);
    let html = false;
    try { document.querySelector("main").innerHTML = "<b>x</b>"; html = true; } catch { /* held */ }
    let fetched = false;
    try { await fetch("https://example.com/"); fetched = true; } catch { /* held */ }
    return { hacked: window.hacked, hidden: getComputedStyle(document.body).display, html, fetched };
  });
  assert.deepEqual(held, { hacked: undefined, hidden: "flex", html: false, fetched: false });
});

scene("a form of another site is refused", async (s) => {
  s.tolerate(/403/, /request to/);
  await s.open();
  await s.say(questions.papers);
  park.headers = {};
  park.pages["/forged"] = `<!doctype html><title>x</title><form method="post" action="${line.origin}/chat"><input name="text" value="偷偷说的"><input name="key" value="abc"></form>`;
  await s.page.goto(`${park.origin}/forged`);
  await s.page.evaluate(() => document.forms[0].submit());
  await s.page.getByRole("heading", { name: "请求来自别的网站，没有处理" }).waitFor();
  await s.shot("error-page");
  await s.open();
  assert.equal(await s.said.count(), 1);
});
