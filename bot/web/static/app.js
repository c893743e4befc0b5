// The chat's script. Without it every form works by itself; with it a message is
// sent in place and the reply arrives as server-sent events. All that is shown
// of a reply is rendered by the server; text of the person is set as text.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  const embedded = root.hasAttribute("data-embed");

  // What may not be there (private windows, blocked cookies) is done without.
  const store = {
    get(k) { try { return sessionStorage.getItem(k) || ""; } catch { return ""; } },
    set(k, v) { try { v ? sessionStorage.setItem(k, v) : sessionStorage.removeItem(k); } catch { /* kept in the page alone */ } },
  };

  // Where the theme follows the system, the switch turns to the other one.
  const flip = document.querySelector(".theme-flip");
  if (flip && !root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches) {
    flip.search = "?theme=light";
  }

  document.addEventListener("click", (e) => {
    const t = e.target.closest("[data-copy], button[data-print], a.cite");
    if (!t) return;
    if (t.matches("[data-print]")) window.print();
    if (t.matches("[data-copy]")) copy(t);
    if (t.matches("a.cite")) {
      const d = $(t.hash.slice(1));
      if (d && d.tagName === "DETAILS") {
        d.open = true;
        e.preventDefault();
        d.scrollIntoView({ block: "nearest", behavior: smooth() });
        d.querySelector("summary").focus({ preventScroll: true });
      }
    }
  });
  const openAll = () => document.querySelectorAll("details.source").forEach((d) => { d.open = true; });
  window.addEventListener("beforeprint", openAll);

  const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  async function copy(button) {
    const plain = button.closest(".msg").querySelector(".plain");
    let done = false;
    try {
      await navigator.clipboard.writeText(plain.textContent);
      done = true;
    } catch {
      const area = document.createElement("textarea");
      area.value = plain.textContent;
      area.className = "sr";
      document.body.append(area);
      area.select();
      try { done = document.execCommand("copy"); } catch { /* told below */ }
      area.remove();
      button.focus();
    }
    if (!done) return;
    const label = button.querySelector("span");
    const before = label.dataset.before || label.textContent;
    label.dataset.before = before;
    label.textContent = $("composer").dataset.copied;
    setTimeout(() => { label.textContent = before; }, 2000);
  }

  const composer = $("composer");
  if (!composer) return;
  const box = $("text"), send = $("send"), log = $("log"), problem = $("problem"), offline = $("offline"), words = composer.dataset;
  const policy = window.trustedTypes ? trustedTypes.createPolicy("zhirong", { createHTML: (s) => s }) : { createHTML: (s) => s };
  const mouse = matchMedia("(hover: hover) and (pointer: fine)").matches;
  let current = null; // the message on its way

  // parse makes nodes of what the server rendered, without running anything.
  function parse(html) {
    return [...new DOMParser().parseFromString(policy.createHTML(html), "text/html").body.children].map((n) => document.importNode(n, true));
  }
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  function element(tag, className, text) {
    const el = document.createElement(tag);
    if (className) el.className = className;
    if (text) el.textContent = text;
    return el;
  }
  function say(text) {
    problem.textContent = text;
    problem.hidden = !text;
  }
  function focusBox() {
    if (mouse) box.focus({ preventScroll: true });
  }
  function grow() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 2, window.innerHeight * 0.35) + "px";
  }
  function setDraft(text) {
    box.value = text;
    store.set("zhirong-draft", text);
    grow();
  }

  // One message: shown at once, sent, resumed where the connection was lost.
  function begin(form, fields, shown) {
    say("");
    const welcome = $("welcome");
    if (welcome) {
      welcome.remove();
      $("main").classList.remove("fresh");
    }
    const you = element("article", "msg you");
    you.setAttribute("aria-label", words.you);
    you.append(element("p", "", shown));
    const wait = element("div", "msg wait");
    const line = element("p", "aside");
    line.setAttribute("role", "status");
    const dots = element("span", "dots");
    dots.append(element("i"), element("i"), element("i"));
    dots.setAttribute("aria-hidden", "true");
    line.append(element("span", "", words.typing), dots);
    wait.append(line);
    log.append(you);
    log.after(wait);
    run({ form, fields, shown, you, wait, last: "", tries: 0, key: newKey() });
  }

  async function run(m) {
    current = m;
    m.stopped = false;
    busy(true);
    m.wait.hidden = false;
    m.you.scrollIntoView({ block: "start", behavior: smooth() });
    let over = false;
    while (!over) {
      try {
        over = await once(m);
        if (over) break;
      } catch (e) {
        if (m.stopped) break;
        if (e.told) {
          giveUp(m, e.message);
          break;
        }
      }
      if (m.stopped) break;
      if (++m.tries > 6) {
        giveUp(m, words.failed);
        break;
      }
      m.wait.querySelector("p span").textContent = words.lost;
      await pause(m);
    }
    if (m.stopped) giveUp(m, words.stopped);
    if (current === m) {
      current = null;
      busy(false);
    }
  }

  // pause waits before the next try, and until there is a network.
  function pause(m) {
    return new Promise((resolve) => {
      const go = () => { clearTimeout(timer); window.removeEventListener("online", go); resolve(); };
      const timer = navigator.onLine ? setTimeout(go, Math.min(8000, 500 * 2 ** m.tries)) : 0;
      window.addEventListener("online", go);
      m.wake = go;
    });
  }

  // once sends the message one time and reads events until the last one. It
  // returns false where the connection ended before.
  async function once(m) {
    const body = new URLSearchParams(m.fields);
    body.set("key", m.key);
    const session = composer.elements.session;
    if (session) body.set("session", session.value);
    m.abort = new AbortController();
    let quiet = setTimeout(() => m.abort.abort(), 45000);
    try {
      const headers = { Accept: "text/event-stream" };
      if (m.last) headers["Last-Event-ID"] = m.last;
      const response = await fetch(m.form.getAttribute("action"), { method: "POST", headers, body, signal: m.abort.signal });
      if (!response.ok) {
        let text = words.failed;
        try { text = (await response.json()).error.text; } catch { /* not ours: a proxy's page */ }
        if ((response.status === 503 || response.status === 502 || response.status === 504) && m.tries < 3) return false;
        throw Object.assign(new Error(text), { told: true });
      }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return false;
        clearTimeout(quiet);
        quiet = setTimeout(() => m.abort.abort(), 45000);
        rest += value;
        for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
          if (take(m, rest.slice(0, end))) return true;
        }
      }
    } finally {
      clearTimeout(quiet);
    }
  }

  // take does what an event says and reports whether it was the last.
  function take(m, text) {
    let name = "", data = "";
    for (const line of text.split("\n")) {
      if (line.startsWith("id: ")) m.last = line.slice(4);
      if (line.startsWith("event: ")) name = line.slice(7);
      if (line.startsWith("data: ")) data += line.slice(6);
    }
    if (!data) return false;
    const event = JSON.parse(data);
    if (name === "accepted" && event.said) m.you.firstChild.textContent = event.said;
    if (name === "reply" || name === "failed") {
      m.wait.remove();
      const nodes = parse(event.html);
      if (nodes[0].hasAttribute("data-forgot")) log.replaceChildren(m.you);
      log.append(...nodes);
      if (name === "failed") {
        nodes[0].append(again(m));
        if (!box.value) setDraft(m.fields.text || "");
      }
      m.you.scrollIntoView({ block: "start", behavior: smooth() });
    }
    if (name === "done" && event.session && composer.elements.session) {
      document.querySelectorAll("input[name=session]").forEach((i) => { i.value = event.session; });
      store.set("zhirong-session", event.session);
    }
    return name === "done";
  }

  // again is the button that sends a message once more.
  function again(m) {
    const button = element("button", "button quiet", words.retry);
    button.type = "button";
    button.addEventListener("click", () => {
      if (current) return;
      button.parentNode.classList.contains("note") || button.parentNode.classList.contains("bot") ? button.parentNode.remove() : button.remove();
      if (m.fields.text && box.value === m.fields.text) setDraft("");
      m.tries = 0;
      m.last = "";
      log.after(m.wait);
      m.wait.querySelector("p span").textContent = words.typing;
      say("");
      run(m);
    });
    return button;
  }

  // giveUp says why there is no reply, and gives back what was written.
  function giveUp(m, text) {
    m.wait.remove();
    const note = element("div", "msg note");
    note.append(element("p", "", text), again(m));
    log.append(note);
    if (m.fields.text && !box.value) setDraft(m.fields.text);
    note.scrollIntoView({ block: "nearest", behavior: smooth() });
    focusBox();
  }

  function stop() {
    if (!current) return;
    current.stopped = true;
    if (current.abort) current.abort.abort();
    if (current.wake) current.wake();
  }

  function busy(on) {
    send.classList.toggle("stopping", on);
    send.setAttribute("aria-label", on ? words.stopLabel : words.sendLabel);
    send.title = on ? words.stopLabel : words.sendLabel;
    send.type = on ? "button" : "submit";
    if (!on) focusBox();
  }
  send.addEventListener("click", (e) => {
    if (current) {
      e.preventDefault();
      stop();
    }
  });

  let pressed = null; // for browsers that do not say which button sends a form
  document.addEventListener("click", (e) => {
    pressed = e.target.closest("button");
    // A hand that presses twice means it once, also where the answer was faster.
    if (e.detail > 1 && pressed && pressed.form && pressed.form.matches("[data-send]")) {
      e.preventDefault();
      e.stopPropagation();
    }
  }, true);
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.matches("[data-clear]")) {
      if (!confirm(form.dataset.clear)) e.preventDefault();
      else store.set("zhirong-session", "");
      return;
    }
    if (!form.matches("[data-send]")) return;
    e.preventDefault();
    if (current) return;
    const button = e.submitter || pressed;
    if (form !== composer) {
      if (button && button.name) begin(form, { [button.name]: button.value }, button.textContent.trim());
      return;
    }
    const text = box.value.trim();
    if (!text) return;
    if ([...text].length > 2000) {
      say(words.long);
      return;
    }
    setDraft("");
    recalled = -1;
    begin(form, { text }, text);
  });

  // Keys: Enter sends unless an input method is at work, Shift+Enter breaks the
  // line, the arrow up brings back what was said, Esc stops.
  let recalled = -1, composing = false, composedAt = 0;
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", (e) => { composing = false; composedAt = e.timeStamp; });
  box.addEventListener("keydown", (e) => {
    // Safari ends the composition just before the key that confirmed it.
    const method = composing || e.isComposing || e.keyCode === 229 || e.timeStamp - composedAt < 30;
    if (e.key === "Enter" && !e.shiftKey && !method) {
      e.preventDefault();
      if (!current) composer.requestSubmit ? composer.requestSubmit() : send.click();
    } else if ((e.key === "ArrowUp" || e.key === "ArrowDown") && !method && (box.value === "" || recalled >= 0)) {
      const said = [...log.querySelectorAll(".msg.you > p")].map((p) => p.textContent).reverse();
      const next = recalled + (e.key === "ArrowUp" ? 1 : -1);
      if (next < -1 || next >= said.length) return;
      e.preventDefault();
      recalled = next;
      setDraft(next < 0 ? "" : said[next]);
    }
  });
  box.addEventListener("input", () => {
    recalled = -1;
    store.set("zhirong-draft", box.value);
    grow();
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !e.isComposing) {
      if (current) stop();
      else if (recalled >= 0) { recalled = -1; setDraft(""); }
      else if (embedded && parent !== window) parent.postMessage("zhirong:close", "*");
    } else if (e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
      e.preventDefault();
      box.focus();
    }
  });

  const network = () => { offline.hidden = navigator.onLine; };
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();

  // Within another site the token is kept for this tab; a page opened anew asks
  // for its conversation once.
  const reopen = $("reopen");
  if (reopen) {
    const token = reopen.elements.session;
    const kept = store.get("zhirong-session");
    if (token.value) store.set("zhirong-session", token.value);
    else if (kept && !reopen.hasAttribute("data-posted")) {
      token.value = kept;
      reopen.submit();
      return;
    }
  }

  if (!box.value) setDraft(store.get("zhirong-draft"));
  grow();
  const all = log.querySelectorAll(".msg.you");
  if (all.length && !location.hash) all[all.length - 1].scrollIntoView({ block: "start" });
  if (!embedded) focusBox();
})();
