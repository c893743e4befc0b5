// A conversation at a desk.
import assert from "node:assert/strict";
import { line, questions, scene, until } from "../rig.js";

scene("the first answer comes at once, with sources, and the notice beneath it", async (s) => {
  await s.open();
  await s.page.getByRole("heading", { name: "知识产权融资，直接问" }).waitFor();
  await s.shot("desktop-empty");
  const answer = await s.say(questions.papers);
  assert.ok(await answer.locator(".said").count() > 0);
  assert.ok(await answer.locator(".sources .source").count() > 0);
  const notice = answer.locator(".notice");
  await notice.getByRole("button", { name: "同意记录", exact: true }).waitFor();
  await notice.getByRole("button", { name: "不同意记录", exact: true }).waitFor();
  const said = await answer.locator(".said").first().boundingBox();
  const below = await notice.boundingBox();
  assert.ok(below.y > said.y + said.height, "the notice stands beneath the answer");
  await s.shot("desktop-answer", true);
  const second = await s.say(questions.subsidy);
  assert.equal(await second.locator(".notice").count(), 0, "the notice is shown once");
  await s.press("同意记录");
  assert.match(await s.last.innerText(), /谢谢/);
  assert.equal(await s.said.last().innerText(), "同意记录");
});

scene("an example is asked with one click", async (s) => {
  await s.open();
  const example = s.page.locator(".example").first();
  const text = (await example.innerText()).trim();
  await example.click();
  await s.answer(0);
  assert.equal(await s.said.first().innerText(), text);
  await s.shot("desktop-loan", true);
});

scene("a citation unfolds to its clause and leads to the library", async (s) => {
  await s.open();
  const answer = await s.say(questions.pilot);
  const mark = answer.locator("a.cite").first();
  const source = s.page.locator(await mark.getAttribute("href"));
  assert.equal(await source.getAttribute("open"), null);
  await mark.click();
  await source.locator("blockquote").waitFor();
  assert.ok(await source.locator("summary").evaluate((e) => e === document.activeElement), "the focus goes to the source");
  assert.match(await source.innerText(), /状态/);
  const link = source.getByRole("link", { name: "在资料库中查看" });
  assert.match(await link.getAttribute("href"), /^\/library\//);
  await s.shot("desktop-source");
  await source.locator("summary").click();
  assert.equal(await source.getAttribute("open"), null);
});

scene("an answer is copied with its sources", async (s) => {
  await s.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await s.open();
  const answer = await s.say(questions.papers);
  await answer.getByRole("button", { name: "复制（含依据）" }).click();
  await answer.getByRole("button", { name: "已复制" }).waitFor();
  const copied = await s.page.evaluate(() => navigator.clipboard.readText());
  const names = await answer.locator(".src-name").allInnerTexts();
  for (const name of names) assert.ok(copied.includes(name.match(/《[^》]+》|\S+/)[0]), `${name} is in what was copied`);
  assert.match(copied, /依据\n\[1\] .+ · .+/, "with state and dates");
});

scene("without a clipboard permission the answer is copied all the same", async (s) => {
  await s.context.addInitScript(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed")); });
  await s.open();
  const answer = await s.say(questions.papers);
  const button = answer.getByRole("button", { name: "复制（含依据）" });
  await button.click();
  await answer.getByRole("button", { name: "已复制" }).waitFor();
  assert.ok(await answer.locator("[data-copy]").evaluate((e) => e === document.activeElement), "the focus stays on the button");
});

scene("an answer has a page for paper", async (s) => {
  await s.open();
  const answer = await s.say(questions.loan);
  await answer.getByRole("link", { name: "打印" }).click();
  await s.page.waitForURL(/\/print\//);
  assert.match(await s.page.locator(".asked").innerText(), /东湖高新区/);
  assert.ok(await s.page.locator(".paper-source blockquote").count() > 0);
  for (const href of await s.page.locator(".src-links a").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
    assert.match(href, /^https?:\/\//, "an address on paper is a whole one");
  }
  await s.page.evaluate(() => { window.print = () => { window.printed = true; }; });
  await s.page.locator(".asked").click();
  assert.equal(await s.page.evaluate(() => window.printed), undefined, "a click on the text prints nothing");
  await s.page.getByRole("button", { name: "打印本页" }).click();
  assert.ok(await s.page.evaluate(() => window.printed));
  await s.shot("desktop-print", true);
  await s.page.emulateMedia({ media: "print" });
  assert.ok(!(await s.page.locator(".actions").isVisible()), "buttons are not printed");
  await s.page.setViewportSize({ width: 794, height: 1123 }); // A4
  await s.shot("paper", true);
  const pdf = await s.page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await s.page.emulateMedia({ media: null });
  await s.page.getByRole("link", { name: "回到咨询" }).click();
  await s.answers.first().waitFor();
});

scene("a reload shows the conversation and the draft again", async (s) => {
  await s.open();
  await s.say(questions.papers);
  await s.box.fill("还没写完的话");
  await s.page.reload();
  assert.equal(await s.answers.count(), 1);
  assert.equal(await s.box.inputValue(), "还没写完的话");
});

scene("pressing twice sends once", async (s) => {
  await s.open();
  await s.box.fill(questions.papers);
  await s.send.dblclick();
  await until("an answer or the note that it was stopped", async () => (await s.answers.count()) + (await s.page.locator(".msg.note").count()) > 0);
  assert.equal(line.sent.length, 1);
  assert.equal(await s.said.count(), 1);
  assert.equal(await s.answers.count(), 1, "the second press of an impatient hand does not stop the answer");
  await s.page.getByRole("button", { name: "不同意记录", exact: true }).dblclick();
  await s.answer(1);
  assert.equal(line.sent.length, 2);
  await s.page.reload();
  assert.equal(await s.answers.count(), 2);
});

scene("the second press of two sends nothing where the answer was faster", async (s) => {
  await s.open();
  await s.say(questions.papers);
  const button = s.page.getByRole("button", { name: "不同意记录", exact: true });
  await button.evaluate((e) => e.scrollIntoView({ block: "center", behavior: "instant" }));
  await s.rest();
  const at = await button.boundingBox();
  await s.page.mouse.move(at.x + 20, at.y + 20);
  await s.page.mouse.down();
  await s.page.mouse.up();
  await s.answer(1);
  await button.evaluate((e) => e.scrollIntoView({ block: "center", behavior: "instant" }));
  await s.rest();
  const then = await button.boundingBox();
  await s.page.mouse.move(then.x + 20, then.y + 20);
  await s.page.mouse.down({ clickCount: 2 });
  await s.page.mouse.up({ clickCount: 2 });
  await s.say(questions.subsidy);
  assert.equal(line.sent.length, 3);
});

scene("two tabs share one conversation", async (s) => {
  await s.open();
  const other = await s.context.newPage();
  await other.goto("/");
  await s.say(questions.papers);
  await other.locator("#text").fill(questions.subsidy);
  await other.locator("#text").press("Enter");
  await other.locator("article.msg.bot").first().waitFor();
  await s.page.reload();
  await other.reload();
  for (const page of [s.page, other]) {
    assert.deepEqual(await page.locator(".msg.you").allInnerTexts(), [questions.papers, questions.subsidy]);
    assert.equal(await page.locator("article.msg.bot").count(), 2);
  }
});

scene("the conversation is cleared after a question, and stays if it is refused", async (s) => {
  await s.open();
  await s.say(questions.papers);
  const before = (await s.context.cookies()).find((c) => c.name.endsWith("zhirong")).value;
  s.page.once("dialog", (d) => d.dismiss());
  await s.page.getByRole("button", { name: "清空对话" }).click();
  assert.equal(await s.answers.count(), 1);
  s.page.once("dialog", (d) => d.accept());
  await s.page.getByRole("button", { name: "清空对话" }).click();
  await s.page.locator("#welcome").waitFor();
  assert.equal(await s.answers.count(), 0);
  assert.equal((await s.context.cookies()).find((c) => c.name.endsWith("zhirong")), undefined);
  await s.say(questions.papers);
  assert.notEqual((await s.context.cookies()).find((c) => c.name.endsWith("zhirong")).value, before);
});

scene("the language is switched, and the conversation goes on in it", async (s) => {
  await s.open();
  await s.page.getByRole("link", { name: "EN", exact: true }).click();
  await s.page.getByRole("heading", { name: "IP finance: just ask" }).waitFor();
  assert.equal(await s.page.locator("html").getAttribute("lang"), "en");
  const answer = await s.say("What papers does a patent pledge loan need?");
  assert.match(await answer.innerText(), /Sources/);
  await s.shot("desktop-english", true);
  await s.open("/privacy");
  await s.page.getByRole("heading", { name: "Privacy", exact: true }).waitFor();
  await s.page.getByRole("link", { name: "中文", exact: true }).click();
  await s.page.getByRole("heading", { name: "隐私说明" }).waitFor();
});

scene("an English browser gets English", { locale: "en-GB" }, async (s) => {
  await s.open();
  await s.page.getByRole("heading", { name: "IP finance: just ask" }).waitFor();
});

scene("the theme and the size of type are switched and kept", async (s) => {
  await s.open();
  const ground = () => s.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await s.page.getByRole("link", { name: "切换深色或浅色" }).click();
  await s.page.waitForURL(/theme=dark/);
  assert.notEqual(await ground(), light);
  const before = await s.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await s.page.getByRole("link", { name: "大字版" }).click();
  await s.page.waitForURL(/size=large/);
  const after = await s.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  assert.ok(after >= 20 && after > before * 1.2, `large type is ${after} px`);
  await s.open("/privacy");
  assert.equal(await s.page.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await s.page.locator("html").getAttribute("data-size"), "large");
  await s.page.getByRole("link", { name: "标准字号" }).click();
  await s.page.waitForURL(/size=normal/);
  assert.equal(await s.page.locator("html").getAttribute("data-size"), null);
});

scene("a dark system gets dark pages, and the switch turns to light", { colorScheme: "dark" }, async (s) => {
  await s.open();
  const dark = await s.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await s.page.getByRole("link", { name: "切换深色或浅色" }).click();
  await s.page.waitForURL(/theme=light/);
  assert.notEqual(await s.page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark);
});

scene("a message that is too long is refused in words and kept", async (s) => {
  await s.open();
  await s.box.evaluate((e) => { e.removeAttribute("maxlength"); });
  await s.box.fill("长".repeat(2001));
  await s.box.press("Enter");
  await s.page.getByRole("alert").filter({ hasText: "2000" }).waitFor();
  assert.equal((await s.box.inputValue()).length, 2001);
  assert.equal(line.sent.length, 0);
});
