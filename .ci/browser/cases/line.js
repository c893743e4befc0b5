// The connection: lost, resumed, stopped.
import assert from "node:assert/strict";
import { line, questions, scene, until } from "../rig.js";

const broken = /ERR_|Failed to load resource/;

scene("a connection cut in mid-answer resumes where it was: one turn, one answer", async (s) => {
  s.tolerate(broken);
  await s.open();
  // Every event is parsed as it is taken: that is how the case knows of it.
  await s.page.evaluate(() => {
    const parse = JSON.parse;
    window.taken = 0;
    JSON.parse = (text) => { window.taken++; return parse(text); };
  });
  const held = line.cutAfter("typing");
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await s.page.waitForFunction(() => window.taken === 2);
  held.cut();
  await s.page.getByText("连接断了，正在重新连接").waitFor();
  await s.box.fill("写了一半");
  await s.answer(0);
  assert.equal(line.sent.length, 2);
  assert.equal(line.sent[1].key, line.sent[0].key);
  assert.equal(line.sent[1].last, `${line.sent[0].key}.2`, "the browser says the last event it saw");
  assert.equal(await s.said.count(), 1);
  assert.equal(await s.box.inputValue(), "写了一半", "the draft stays");
  const shown = await s.last.getAttribute("id");
  await s.page.reload();
  assert.equal(await s.answers.count(), 1);
  assert.equal(await s.last.getAttribute("id"), shown, "it is the same answer");
});

scene("cut behind the answer, nothing is shown twice", async (s) => {
  s.tolerate(broken);
  await s.open();
  const held = line.cutAfter("reply");
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await s.answers.first().waitFor();
  assert.equal(line.sent.length, 1);
  held.cut();
  await s.page.locator("#send:not(.stopping)").waitFor();
  assert.equal(line.sent.length, 2);
  assert.equal(line.sent[1].last, `${line.sent[0].key}.3`);
  assert.equal(await s.answers.count(), 1);
  assert.equal(await s.said.count(), 1);
});

for (const fate of ["lose", "refuse"]) {
  scene(`an answer is given once where the line would ${fate} it`, async (s) => {
    s.tolerate(broken);
    await s.open();
    await s.say(questions.subsidy);
    line[fate]();
    await s.say(questions.papers);
    assert.equal(line.sent.length, 3);
    assert.equal(line.sent[2].key, line.sent[1].key);
    await s.page.reload();
    assert.deepEqual(await s.said.allInnerTexts(), [questions.subsidy, questions.papers]);
    assert.equal(await s.answers.count(), 2);
  });
}

scene("offline: a banner, the draft kept, sent once when the network is back", async (s) => {
  s.tolerate(broken);
  await s.open();
  await s.say(questions.subsidy);
  await s.context.setOffline(true);
  const banner = s.page.getByText("网络已断开。");
  await banner.waitFor();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await s.page.getByText("连接断了，正在重新连接").waitFor();
  await s.box.fill("等网络时写的");
  await s.shot("desktop-offline");
  await s.context.setOffline(false);
  await s.answer(1);
  assert.ok(!(await banner.isVisible()));
  assert.equal(await s.box.inputValue(), "等网络时写的");
  assert.equal(line.sent.length, 2, "it was sent once");
  await s.page.reload();
  assert.deepEqual(await s.said.allInnerTexts(), [questions.subsidy, questions.papers]);
});

scene("a service that does not come back is told, and the words are kept", async (s) => {
  s.tolerate(broken);
  await s.page.clock.install();
  await s.open();
  line.down = true;
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  const note = s.page.locator(".msg.note");
  await until("the last try", async () => {
    await s.page.clock.runFor(2000); // between tries it waits longer and longer
    return note.isVisible();
  });
  assert.ok(line.sent.length >= 7 && line.sent.every((m) => m.key === line.sent[0].key), "it tried several times, with one key");
  await note.getByText("没有答出来").waitFor();
  assert.equal(await s.box.inputValue(), questions.papers);
  await s.shot("desktop-given-up");
  line.reset();
  await s.page.clock.resume();
  await note.getByRole("button", { name: "重试" }).click();
  await s.answer(0);
  assert.equal(line.sent.length, 1);
  assert.equal(await s.box.inputValue(), "", "what was sent is no draft");
  assert.equal(await s.said.count(), 1);
});

scene("waiting can be stopped, and the words are given back", async (s) => {
  await s.open();
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  await s.page.getByText("正在查资料").waitFor();
  await s.shot("desktop-waiting");
  const stop = s.page.getByRole("button", { name: "停止" });
  await s.page.waitForFunction(() => !document.querySelector("#send").disabled);
  await stop.click();
  await s.page.getByText("已停止。").waitFor();
  assert.equal(await s.box.inputValue(), questions.papers);
  await s.shot("desktop-stopped");
  held.release();
  await s.page.getByRole("button", { name: "重试" }).click();
  await s.answer(0);
  assert.equal(line.sent[1].key, line.sent[0].key, "trying again is the same message");
  assert.equal(await s.box.inputValue(), "");
  await s.page.reload();
  assert.equal(await s.said.count(), 1);
});

scene("Esc stops too", async (s) => {
  await s.open();
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  await s.page.keyboard.press("Escape");
  await s.page.getByText("已停止。").waitFor();
  assert.equal(await s.box.inputValue(), questions.papers);
});

scene("while an answer is on its way nothing else is sent", async (s) => {
  await s.open();
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  await s.box.fill(questions.subsidy);
  await s.box.press("Enter");
  assert.equal(await s.box.inputValue(), questions.subsidy, "it stays in the box");
  held.release();
  await s.answer(0);
  assert.equal(line.sent.length, 1);
  await s.box.press("Enter");
  await s.answer(1);
  assert.equal(line.sent.length, 2);
});
