// The library, without JavaScript as with it.
import assert from "node:assert/strict";
import { phone, questions, scene } from "../rig.js";

scene("a citation leads to its clause in the library", async (s) => {
  await s.open();
  const answer = await s.say(questions.papers);
  const all = await answer.locator("details.source").all();
  assert.ok(all.length > 1);
  for (const source of all) {
    const words = (await source.locator("blockquote").textContent()).trim();
    const href = await source.locator("a[href^='/library/']").getAttribute("href");
    const page = await s.context.newPage();
    const response = await page.goto(href);
    assert.equal(response.status(), 200, href);
    const id = decodeURIComponent(new URL(href, "http://x").hash.slice(1));
    assert.ok(id, `${href} names the clause`);
    const clause = page.locator(`[id="${id}"]`);
    await clause.waitFor();
    assert.ok((await clause.innerText()).replace(/\s/g, "").includes(words.slice(0, 20).replace(/\s/g, "")), `${href} shows ${words.slice(0, 20)}`);
    await page.close();
  }
});

scene("the library is browsed and filtered without JavaScript", { javaScriptEnabled: false }, async (s) => {
  await s.open("/library/");
  await s.shot("library", true);
  for (const shelf of ["policy", "product", "place", "case", "gap", "term", "office"]) {
    const response = await s.page.goto(`/library/${shelf}`);
    assert.equal(response.status(), 200);
    assert.ok(await s.page.locator("main a, main dt").count() > 5, shelf);
    await s.shot(`library-${shelf}`);
  }
  await s.open("/library/policy");
  const before = await s.page.locator(".entry").count();
  await s.page.locator("#f-q").fill("质押登记");
  await s.page.locator(".filters button").click();
  const after = await s.page.locator(".entry").count();
  assert.ok(after > 0 && after < before, `${after} of ${before}`);
  await s.shot("library-filtered");
  await s.page.locator(".entry-name a").first().click();
  await s.page.locator(".clause").first().waitFor();
  await s.shot("library-entry", true);
  await s.page.emulateMedia({ media: "print" });
  assert.equal(await s.page.locator(".top").isVisible(), false);
  await s.shot("library-paper", true);
});

scene("from the library one asks about an entry", async (s) => {
  await s.open("/library/product");
  await s.page.locator(".entry-name a").first().click();
  const name = await s.page.locator("h1").innerText();
  await s.page.locator(".actions a.button").first().click();
  await s.box.waitFor();
  assert.notEqual((await s.box.inputValue()).trim(), "", `the box holds a question about ${name}`);
  await s.box.press("Enter");
  await s.answer(0);
});

scene("a notice that an instrument is over is printed too", async (s) => {
  await s.open("/library/policy");
  const seen = [];
  for (const link of await s.page.locator(".entry-name a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
    await s.open(link);
    const notice = s.page.locator(".warning");
    if (await notice.count() === 0) continue;
    await s.page.emulateMedia({ media: "print" });
    assert.ok(await notice.first().isVisible(), link);
    seen.push(link);
    break;
  }
  assert.equal(seen.length, 1, "some instrument has a notice");
});

scene("the library on a phone", phone, async (s) => {
  await s.open("/library/");
  await s.shot("library-phone", true);
  await s.open("/library/policy");
  await s.shot("library-policies-phone");
});
