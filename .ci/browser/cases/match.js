// From a list of products to the proof of one, its papers, its costs and the
// page that is taken to the bank.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { phone, scene } from "../rig.js";
import { fits } from "../rules.js";

const firm = "我有3个发明专利，想贷500万，在江夏";

for (const [name, options] of Object.entries({ desk: {}, phone })) {
  scene(`${name}: a list leads to proof, papers, costs and print`, options, async (s) => {
    await s.open();
    await s.say(firm);
    await s.press("条件对照：武汉农商行专利质押贷");
    await s.last.getByRole("cell", { name: /正好1件也算/ }).waitFor();
    await fits(s);
    await s.shot(`match-proof-${name}`, true);
    await s.press("备材料：武汉农商行专利质押贷");
    await s.press("有了：质押合同");
    assert.match(await s.last.innerText(), /已备1样/);
    await fits(s);
    await s.shot(`match-papers-${name}`, true);
    assert.doesNotMatch(await s.last.locator("table").first().innerText(), /质押合同/);
    await s.press("看整张清单");
    const coming = s.page.waitForEvent("download");
    await s.press("导出材料清单：武汉农商行专利质押贷");
    await s.last.getByRole("link", { name: /下载/ }).click();
    const list = readFileSync(await (await coming).path(), "utf8");
    assert.match(list, /^# 材料清单/);
    assert.match(list, /质押合同.*已备/);
    await s.press("条件对照：武汉农商行专利质押贷");
    await s.press("打印、存档：武汉农商行专利质押贷");
    const paper = s.last.getByRole("link", { name: "打印", exact: true });
    await paper.scrollIntoViewIfNeeded();
    assert.ok(await paper.isVisible(), "the proof can be printed from beneath it");
    await s.shot(`match-keep-${name}`);
    await paper.click();
    await s.page.waitForURL(/\/print\//);
    await fits(s);
    const text = await s.page.locator("main").innerText();
    for (const part of [/武汉农商行知识产权质押贷/, /不是审批意见/, /您的情况/, /依据/, /\d{4}-\d{2}-\d{2}/]) assert.match(text, part);
    await s.page.emulateMedia({ media: "print" });
    await s.shot(`match-print-${name}`, true);
    await s.page.emulateMedia({ media: "screen" });
  });
}

scene("a list of products on a phone stays readable", phone, async (s) => {
  await s.open();
  await s.say(firm);
  await fits(s);
  await s.shot("match-list-phone", true);
  await s.press("看对照、排序、我的情况");
  await s.press("信用贷和质押并排看");
  await fits(s);
  await s.shot("match-sides-phone", true);
  await s.press("备材料：武汉农商行专利质押贷");
  await s.say("算一下利息");
  await s.say("一年半");
  await s.say("4%");
  assert.match(await s.last.innerText(), /30万元/);
  await fits(s);
  await s.shot("match-costs-phone", true);
});

scene("the matches speak English", { locale: "en-GB" }, async (s) => {
  await s.open();
  await s.say("We are in Jiangxia with 3 invention patents and want to borrow 5 million yuan");
  await s.press("Checks, order, my situation");
  await s.press("Check: Knowledge-value credit loan");
  await s.last.getByText(/no decision and no promise/).first().waitFor();
  await fits(s);
  await s.shot("match-proof-english", true);
  await s.press("What it takes: Knowledge-value credit loan");
  await fits(s);
  await s.shot("match-near-english", true);
});
