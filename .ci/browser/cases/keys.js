// Keyboard alone, and input methods.
import assert from "node:assert/strict";
import { line, questions, scene } from "../rig.js";

const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const ring = e.closest(".composer") && e.tagName === "TEXTAREA" ? getComputedStyle(e.closest(".composer")) : style;
  const r = e.getBoundingClientRect();
  return {
    name: e.getAttribute("aria-label") || e.innerText?.trim() || e.id || e.tagName, tag: e.tagName, id: e.id,
    ring: ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2 || ring.boxShadow !== "none",
    seen: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight,
    covered: (() => { const x = r.left + Math.min(r.width / 2, 20), y = r.top + Math.min(r.height / 2, 10); const top = document.elementFromPoint(x, y); return !top || !(e.contains(top) || top.contains(e)); })(),
  };
});

scene("Tab goes through the page in its order, and the focus is always seen", async (s) => {
  await s.open();
  await s.page.locator(".skip").focus();
  const stops = [];
  for (let i = 0; i < 40; i++) {
    if (i > 0) await s.page.keyboard.press("Tab");
    const at = await focused(s.page);
    if (at.tag === "BODY" || i > 0 && at.name === stops[0]) break;
    assert.ok(at.ring, `${at.name} shows the focus`);
    assert.ok(at.seen, `${at.name} is within sight when focused`);
    stops.push(at.name);
  }
  const place = (part) => stops.findIndex((n) => n === part || part.length > 2 && n.includes(part));
  const order = ["跳到正文", "湖北中小企业", "咨询", "资料库", "隐私", "大字版", "切换深色或浅色", "EN", "蕲春县", "text", "发送", "清空对话"].map(place);
  assert.ok(order.every((n) => n >= 0), stops.join(" → "));
  assert.deepEqual(order, order.toSorted((a, b) => a - b), stops.join(" → "));
});

scene("the whole conversation by keyboard, the focus back in the box each time", async (s) => {
  await s.open();
  await s.page.keyboard.press("Tab"); // the box has the focus from the start
  await s.page.keyboard.press("Shift+Tab");
  await s.page.keyboard.type(questions.papers);
  await s.page.keyboard.press("Enter");
  await s.answer(0);
  assert.equal((await focused(s.page)).id, "text");
  // Back with Shift+Tab to the foot of the answer, the notice, the sources.
  const seen = [];
  for (let i = 0; i < 30; i++) {
    await s.page.keyboard.press("Shift+Tab");
    const at = await focused(s.page);
    seen.push(at.name);
    assert.ok(at.ring && at.seen && !at.covered, `${at.name}: ${JSON.stringify(at)}`);
    if (at.name === "同意记录") break;
  }
  assert.ok(seen.includes("同意记录"), seen.join(" ← "));
  await s.page.keyboard.press("Enter");
  await s.answer(1);
  assert.equal((await focused(s.page)).id, "text");
  for (let i = 0; i < 40; i++) {
    await s.page.keyboard.press("Shift+Tab");
    if ((await focused(s.page)).tag === "SUMMARY") break;
  }
  await s.page.keyboard.press("Enter");
  assert.ok(await s.page.evaluate(() => document.activeElement.closest("details").open));
  await s.shot("desktop-focus");
});

scene("with answers of few lines the focus never lies beneath the composer", async (s) => {
  await s.open();
  for (const [i, text] of ["质押登记要多久", "12330是什么", "谢谢"].entries()) {
    await s.box.fill(text);
    await s.page.keyboard.press("Enter");
    await s.answer(i);
    const seen = [];
    for (let step = 0; step < 25 && !seen.includes("跳到正文"); step++) {
      await s.page.keyboard.press("Shift+Tab");
      const at = await focused(s.page);
      seen.push(at.name);
      assert.ok(at.ring && at.seen && !at.covered, `after ${text}, ${at.name}: ${JSON.stringify(at)}`);
    }
    assert.ok(seen.includes("打印"), seen.join(" ← "));
    await s.box.focus();
  }
});

scene("the skip link leads to the content", async (s) => {
  await s.open("/privacy");
  await s.page.keyboard.press("Tab");
  assert.equal((await focused(s.page)).name, "跳到正文");
  await s.page.keyboard.press("Enter");
  await s.page.keyboard.press("Tab");
  assert.ok(await s.page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

scene("Shift+Enter breaks the line, Enter sends", async (s) => {
  await s.open();
  await s.box.pressSequentially("第一行");
  await s.page.keyboard.press("Shift+Enter");
  await s.box.pressSequentially("专利质押要什么材料");
  assert.equal(await s.box.inputValue(), "第一行\n专利质押要什么材料");
  assert.equal(line.sent.length, 0);
  await s.page.keyboard.press("Enter");
  await s.answer(0);
  assert.equal(line.sent.length, 1);
  assert.equal(await s.said.first().locator("p").evaluate((e) => e.textContent), "第一行\n专利质押要什么材料");
});

scene("Enter sends nothing where nothing is written", async (s) => {
  await s.open();
  for (const text of ["", "   ", "\n\n"]) {
    await s.box.fill(text);
    await s.box.press("Enter");
  }
  await s.say(questions.papers);
  assert.equal(line.sent.length, 1);
});

scene("the arrow up brings back what was said, Esc puts it away", async (s) => {
  await s.open();
  await s.say(questions.papers);
  await s.say(questions.subsidy);
  await s.box.press("ArrowUp");
  assert.equal(await s.box.inputValue(), questions.subsidy);
  await s.box.press("ArrowUp");
  assert.equal(await s.box.inputValue(), questions.papers);
  await s.box.press("ArrowDown");
  assert.equal(await s.box.inputValue(), questions.subsidy);
  await s.box.press("Escape");
  assert.equal(await s.box.inputValue(), "");
  await s.box.fill("自己写的");
  await s.box.press("ArrowUp");
  assert.equal(await s.box.inputValue(), "自己写的", "what is being written is not overwritten");
  await s.page.locator("body").evaluate(() => document.activeElement.blur());
  await s.page.keyboard.press("/");
  assert.equal((await focused(s.page)).id, "text");
  assert.equal(await s.box.inputValue(), "自己写的");
});

scene("Enter that confirms an input method's choice sends nothing", async (s) => {
  await s.open();
  await s.box.focus();
  const cdp = await s.context.newCDPSession(s.page);
  const enter = { windowsVirtualKeyCode: 229, key: "Enter", code: "Enter" };
  await cdp.send("Input.imeSetComposition", { text: "zhuanli", selectionStart: 7, selectionEnd: 7 });
  assert.equal(await s.box.inputValue(), "zhuanli");
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  assert.equal(line.sent.length, 0);
  // The plain key too: while composing, Enter belongs to the input method.
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 13, key: "Enter", code: "Enter" });
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", windowsVirtualKeyCode: 13, key: "Enter", code: "Enter" });
  assert.equal(await s.said.count(), 0);
  await cdp.send("Input.imeSetComposition", { text: "专利质押要什么材料", selectionStart: 9, selectionEnd: 9 });
  await s.box.evaluate((e) => { e.addEventListener("compositionend", () => { window.composed = performance.now(); }); });
  await cdp.send("Input.insertText", { text: "专利质押要什么材料" });
  assert.equal(await s.box.inputValue(), "专利质押要什么材料");
  await s.page.waitForFunction(() => window.composed && performance.now() > window.composed + 50);
  await s.page.keyboard.press("Enter");
  await s.answer(0);
  assert.equal(line.sent.length, 1);
  assert.equal(line.sent[0].text, "专利质押要什么材料");
});

scene("Safari's order, end of composition before the key, sends nothing", async (s) => {
  await s.open();
  await s.box.focus();
  await s.box.evaluate((box) => {
    box.dispatchEvent(new CompositionEvent("compositionstart"));
    box.value = "专利";
    box.dispatchEvent(new CompositionEvent("compositionend"));
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 13, bubbles: true, cancelable: true }));
  });
  assert.equal(await s.said.count(), 0);
  assert.equal(line.sent.length, 0);
});
