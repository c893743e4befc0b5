// Sizes, zoom, themes, type: nothing overflows, nothing is cut, nothing jumps,
// and the accessibility rules find nothing.
import assert from "node:assert/strict";
import { line, phone, questions, scene, small } from "../rig.js";
import { audit, fits } from "../rules.js";

const sizes = {
  desk: {},
  wide: { viewport: { width: 1920, height: 1080 } },
  phone, small,
  tablet: { viewport: { width: 768, height: 1024 }, hasTouch: true },
  dark: { colorScheme: "dark" },
  "phone-dark": { ...phone, colorScheme: "dark" },
  "zoom-200": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  "phone-lying": { ...phone, viewport: { width: 740, height: 340 } },
};

// Where all pages are looked at; elsewhere those that differ most.
const telling = ["desk", "small", "small-large", "zoom-200-large", "small-english"];

for (const [name, options] of Object.entries(sizes)) {
  scene(`${name}: every page fits`, options, (s) => tour(s, name));
}
for (const [name, options] of Object.entries({ "large": {}, "small-large": small, "zoom-200-large": sizes["zoom-200"], "phone-large-dark": sizes["phone-dark"] })) {
  scene(`${name} type: every page fits`, options, async (s) => {
    await s.open("/?size=large");
    await tour(s, name);
  });
}
scene("small in English: every page fits", { ...small, locale: "en-GB" }, (s) => tour(s, "small-english", "What papers does a patent pledge loan need?"));

async function tour(s, name, question = questions.loan) {
  await s.open();
  await fits(s);
  await s.shot(`${name}-empty`);
  const low = s.page.viewportSize().height < 32 * 16; // the box stands at the end of the page there
  const boxInSight = async () => {
    for (const part of [s.box, s.send]) {
      const at = await part.boundingBox();
      assert.ok(low || at.y >= 0 && at.y + at.height <= s.page.viewportSize().height, `the box is in sight: ${JSON.stringify(at)}`);
    }
  };
  await boxInSight();
  const answer = await s.say(question);
  await fits(s);
  await boxInSight();
  await s.shot(`${name}-answer`);
  await answer.locator("details.source > summary").first().click();
  await fits(s);
  await answer.locator(".notice").scrollIntoViewIfNeeded();
  await s.shot(`${name}-notice`);
  await s.box.fill("一行\n两行\n三行\n四行\n很长的一句话".repeat(6));
  await fits(s);
  await s.box.fill("");
  await s.open(await answer.locator("a[href^='/print/']").getAttribute("href"));
  await fits(s);
  const shelves = telling.includes(name) ? ["/library/product", "/library/place", "/library/term", "/nothing-here"] : [];
  for (const where of ["/privacy", "/library/", "/library/policy", ...shelves]) {
    await pageOf(s, where);
    await fits(s);
  }
}

// pageOf opens a page that must be there, or the one that says it is not.
async function pageOf(s, where) {
  const lost = where === "/nothing-here";
  if (lost) s.tolerate(/404/);
  assert.equal((await s.page.goto(where)).status(), lost ? 404 : 200, where);
}

scene("the accessibility rules find nothing grave in light", {}, (s) => audits(s, "light"));
scene("the accessibility rules find nothing grave in the dark", { colorScheme: "dark" }, (s) => audits(s, "dark"));
scene("the accessibility rules find nothing grave on a phone", phone, (s) => audits(s, "phone"));
scene("the accessibility rules find nothing grave in large type", { locale: "en-GB" }, async (s) => {
  await s.open("/?size=large");
  await audits(s, "large");
});

async function audits(s, look) {
  const tell = async (page) => console.log(`axe, ${look}, ${page}: ${await audit(s)}`);
  await s.open();
  await tell("empty chat");
  const answer = await s.say(questions.loan);
  // A high window: what lies beneath the dock can be scrolled out from there, and is no finding.
  await s.page.setViewportSize({ width: s.page.viewportSize().width, height: 5000 });
  await tell("answered");
  await answer.locator("details.source > summary").first().click();
  await answer.locator("details.source > summary").last().click();
  await tell("sources open");
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  await tell("waiting");
  await s.send.click();
  await s.page.locator(".msg.note").waitFor();
  await tell("stopped");
  await s.open(await answer.locator("a[href^='/print/']").getAttribute("href"));
  await tell("print view");
  const shelves = ["light", "dark"].includes(look) ? ["/library/product", "/library/place", "/library/case", "/library/gap", "/library/term", "/library/office"] : [];
  for (const where of ["/privacy", "/library/", "/library/policy", ...shelves, "/nothing-here"]) {
    await pageOf(s, where);
    await tell(where);
  }
}

scene("nothing jumps while the page loads and while an answer comes", async (s) => {
  const moved = async () => s.page.evaluate(() => window.shifts.reduce((sum, e) => ({ all: sum.all + e.value, own: sum.own + (e.input ? 0 : e.value) }), { all: 0, own: 0 }));
  await s.open();
  await s.page.waitForLoadState("load");
  await s.rest();
  const load = await moved();
  const held = line.hold();
  await s.box.fill(questions.loan);
  await s.box.press("Enter");
  const pressed = await s.page.evaluate(() => performance.now());
  await held.arrived;
  // Shifts within half a second of a key are the person's own and do not count.
  await s.page.waitForFunction((at) => performance.now() > at + 600, pressed);
  held.release();
  await s.answer(0);
  await s.rest();
  const answered = await moved();
  console.log(`layout shift: ${load.own.toFixed(4)} while loading, ${(answered.own - load.own).toFixed(4)} during an answer (${answered.all.toFixed(4)} with those at a key)`);
  assert.ok(load.own < 0.1 && answered.own - load.own < 0.1, `${load.own} and ${answered.own}`);
});

scene("whoever wants less motion gets none", { reducedMotion: "reduce" }, async (s) => {
  await s.open();
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  assert.equal(await s.page.evaluate(() => document.getAnimations().length), 0);
  held.release();
  await s.answer(0);
  const at = await s.page.evaluate(() => new Promise((resolve) => { const y = scrollY; requestAnimationFrame(() => requestAnimationFrame(() => resolve([y, scrollY]))); }));
  assert.equal(at[0], at[1], "it does not glide");
});

scene("with motion the dots move", async (s) => {
  await s.open();
  const held = line.hold();
  await s.box.fill(questions.papers);
  await s.box.press("Enter");
  await held.arrived;
  assert.ok(await s.page.evaluate(() => document.getAnimations().length) > 0);
  held.release();
  await s.answer(0);
});

for (const [where, say] of [["/", true], ["/library/", false], ["/library/policy", false], ["/privacy", false]]) {
  scene(`${where} is at most 150 kB on the wire`, async (s) => {
    await s.page.goto(where, { waitUntil: "load" });
    const loaded = line.bytes;
    if (say) await s.say(questions.loan);
    const bytes = line.bytes;
    console.log(`weight of ${where}: ${(loaded / 1000).toFixed(1)} kB${say ? `, ${(bytes / 1000).toFixed(1)} kB with an answer` : ""}`);
    assert.ok(loaded > 5000, "the line counts what passes");
    assert.ok(bytes <= 150000, `${bytes} bytes`);
  });
}
