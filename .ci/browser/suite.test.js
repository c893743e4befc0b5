// All cases in one process: one service, one browser, a fresh profile for each case.
import { after, before, test } from "node:test";
import { close, missing, open } from "./rig.js";

const lack = missing();
if (lack && process.env.ZHIRONG_BROWSER === "required") {
  test("browser", () => { throw new Error(lack); });
} else if (lack) {
  test("browser", { skip: lack }, () => {});
} else {
  before(open);
  after(close);
  for (const part of (process.env.PARTS ?? "chat data keys line match plain looks charts widget safe library").split(" ")) {
    await import(`./cases/${part}.js`);
  }
}
