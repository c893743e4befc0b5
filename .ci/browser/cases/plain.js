// Without JavaScript: the owner's journey by forms alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { phone, questions, scene } from "../rig.js";

const quiet = { javaScriptEnabled: false };

async function say(s, text) {
  const before = await s.answers.count();
  await s.box.fill(text);
  await s.send.click();
  await s.answers.nth(before).waitFor();
}

async function press(s, name) {
  const before = await s.answers.count();
  await s.page.getByRole("button", { name, exact: true }).last().click();
  await s.answers.nth(before).waitFor();
}

scene("without JavaScript the whole journey works by forms", quiet, async (s) => {
  await s.open();
  await s.page.locator(".example").first().click();
  await s.answers.first().waitFor();
  assert.match(s.page.url(), /#m-/);
  const first = s.answers.first();
  assert.equal(await first.locator("[data-copy]").isVisible(), false, "nothing is offered that needs a script");
  await s.shot("no-script", true);
  await press(s, "同意记录");
  const choice = s.answers.first().locator(".choices button");
  if (await choice.count() > 0) await press(s, (await choice.first().innerText()).trim());
  await say(s, questions.papers);
  await s.last.locator("details.source > summary").first().click();
  await s.last.locator("details.source blockquote").first().waitFor();
  await say(s, "导出我的数据");
  const coming = s.page.waitForEvent("download");
  await s.last.getByRole("link", { name: /下载/ }).click();
  const data = JSON.parse(readFileSync(await (await coming).path(), "utf8"));
  assert.equal(data.consent, "granted");
  await s.answers.first().getByRole("link", { name: "打印" }).click();
  await s.page.waitForURL(/\/print\//);
  assert.equal(await s.page.locator("button[data-print]").isVisible(), false);
  await s.page.getByRole("link", { name: "回到咨询" }).click();
  await say(s, "删除我的数据");
  await s.last.locator(".choices button").first().click();
  await s.last.filter({ hasText: "已删除。" }).waitFor();
  assert.equal(await s.answers.count(), 1, "nothing of the conversation is shown any more");
  await s.page.getByRole("link", { name: "隐私" }).click();
  await s.page.getByRole("button", { name: "清空对话" }).click();
  await s.page.locator("#welcome").waitFor();
});

scene("without JavaScript the answer stands in sight, beneath what was asked", { ...phone, ...quiet }, async (s) => {
  await s.open();
  await say(s, questions.papers);
  await say(s, questions.subsidy);
  const at = await s.last.boundingBox();
  assert.ok(at.y >= 0 && at.y < 400, `the answer begins at ${at.y}`);
  await s.shot("no-script-phone");
});

scene("without JavaScript pressing twice sends once", quiet, async (s) => {
  await s.open();
  await s.box.fill(questions.papers);
  await s.send.dblclick();
  await s.answers.first().waitFor();
  await s.open();
  assert.equal(await s.answers.count(), 1);
});

scene("without JavaScript a reload says nothing again", quiet, async (s) => {
  await s.open();
  await say(s, questions.papers);
  await s.page.reload();
  assert.equal(await s.answers.count(), 1);
});

scene("without JavaScript a refused message is kept and the reason is told", quiet, async (s) => {
  s.tolerate(/Failed to load resource/);
  await s.open();
  await s.box.fill("　");
  await s.send.click();
  await s.page.getByRole("alert").getByText("请写下您的问题再发送。").waitFor();
});
