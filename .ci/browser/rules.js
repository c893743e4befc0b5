// Rules that every page keeps: those of accessibility, and that all of it fits.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// audit returns what axe finds that is serious or critical, and counts.
export async function audit(s, where = s.page) {
  await where.evaluate(axe);
  const found = await where.evaluate((tags) => window.axe.run({ runOnly: { type: "tag", values: tags } }), rules);
  const grave = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  assert.deepEqual(grave.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)), []);
  return `${found.passes.length} rules passed, ${found.violations.length} lesser findings${found.violations.map((v) => ` (${v.id})`)}, ${found.incomplete.length} undecided`;
}

// fits asserts that the page does not scroll sideways and cuts nothing.
export async function fits(s) {
  const faults = await s.page.evaluate(() => {
    const out = [];
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > wide) out.push(`the page is ${document.documentElement.scrollWidth} wide in ${wide}`);
    for (const e of document.querySelectorAll("body *")) {
      if (e.closest(".sr, .skip, svg, [hidden], pre, option, select") || e.checkVisibility && !e.checkVisibility()) continue;
      const r = e.getBoundingClientRect();
      if (!r.width || !r.height) continue;
      const name = `${e.tagName}.${e.className} ${(e.innerText || "").slice(0, 20)}`;
      if (!e.closest(".scroll") && (r.right > wide + 1 || r.left < -1)) out.push(`${name} reaches from ${r.left} to ${r.right} in ${wide}`);
      const style = getComputedStyle(e);
      if (/hidden|clip/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1) out.push(`${name} is cut at the side`);
      if (/hidden|clip/.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1) out.push(`${name} is cut below`);
      if (e.matches("a, button, input, select, textarea, summary") && !e.closest("p, li, dd, td, th, dt, h2, h3") && r.height < 24) out.push(`${name} is ${r.height} px high: too small for a finger`);
    }
    return out;
  });
  assert.deepEqual(faults, []);
}
