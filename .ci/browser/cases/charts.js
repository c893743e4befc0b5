// Charts: an estimate, the questionnaire and the fee of an open licence, drawn in
// every look, with the figures beneath.
import assert from "node:assert/strict";
import { phone, scene, small } from "../rig.js";
import { audit, fits } from "../rules.js";

const patent = ["我的发明专利值多少钱", "2019-05-10", "已授权，正常", "都交了", "500万", "不知道", "100万", "质押融资"];
const patentEnglish = ["What is my invention patent worth?", "2019-05-10", "Granted and in force", "all paid", "5 million yuan", "skip", "1 million yuan", "Pledge finance"];
const factors = ["做一次全面评价", "3 4 5 2 4 3 2 5", "4 4 3 5 4 4 3 4 4", "2 3 4 3 2 4 3 4 3", "4 3 3 4 2 3", "1 2 3 2 4 3 2 1"];

async function talk(s, lines) {
  let answer;
  for (const line of lines) answer = await s.say(line);
  return answer;
}

// drawn asserts that pictures show: in sight, named, with text that can be read.
async function drawn(answer, kinds, large = false) {
  const charts = answer.locator("figure.chart");
  assert.equal(await charts.count(), kinds);
  for (const svg of await charts.locator("svg").all()) {
    const seen = await svg.evaluate((e) => {
      const box = e.getBoundingClientRect();
      const texts = [...e.querySelectorAll("text")].map((t) => ({ words: t.textContent, box: t.getBoundingClientRect(), ink: getComputedStyle(t).fill, size: parseFloat(getComputedStyle(t).fontSize) * box.width / e.viewBox.baseVal.width }));
      const out = texts.filter((t) => t.box.left < box.left - 1 || t.box.right > box.right + 1 || t.box.top < box.top - 1 || t.box.bottom > box.bottom + 1).map((t) => t.words);
      const over = [];
      for (const [i, a] of texts.entries()) for (const b of texts.slice(i + 1)) {
        if (a.box.left < b.box.right - 2 && b.box.left < a.box.right - 2 && a.box.top < b.box.bottom - 4 && b.box.top < a.box.bottom - 4) over.push(`${a.words} / ${b.words}`);
      }
      const frame = e.parentElement.getBoundingClientRect();
      return { width: box.width, beyond: box.width - frame.width, height: box.height, role: e.getAttribute("role"), name: e.querySelector("title").textContent, says: e.querySelector("desc").textContent, least: Math.min(...texts.map((t) => t.size)), out, over, ink: texts[0].ink, ground: getComputedStyle(e.closest("figure")).backgroundColor };
    });
    assert.equal(seen.role, "img");
    assert.ok(seen.name && /\d/.test(seen.says), JSON.stringify(seen));
    assert.ok(seen.width > 200 && seen.height > 60, JSON.stringify(seen));
    assert.ok(seen.beyond <= 1 || large, `the picture is ${seen.beyond} px wider than its frame`);
    assert.ok(seen.least >= 11, `text of ${seen.least} px cannot be read`);
    assert.deepEqual(seen.out, [], "text leaves the picture");
    assert.deepEqual(seen.over, [], "texts lie on each other");
    assert.notEqual(seen.ink, seen.ground);
  }
}

// high makes the window so high that no chip of an earlier answer is half beneath the dock.
const high = (s, height = 12000) => s.page.setViewportSize({ width: s.page.viewportSize().width, height });

async function figures(answer) {
  for (const summary of await answer.locator("figure.chart summary").all()) await summary.click();
  for (const table of await answer.locator("figure.chart table").all()) assert.ok(await table.isVisible());
}

const looks = {
  desk: [{}, "/"], dark: [{ colorScheme: "dark" }, "/"], phone: [phone, "/"], small: [small, "/"], "small-dark": [{ ...small, colorScheme: "dark" }, "/"],
  large: [{}, "/?size=large"], "small-large": [small, "/?size=large"],
};
for (const [name, [options, where]] of Object.entries(looks)) {
  scene(`${name}: the charts of an estimate and of the questionnaire can be read`, options, async (s) => {
    await s.open(where);
    let answer = await talk(s, patent);
    await drawn(answer, 2, name === "small-large");
    await fits(s);
    await high(s, 2600);
    await answer.locator("figure.chart").first().scrollIntoViewIfNeeded();
    await s.shot(`charts-estimate-${name}`);
    await high(s);
    console.log(`axe, charts, ${name}: ${await audit(s)}`);
    await figures(answer);
    await fits(s);
    await high(s, 2600);
    answer = await talk(s, factors);
    await drawn(answer, 2, name === "small-large");
    await fits(s);
    await s.shot(`charts-factors-${name}`);
    await figures(answer);
    await fits(s);
    await high(s);
    console.log(`axe, questionnaire, ${name}: ${await audit(s)}`);
  });
}

scene("small in English: the charts can be read", { ...small, locale: "en-GB" }, async (s) => {
  await s.open();
  const answer = await talk(s, patentEnglish);
  await drawn(answer, 2);
  await fits(s);
  await high(s, 2600);
  await s.shot("charts-estimate-small-english");
});

scene("without JavaScript the charts and their figures are there", { ...phone, javaScriptEnabled: false }, async (s) => {
  await s.open();
  for (const line of patent) {
    const before = await s.answers.count();
    await s.box.fill(line);
    await s.send.click();
    await s.answers.nth(before).waitFor();
  }
  const charts = s.last.locator("figure.chart");
  assert.equal(await charts.count(), 2);
  assert.ok((await charts.first().locator("svg").boundingBox()).width > 200);
  await charts.first().locator("summary").click();
  assert.ok(await charts.first().locator("table").isVisible());
  await s.last.getByRole("link", { name: "打印" }).click();
  await s.page.waitForURL(/\/print\//);
  await s.page.emulateMedia({ media: "print" });
  assert.equal(await s.page.locator("figure.chart svg").count(), 2);
  for (const table of await s.page.locator("figure.chart table").all()) assert.ok(await table.isVisible(), "on paper the figures stand beneath the picture");
  const ink = await s.page.locator("figure.chart .ch-bar").first().evaluate((e) => getComputedStyle(e).fill);
  assert.notEqual(ink, "rgb(255, 255, 255)");
  await s.shot("charts-print", true);
});

scene("nothing jumps when a chart comes", async (s) => {
  await s.open();
  await talk(s, patent.slice(0, -1));
  await s.rest();
  const moved = () => s.page.evaluate(() => window.shifts.reduce((sum, e) => sum + (e.input ? 0 : e.value), 0));
  const before = await moved();
  await s.press("质押融资");
  await s.rest();
  const shift = await moved() - before;
  console.log(`layout shift when charts come: ${shift.toFixed(4)}`);
  assert.ok(shift < 0.1, `${shift}`);
});
