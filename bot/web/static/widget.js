// The widget: a button that opens the chat in a frame. It reads nothing of the
// page that it stands on, and sets styles through the object model alone, which
// a strict content policy of that page allows.
(() => {
  const script = document.currentScript;
  if (!script || window.zhirongWidget) return;
  window.zhirongWidget = true;
  const base = new URL(script.src).origin;
  const data = script.dataset;
  const lang = (data.lang || document.documentElement.lang || "zh").toLowerCase().startsWith("en") ? "en" : "zh";
  const words = window.zhirongWords[lang];
  const style = (el, rules) => { for (const k in rules) el.style.setProperty(k, rules[k]); return el; };
  const font = "system-ui, 'PingFang SC', 'Microsoft YaHei', sans-serif";

  const button = style(document.createElement("button"), {
    all: "initial", position: "fixed", right: "20px", bottom: "20px", "z-index": "2147483000", "min-height": "52px", padding: "0 22px", "border-radius": "26px",
    background: "#0e5a6d", color: "#fff", font: "600 16px/52px " + font, cursor: "pointer", "box-shadow": "0 6px 24px rgba(10,40,50,.28)",
  });
  button.type = "button";
  button.textContent = words.open;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("focus", () => style(button, { outline: "3px solid #f2a65a", "outline-offset": "3px" }));
  button.addEventListener("blur", () => style(button, { outline: "none" }));

  const panel = style(document.createElement("div"), {
    all: "initial", position: "fixed", right: "20px", bottom: "84px", "z-index": "2147483000", width: "min(420px, calc(100vw - 24px))",
    height: "min(680px, calc(100vh - 108px))", "border-radius": "16px", overflow: "hidden", background: "#fff", display: "none", "box-shadow": "0 12px 48px rgba(10,40,50,.3)",
  });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", words.title);
  panel.id = "zhirong-panel";
  button.setAttribute("aria-controls", panel.id);
  document.body.append(panel, button);

  let frame = null;
  function tell(text) {
    const p = style(document.createElement("p"), { all: "initial", display: "block", padding: "28px", font: "16px/1.7 " + font, color: "#15212a" });
    p.setAttribute("role", "alert");
    p.textContent = text;
    panel.replaceChildren(p);
  }
  async function load() {
    try {
      const answer = await fetch(base + "/widget/check", { mode: "cors", credentials: "omit" });
      if (!answer.ok) {
        tell(answer.status === 403 ? words.refused : words.offline);
        return;
      }
    } catch {
      tell(words.offline);
      return;
    }
    frame = style(document.createElement("iframe"), { border: "0", width: "100%", height: "100%", display: "block" });
    const query = new URLSearchParams({ lang });
    if (data.theme) query.set("theme", data.theme);
    if (data.size) query.set("size", data.size);
    frame.src = base + "/embed?" + query;
    frame.title = words.title;
    frame.allow = "clipboard-write";
    panel.replaceChildren(frame);
    frame.addEventListener("load", () => frame.focus());
  }
  function show(on) {
    style(panel, { display: on ? "block" : "none" });
    button.setAttribute("aria-expanded", String(on));
    button.textContent = on ? words.close : words.open;
    if (on && !frame) load();
    else if (on) frame.focus();
    else button.focus();
  }
  button.addEventListener("click", () => show(panel.style.display === "none"));
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && panel.style.display !== "none") show(false); });
  window.addEventListener("message", (e) => {
    if (frame && e.source === frame.contentWindow && e.origin === base && e.data === "zhirong:close") show(false);
  });
})();
