// What a person may do with the own data.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { questions, scene } from "../rig.js";

scene("my data is shown, downloaded and deleted", async (s) => {
  await s.open();
  await s.say(questions.loan);
  await s.press("同意记录");
  await s.say("我们还有2件商标");
  await s.say("我的数据");
  assert.match(await s.last.innerText(), /记录/);
  await s.shot("desktop-my-data");
  await s.say("导出我的数据");
  const coming = s.page.waitForEvent("download");
  await s.last.getByRole("link", { name: /下载/ }).click();
  const download = await coming;
  assert.match(download.suggestedFilename(), /\.json$/);
  const data = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(data.consent, "granted");
  assert.ok(data.turns.some((t) => t.text.includes("2件商标")), "what was said after the consent is in the file");
  assert.ok(!data.turns.some((t) => t.text.includes("500万")), "what was said before it is not");
  await s.say("删除我的数据");
  await s.shot("desktop-delete");
  const sure = s.last.locator(".choices button");
  assert.equal(await sure.count(), 2);
  await sure.first().click();
  await s.last.filter({ hasText: "已删除。" }).waitFor();
  const gone = async () => {
    assert.equal(await s.answers.count(), 1, "nothing of the conversation is shown any more");
    assert.equal(await s.said.count(), 1);
  };
  await gone();
  await s.page.locator("#send:not(.stopping)").waitFor();
  await s.page.reload();
  await gone();
  await s.say("导出我的数据");
  const again = s.page.waitForEvent("download");
  await s.last.getByRole("link", { name: /下载/ }).click();
  const empty = JSON.parse(readFileSync(await (await again).path(), "utf8"));
  assert.deepEqual(empty.turns, []);
  assert.deepEqual(empty.facts, {});
});

scene("the privacy page offers the same by buttons", async (s) => {
  await s.open();
  await s.say(questions.papers);
  await s.open("/privacy");
  await s.shot("desktop-privacy", true);
  await s.page.getByRole("button", { name: "同意记录", exact: true }).click();
  await s.answers.nth(1).waitFor();
  assert.match(await s.last.innerText(), /谢谢/);
  await s.open("/privacy");
  await s.page.getByRole("button", { name: "查看我的数据" }).click();
  await s.answers.nth(2).waitFor();
  assert.equal(await s.said.last().innerText(), "查看我的数据");
});

scene("who declines gets the same answers", async (s) => {
  await s.open();
  await s.say(questions.papers);
  await s.press("不同意记录");
  const answer = await s.say(questions.subsidy);
  assert.ok(await answer.locator(".source").count() > 0);
  await s.say("我的数据");
  assert.match(await s.last.innerText(), /没有/);
});
